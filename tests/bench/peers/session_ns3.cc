// session_ns3: the session model on ns-3's simulator (the module core only); the scheduler is
// the argument engine: Map, Heap, Calendar, PriorityQueue, List.  Logs are off in a build of
// ns-3 for release, as Debian's is.
#include "session_model.h"

#include <ns3/core-module.h>

#include <string>

namespace
{

class Ns3Engine
{
  public:
    explicit Ns3Engine (const SessionOptions &options) : model (*this, options)
    {
    }

    int64_t now () const
    {
        return ns3::Simulator::Now ().GetNanoSeconds ();
    }

    void after (int64_t nanoseconds, Kind kind, uint32_t index)
    {
        ns3::Simulator::Schedule (ns3::NanoSeconds (nanoseconds), &Model::happen, &model, kind,
                                  index);
    }

    void run (const char *name)
    {
        model.begin ();
        ns3::Simulator::Stop (ns3::NanoSeconds (Model::DURATION));
        ns3::Simulator::Run ();
        model.report (name);
        ns3::Simulator::Destroy ();
    }

  private:
    using Model = SessionModel<Ns3Engine>;
    Model model;
};

} // namespace

int
main (int argc, char **argv)
{
    const SessionOptions options = session_options (argc, argv);
    const std::string scheduler = options.engine[0] != '\0' ? options.engine : "Map";
    ns3::ObjectFactory factory;
    factory.SetTypeId ("ns3::" + scheduler + "Scheduler");
    ns3::Simulator::SetScheduler (factory);
    Ns3Engine engine (options);
    engine.run (("ns-3/" + scheduler).c_str ());
}
