/* recording: a run of a scenario given as text, and all that it told. */
#pragma once

#include <cvpnsim/simulation.h>

typedef struct {
    gint64 time_ns, active;
} Level;

typedef struct {
    GArray *flows;        /* CvpnFlowRecord */
    GPtrArray *stages;    /* CvpnFlowStage *, owned: of the flows */
    GArray *sessions;     /* CvpnSessionRecord */
    GArray *connections;  /* CvpnConnectionRecord */
    GArray *changes;      /* CvpnChangeRecord */
    GArray *periods;      /* CvpnPeriodRecord */
    GArray *subnets;      /* CvpnSubnetRecord */
    GArray *nat_gateways; /* CvpnNatGatewayRecord */
    GArray *peaks;        /* CvpnPeakRecord */
    GArray *levels;       /* Level */
    guint without_session, finished;
    guint64 slices; /* that it took */
    gint64 end_ns;
    guint64 events;
    gboolean complete;
    GString *text; /* every call, as text; users by name */
    CvpnScenario *scenario;
    char *folder;
} Recording;

/* Loads 'scenario' (the test fails if it has errors).  Files that it names are
 * given as "NAME\nCONTENT"; NULL-terminated, or NULL. */
Recording *recording_new (const char *scenario, const char *const *files);
void recording_free (Recording *recording);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recording, recording_free)

/* Runs it to the end, 'slice' events at a time. */
void recording_run (Recording *recording, guint64 slice);

/* The same without passages: the evaluator is asked by each flow; and with that many kept. */
void recording_run_uncached (Recording *recording);
void recording_run_keeping (Recording *recording, guint passages);

/* Both: the usual case. */
Recording *recording_of (const char *scenario);

#define recorded_flow(recording, i) (&g_array_index ((recording)->flows, CvpnFlowRecord, i))
#define recorded_session(recording, i)                                                             \
    (&g_array_index ((recording)->sessions, CvpnSessionRecord, i))
#define recorded_connection(recording, i)                                                          \
    (&g_array_index ((recording)->connections, CvpnConnectionRecord, i))
#define recorded_change(recording, i) (&g_array_index ((recording)->changes, CvpnChangeRecord, i))
#define recorded_period(recording, i) (&g_array_index ((recording)->periods, CvpnPeriodRecord, i))
#define recorded_subnet(recording, i) (&g_array_index ((recording)->subnets, CvpnSubnetRecord, i))
#define recorded_peak(recording, i)   (&g_array_index ((recording)->peaks, CvpnPeakRecord, i))

/* A network of two subnets in two zones with a host in the second, and an
 * endpoint associated with both; every delay is a constant.  What follows adds
 * groups.  Keys of the endpoint: ENDPOINT, of the scenario: RUN; its methods: AUTHENTICATION. */
#define RECORDING_SCENARIO_BY(AUTHENTICATION, RUN, ENDPOINT)                                       \
    "[scenario]\ntitle = test\n" RUN "\n"                                                          \
    "[latency]\ndns = 20ms\nhandshake = 1s\nauthentication = 80ms\nclient = 10ms\n"                \
    "stage = 1ms\nsame-zone = 2ms\ncross-zone = 3ms\npeering = 5ms\nclient-time-out = 21s\n"       \
    "[vpc vpc-a]\ncidr-block = 10.0.0.0/16\n"                                                      \
    "[subnet subnet-a]\nvpc = vpc-a\navailability-zone = us-east-1a\ncidr-block = 10.0.1.0/24\n"   \
    "[subnet subnet-b]\nvpc = vpc-a\navailability-zone = us-east-1b\ncidr-block = 10.0.2.0/24\n"   \
    "[security-group sg-web]\nvpc = vpc-a\ningress = all 0.0.0.0/0\n"                              \
    "[host web]\nsubnet = subnet-b\naddress = 10.0.2.10\nsecurity-groups = sg-web\n"               \
    "listen = tcp 443; udp 53; icmp\n"                                                             \
    "[client-vpn-endpoint cvpn-1]\nclient-cidr-block = 10.2.0.0/22\n"                              \
    "target-networks = subnet-a; subnet-b\nauthentication = " AUTHENTICATION "\n" ENDPOINT "\n"    \
    "[authorization-rules cvpn-1]\n10.0.0.0/16 = *\n"

#define RECORDING_SECOND                  G_GINT64_CONSTANT (1000000000)
#define RECORDING_MS                      G_GINT64_CONSTANT (1000000)
#define RECORDING_SCENARIO(RUN, ENDPOINT) RECORDING_SCENARIO_BY ("certificate", RUN, ENDPOINT)

/* Operations of the control plane that take no time. */
#define RECORDING_AT_ONCE                                                                          \
    "[operations]\nassociate = 0s\ndisassociate = 0s\ncreate-route = 0s\ndelete-route = 0s\n"      \
    "authorize = 0s\nrevoke = 0s\nmodify-endpoint = 0s\nimport-crl = 0s\ncertificate = 0s\n"

/* From the query to the session: name, handshake, authentication. */
#define RECORDING_SETUP (1100 * RECORDING_MS)
