// session_simgrid: the session model on SimGrid's timers, which is faster than an actor for each
// client: no change of context. One actor sleeps through the hour, else there would be nothing
// to run.
#include "session_model.h"

#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>

namespace
{

class SimGridEngine
{
  public:
    SimGridEngine (simgrid::s4u::Engine &engine, const SessionOptions &options)
        : engine (engine), model (*this, options)
    {
    }

    // The clock is in seconds.
    int64_t now () const
    {
        return int64_t (simgrid::s4u::Engine::get_clock () * Model::SECOND);
    }

    void after (int64_t nanoseconds, Kind kind, uint32_t index)
    {
        const double date =
            simgrid::s4u::Engine::get_clock () + double (nanoseconds) / Model::SECOND;
        if (date < double (Model::DURATION) / Model::SECOND)
            simgrid::kernel::timer::Timer::set (
                date, [this, kind, index] { model.happen (kind, index); });
    }

    void run ()
    {
        auto *zone = simgrid::s4u::create_full_zone ("zone");
        auto *host = zone->create_host ("host", "1Gf")->seal ();
        zone->seal ();
        simgrid::s4u::Actor::create ("hour", host, [] {
            simgrid::s4u::this_actor::sleep_for (double (Model::DURATION) / Model::SECOND);
        });
        model.begin ();
        engine.run ();
        model.report ("SimGrid");
    }

  private:
    using Model = SessionModel<SimGridEngine>;
    simgrid::s4u::Engine &engine;
    Model model;
};

} // namespace

int
main (int argc, char **argv)
{
    int arguments = 1;
    simgrid::s4u::Engine engine (&arguments, argv);
    const SessionOptions options = session_options (argc, argv);
    SimGridEngine (engine, options).run ();
}
