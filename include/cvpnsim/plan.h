/* A plan: how large a client CIDR, how many associations, which quota breaks first, what it
 * costs.
 *
 * The client CIDR of an endpoint cannot be changed once it is made (AWS Client VPN Administrator
 * Guide, "Create an endpoint"); half of its addresses are usable, and how many may be connected
 * depends on the number of associated subnets ("Scaling considerations"). */
#pragma once

#include <cvpnsim/report.h>
#include <cvpnsim/scenario.h>

/* What a plan is held against.  CONDITION (word, name in JSON, what a person reads) */
/* clang-format off */
#define CVPN_PLAN_CONDITIONS(CONDITION)                                      \
    CONDITION (NORMAL, "normal", "every day")                                \
    CONDITION (ZONE_LOSS, "zone-loss", "a zone fails at the busiest time")   \
    CONDITION (STORM, "reconnect-storm", "all sessions are reset at the busiest time")
/* clang-format on */

typedef enum {
#define CVPN_PLAN_CONDITION_ENUM(word, name, text) CVPN_PLAN_##word,
    CVPN_PLAN_CONDITIONS (CVPN_PLAN_CONDITION_ENUM) CVPN_N_PLAN_CONDITIONS
#undef CVPN_PLAN_CONDITION_ENUM
} CvpnPlanCondition;

const char *cvpn_plan_condition_name (CvpnPlanCondition condition);
const char *cvpn_plan_condition_text (CvpnPlanCondition condition);

/* A share or a number, of several runs.  NaN: unknown. */
typedef struct {
    double mean, lower, upper;
    guint replications;
} CvpnPlanFigure;

/* How a candidate does under a condition.  Normal: success is the share of connection attempts
 * that are not refused for want of an address or by the connection quota.  Otherwise it is the
 * share of those who lost their session who are back in time ('within_ns' of the options). */
typedef struct {
    gboolean known; /* else the candidate was not held against it: 'why_not' says why */
    const char *why_not;
    gboolean simulated; /* else 'success' follows from runs without limits, whose need it covers, or
                           from the closed form alone */
    /* Of the simulation; of what is known to fail without one only 'upper' is there. */
    CvpnPlanFigure success;
    double exact;     /* the closed form's success; NaN: there is none */
    const char *form; /* its name: "Erlang B"; NULL: none */
    gboolean holds;   /* reaches the wanted rate: by the closed form where there is one, else
                         by the lower end of the interval */
    /* Seconds until all but the slowest hundredth were back; NaN in NORMAL. */
    CvpnPlanFigure back_p99_s;
} CvpnPlanOutcome;

/* A month of 730 hours, in the currency of the prices. */
typedef struct {
    double associations, connections, public_addresses, total;
} CvpnPlanCost;

typedef struct {
    guint associations, prefix_length;
    guint64 usable_addresses, connection_quota;
    guint64 places; /* the smaller of the two */
    CvpnPlanOutcome outcomes[CVPN_N_PLAN_CONDITIONS];
    CvpnPlanCost cost;
} CvpnPlanCandidate;

/* A quota, and how far the demand is from it with the recommended candidate. */
typedef struct {
    const char *quota; /* "client-addresses", "concurrent-connections", "snat-ports", "routes", … */
    const char *component; /* the endpoint or subnet, "" where there is none in particular */
    double used, limit;
    gboolean grows; /* with the people */
    const char *source;
} CvpnPlanQuota;

typedef struct {
    char *region, *currency, *date, *source, *file;
    double association_hour, connection_hour, public_address_hour;
} CvpnPlanPrices;

typedef struct {
    double wanted;     /* 0.999 */
    double confidence; /* 0.95 */
    gint64 within_ns;  /* back in time: 5 min */
    guint conditions;  /* bits: what the recommendation must hold; NORMAL always */
    guint32 replications, most_replications;
    guint threads;
    gint64 seed;
    gboolean without_traffic; /* leave out the run that looks at SNAT and NAT ports */
    const char *endpoint;     /* NULL: the only one */
    double billed_hours;      /* connection hours are the mean of active connections times
                                 this; 0: 730, or a simulated week where the people have office days */
} CvpnPlanOptions;

