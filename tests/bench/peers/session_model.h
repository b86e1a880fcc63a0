// session_model.h: the session model of scripts/bench/sessions.awk, for simulators that are
// compared with cvpnsim.  Engine is the simulator's: nanoseconds now(), and
// after(nanoseconds, kind, index), which calls SessionModel::happen(kind, index) then.
//
// What is here is no more than the model needs: clients and flows are structs in arrays, a check
// of a stage is a loop over ten rules, the generator is xoshiro256+ with a logarithm.
#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

struct SessionOptions {
    uint32_t clients = 10000;
    uint32_t pools = 1;        // clients go to one of them, drawn uniformly
    uint32_t addresses = 3500; // of each
    uint64_t seed = 1;
    const char *rows = nullptr; // a file for a CSV row per flow; null: none
    const char *engine = "";    // the simulator's own choice, such as a scheduler
};

// session_options: from NAME=VALUE arguments; an unknown one ends the program.
inline SessionOptions
session_options (int argc, char **argv)
{
    SessionOptions options;
    for (int i = 1; i < argc; i++) {
        const char *value = std::strchr (argv[i], '=');
        const size_t length = value ? size_t (value++ - argv[i]) : 0;
        const auto is = [&] (const char *name) {
            return length == std::strlen (name) && std::strncmp (argv[i], name, length) == 0;
        };
        if (is ("clients"))
            options.clients = uint32_t (std::strtoul (value, nullptr, 10));
        else if (is ("pools"))
            options.pools = uint32_t (std::strtoul (value, nullptr, 10));
        else if (is ("addresses"))
            options.addresses = uint32_t (std::strtoul (value, nullptr, 10));
        else if (is ("seed"))
            options.seed = std::strtoull (value, nullptr, 10);
        else if (is ("rows"))
            options.rows = value;
        else if (is ("engine"))
            options.engine = value;
        else {
            std::fprintf (stderr, "%s: clients= pools= addresses= seed= rows= engine=\n", argv[i]);
            std::exit (2);
        }
    }
    return options;
}

// Blackman and Vigna's xoshiro256+, seeded by splitmix64.
class Draws
{
  public:
    explicit Draws (uint64_t seed)
    {
        for (auto &word : state) {
            uint64_t z = seed += 0x9e3779b97f4a7c15;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
            z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
            word = z ^ (z >> 31);
        }
    }
    double unit ()
    {
        return double (next () >> 11) * 0x1p-53;
    }
    int64_t exponential (double mean)
    {
        return int64_t (-mean * std::log1p (-unit ()));
    }
    uint32_t below (uint32_t n)
    {
        return uint32_t (((next () >> 32) * n) >> 32);
    }

  private:
    uint64_t next ()
    {
        const uint64_t result = state[0] + state[3], t = state[1] << 17;
        state[2] ^= state[0];
        state[3] ^= state[1];
        state[1] ^= state[2];
        state[0] ^= state[3];
        state[2] ^= t;
        state[3] = (state[3] << 45) | (state[3] >> 19);
        return result;
    }
    uint64_t state[4];
};

enum class Kind : uint32_t { ARRIVE, RESOLVED, AUTHENTICATED, FLOW_DUE, STAGE, SESSION_END };

