/* storm: runs of outage.ini, and what becomes of who is lost. */
#include "storm.h"

#include <math.h>

ValidationRun
storm_run (const Storm *storm, guint i)
{
    ValidationRun run = { .scenario = storm->scenario, .seed = storm->seed + i };
    guint n = 0;

    if (storm->openvpn) {
        run.changes[n++] = "client-vpn-endpoint.cvpn-1.health-check=15min";
        run.changes[n++] = "client-vpn-endpoint.cvpn-1.handshake-time-out=5s";
        run.changes[n++] = "clients.members.retry=openvpn";
    }
    run.changes[n] = storm->targets;
    return run;
}

/* After so many failures in a row; OpenVPN's as its manual has them, connect-retry. */
static gint64
pause_after (const Storm *storm, guint failures)
{
    if (!storm->openvpn)
        return 3 * SECOND;
    return (failures <= 5 ? 1 : MIN (1 << (failures - 5), 300)) * SECOND;
}

gint64
storm_query (const Storm *storm, guint attempts)
{
    gint64 time = PING_RESTART + RECONNECT + DNS;

    for (guint i = 1; i <= attempts; i++)
        time += storm->time_out + pause_after (storm, i) + DNS;
    return time;
}

guint
storm_most_attempts (const Storm *storm)
{
    guint n = 0;

    while (storm_query (storm, n) < storm->health_check)
        n++;
    return n;
}

double
storm_attempts_mass (guint k, gconstpointer data)
{
    const Storm *storm = data;
    const double p = (double) storm->dead / storm->zones;
    const guint most = storm_most_attempts (storm);

    return k > most ? 0 : pow (p, k) * (k < most ? 1 - p : 1);
}

gboolean
storm_lost (const ValidationSession *session)
{
    return session->established && g_str_equal (session->end_reason, "zone-failure");
}