typedef struct {
    char *title; /* of the scenario, or "8000 people, office" */
    char *endpoint;
    gboolean generated; /* from --users and --profile */
    char *assumptions;  /* a line each: what the plan assumed beyond the scenario; "" */
    guint64 people;     /* of closed populations; 0: open ones only */
    const char *form;   /* of the closed form that describes the demand; NULL: none, and: */
    const char *why_no_form;
    double erlangs; /* NaN: none */
    CvpnPlanFigure concurrent_mean, concurrent_peak, addresses_peak, attempts_peak_per_s;
    gint64 busiest_ns;       /* of the run, median: when the zone fails */
    gint64 start_ns;         /* time of day of 0s */
    double connection_hours; /* of a month */
    guint first_hour;        /* of the run, in 'hours': those of a warm-up are left out */
    GArray *hours; /* CvpnPlanFigure: the most active connections in each hour from then on */
} CvpnPlanDemand;

typedef struct {
    CvpnPlanOptions options;
    CvpnPlanDemand demand;
    CvpnPlanPrices prices;
    /* CvpnPlanCandidate: by associations, then by size, all that were looked at. */
    GArray *candidates;
    /* Into candidates; -1: none holds.  'smallest' is what each condition alone asks for, beside
     * NORMAL. */
    int recommended, smallest[CVPN_N_PLAN_CONDITIONS];
    char *client_cidr_block; /* of the recommended one: a block that overlaps nothing; NULL: none */
    char *client_cidr_remark; /* where it is from: "as the file has it", "10.0.0.0/16 is taken by
                                 vpc-a"; "" */
    GArray *quotas;  /* CvpnPlanQuota, of the recommended one, nearest to its limit first */
    int first_quota; /* into quotas: what breaks first as the people become more; -1 */
    double growth;   /* by how much the people may grow until then; NaN */
    guint64 events;  /* simulated, for the remark on standard error */
} CvpnPlan;

void cvpn_plan_free (CvpnPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnPlan, cvpn_plan_free)

/* What is planned for; nothing is owned. */
typedef struct {
    const char *path;               /* of the scenario, as messages name it */
    const char *text;               /* its content where it is no file; NULL: 'path' is read */
    const CvpnOverrides *overrides; /* may be NULL */
    const CvpnPlanPrices *prices;
} CvpnPlanSubject;

typedef struct {
    /* Asked ten times a second; TRUE gives up.  'share' is how much is done, 0 to 1, 'what' the
     * part at work.  May be NULL. */
    gboolean (*interrupted) (gpointer data, const char *what, double share);
    gpointer data;
} CvpnPlanWatch;

/* Plans for an endpoint of the scenario.  Faults go to 'report'.  NULL with 'error', or without
 * one where it was interrupted. */
CvpnPlan *cvpn_plan_make (const CvpnPlanSubject *subject, const CvpnPlanOptions *options,
                          const CvpnPlanWatch *watch, CvpnReport *report, GError **error);

/* The scenario of so many people of a profile: "office", "shifts", "emergency", or a CSV file of
 * time_of_day,rate whose rates say when they come, in proportion.  'session' (a distribution of
 * durations) and 'attendance' (a share) may be NULL.  Newly allocated. */
char *cvpn_plan_profile_scenario (guint64 users, const char *profile, const char *session,
                                  const char *attendance, GError **error);

/* Prices of a region, from a file as docs/capacity.md describes it; NULL 'path': that which
 * CVPNSIM_PRICES names, else the installed one; NULL 'region': us-east-1.  Faults go to 'report',
 * with file and line; a region that the file lacks is CVPN_ERROR_REFERENCE. */
CvpnPlanPrices *cvpn_plan_prices_read (const char *path, const char *region, CvpnReport *report,
                                       GError **error);
void cvpn_plan_prices_free (CvpnPlanPrices *prices);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnPlanPrices, cvpn_plan_prices_free)

/* Newly allocated; docs/outputs.md has the JSON's names. */
char *cvpn_plan_text (const CvpnPlan *plan, gboolean color);
char *cvpn_plan_json (const CvpnPlan *plan);