template <class Engine> class SessionModel
{
  public:
    static constexpr int64_t MILLISECOND = 1000000, SECOND = 1000 * MILLISECOND;
    static constexpr int64_t DURATION = 3600 * SECOND;
    static constexpr uint32_t STAGES = 7, RULES = 10, HOSTS = 30, SUBNETS = 3;

    SessionModel (Engine &engine, const SessionOptions &options)
        : engine (engine), options (options), draws (options.seed),
          free_addresses (options.pools, options.addresses)
    {
        clients.reserve (options.clients + options.clients / 8 + 100);
        for (uint32_t stage = 0; stage < STAGES; stage++)
            for (uint32_t i = 0; i < RULES; i++)
                rules[stage][i] = { 0x0a010000u + (i << 8), 0xffffff00u, 443, 443 };
        if (options.rows && !(rows = std::fopen (options.rows, "w")))
            std::exit (3);
        if (rows)
            std::fputs ("time,client,landing,address,destination,protocol,port,request,response,"
                        "verdict,round_trip\n",
                        rows);
    }

    void begin ()
    {
        started = std::chrono::steady_clock::now ();
        engine.after (gap (), Kind::ARRIVE, 0);
    }

    void happen (Kind kind, uint32_t index)
    {
        events++;
        switch (kind) {
        case Kind::ARRIVE:
            return arrive ();
        case Kind::RESOLVED:
            return engine.after (150 * MILLISECOND, Kind::AUTHENTICATED, index);
        case Kind::AUTHENTICATED:
            return connect (index);
        case Kind::FLOW_DUE:
            return flow_due (index);
        case Kind::STAGE:
            return stage (index);
        case Kind::SESSION_END:
            return session_end (index);
        }
    }

    // What came of it, as one line of NAME=VALUE; the engine is no more to be run.
    void report (const char *name)
    {
        if (rows && std::fclose (rows) != 0)
            std::exit (3);
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now () - started;
        std::printf ("name=%s events=%llu clients=%zu served=%llu blocked=%llu flows=%llu "
                     "delivered=%llu seconds=%.3f\n",
                     name, (unsigned long long) events, clients.size (),
                     (unsigned long long) served, (unsigned long long) blocked,
                     (unsigned long long) flows_begun, (unsigned long long) delivered,
                     taken.count ());
    }

  private:
    struct Client {
        uint32_t pool, address, landing;
        bool active;
    };
    struct Flow {
        int64_t begun;
        uint32_t client, destination, stage, source_port;
        bool refused;
    };
    struct Rule {
        uint32_t block, mask;
        uint16_t first_port, last_port;
    };

    int64_t gap ()
    {
        return draws.exponential (double (DURATION) / options.clients);
    }

    void arrive ()
    {
        const auto index = uint32_t (clients.size ());
        clients.push_back (
            { options.pools > 1 ? draws.below (options.pools) : 0, 0, index % SUBNETS, false });
        engine.after (20 * MILLISECOND, Kind::RESOLVED, index);
        engine.after (gap (), Kind::ARRIVE, 0);
    }

    void connect (uint32_t index)
    {
        Client &client = clients[index];
        if (free_addresses[client.pool] == 0) {
            blocked++;
            return;
        }
        client.address = 0xac100000u + options.addresses - free_addresses[client.pool]--;
        client.active = true;
        served++;
        engine.after (draws.exponential (1800.0 * SECOND), Kind::SESSION_END, index);
        engine.after (draws.exponential (60.0 * SECOND), Kind::FLOW_DUE, index);
    }

    void session_end (uint32_t index)
    {
        clients[index].active = false;
        free_addresses[clients[index].pool]++;
    }

    void flow_due (uint32_t index)
    {
        if (!clients[index].active)
            return;
        if (idle_flows.empty ()) {
            idle_flows.push_back (uint32_t (flows.size ()));
            flows.push_back ({});
        }
        const uint32_t slot = idle_flows.back ();
        idle_flows.pop_back ();
        flows[slot] = {
            engine.now (), index, destination (), 0, 49152 + uint32_t (flows_begun % 16384), false
        };
        flows_begun++;
        engine.after (50000, Kind::STAGE, slot);
        engine.after (draws.exponential (60.0 * SECOND), Kind::FLOW_DUE, index);
    }

    // A host of one of ten applications, each of which has a block.
    uint32_t destination ()
    {
        const uint32_t host = draws.below (HOSTS);
        return 0x0a010000u + (host % RULES << 8) + 4 + host / RULES;
    }

    bool admits (const Rule &rule, uint32_t address, uint16_t port) const
    {
        return (address & rule.mask) == rule.block && port >= rule.first_port &&
               port <= rule.last_port;
    }

    void stage (uint32_t slot)
    {
        Flow &flow = flows[slot];
        uint32_t i = 0;
        while (i < RULES && !admits (rules[flow.stage][i], flow.destination, 443))
            i++;
        flow.refused |= i == RULES;
        if (++flow.stage < STAGES) {
            engine.after (50000, Kind::STAGE, slot);
            return;
        }
        delivered += !flow.refused;
        if (rows)
            write_row (flow);
        idle_flows.push_back (slot);
    }

    void write_row (const Flow &flow)
    {
        const uint32_t a = clients[flow.client].address, d = flow.destination;
        std::fprintf (rows,
                      "%.6f,client-%u,landing-%u,%u.%u.%u.%u,%u.%u.%u.%u,tcp,443,2000,50000,%s,"
                      "%.6f\n",
                      double (flow.begun) / SECOND, flow.client, clients[flow.client].landing,
                      a >> 24, a >> 16 & 255, a >> 8 & 255, a & 255, d >> 24, d >> 16 & 255,
                      d >> 8 & 255, d & 255, flow.refused ? "dropped" : "delivered",
                      double (engine.now () - flow.begun) / SECOND);
    }

    Engine &engine;
    SessionOptions options;
    Draws draws;
    std::vector<uint32_t> free_addresses, idle_flows;
    std::vector<Client> clients;
    std::vector<Flow> flows;
    Rule rules[STAGES][RULES];
    FILE *rows = nullptr;
    uint64_t events = 0, served = 0, blocked = 0, flows_begun = 0, delivered = 0;
    std::chrono::steady_clock::time_point started;
};
