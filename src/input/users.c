/* users: "engineers-7" is the seventh of [clients engineers]; a list of
 * log-ins names its users itself. */
#include "input/users.h"

#include <string.h>

#include "base/date.h"
#include "base/quantity.h"
#include "base/spelling.h"

static CvpnClientsSpec *
find_clients (const CvpnSpec *spec, const char *name)
{
    for (guint i = 0; i < spec->clients->len; i++) {
        CvpnClientsSpec *clients = spec->clients->pdata[i];
        if (strcmp (clients->group->name, name) == 0)
            return clients;
    }
    return NULL;
}

/* NAME-N, N from 1 to the count, or to what one likes in an open population. */
static gboolean
has_number (const CvpnClientsSpec *clients, const char *user)
{
    const char *name = clients->group->name;
    const gsize length = strlen (name);
    const gint64 last = clients->count > 0 ? clients->count : CVPN_USERS_MAX;
    gint64 number;

    if (clients->arrival.kind == CVPN_ARRIVAL_CSV || !g_str_has_prefix (user, name) ||
        user[length] != '-' || user[length + 1] == '0')
        return FALSE;
    return cvpn_integer_parse (user + length + 1, 1, last, &number, NULL);
}

/* Adds the users of its list; FALSE if there should be one and it is faulty. */
static gboolean
collect_logins (const CvpnClientsSpec *clients, GHashTable *users)
{
    const GPtrArray *logins = clients->arrival.logins;

    for (guint i = 0; logins && i < logins->len; i++)
        g_hash_table_add (users, ((CvpnLogin *) logins->pdata[i])->user);
    return logins || clients->arrival.kind != CVPN_ARRIVAL_CSV;
}

/* Who there is, collected once. */
typedef struct {
    const CvpnSpec *spec;
    CvpnReport *report;
    GHashTable *logins; /* users of lists -> const CvpnClientsSpec *; borrowed */
    gboolean unclear;   /* a list is faulty: who knows whom it would name */
} People;

static void
collect_people (People *people)
{
    for (guint i = 0; i < people->spec->clients->len; i++) {
        CvpnClientsSpec *clients = people->spec->clients->pdata[i];
        const GPtrArray *logins = clients->arrival.logins;
        for (guint j = 0; logins && j < logins->len; j++)
            g_hash_table_insert (people->logins, ((CvpnLogin *) logins->pdata[j])->user, clients);
        people->unclear |= !logins && clients->arrival.kind == CVPN_ARRIVAL_CSV;
    }
}

/* Whose user that is, or NULL. */
static const CvpnClientsSpec *
find_user (const People *people, const char *name)
{
    for (guint i = 0; i < people->spec->clients->len; i++)
        if (has_number (people->spec->clients->pdata[i], name))
            return people->spec->clients->pdata[i];
    return g_hash_table_lookup (people->logins, name);
}

static void
refuse_name (const People *people, const CvpnGroup *group, const char *key, const char *name,
             const char *what)
{
    const GPtrArray *populations = people->spec->clients;
    g_autoptr (GPtrArray) known = g_ptr_array_new ();

    for (guint i = 0; i < populations->len; i++)
        g_ptr_array_add (known, ((CvpnClientsSpec *) populations->pdata[i])->group->name);
    g_autofree char *hint =
        cvpn_spelling_hint (name, (const char *const *) known->pdata, known->len);
    cvpn_group_fail (group, key, people->report, "no %s is called '%s'%s", what, name, hint);
}

static void
check_user (const People *people, const CvpnGroup *group, const char *key, const char *name)
{
    if (find_user (people, name) || people->unclear)
        return;
    if (find_clients (people->spec, name))
        cvpn_group_fail (group, key, people->report,
                         "'%s' is a population; expected one of its users", name);
    else
        refuse_name (people, group, key, name, "user");
}

/* Returns the population that is meant, or one of whose users; NULL: a fault was reported, or
 * it is not clear. */
static const CvpnClientsSpec *
check_clients (const People *people, const CvpnGroup *group, const char *key, const char *name)
{
    const CvpnClientsSpec *clients = find_clients (people->spec, name);

    if (!clients)
        clients = find_user (people, name);
    if (!clients && !people->unclear)
        refuse_name (people, group, key, name, "population or user");
    return clients;
}

/* Whose connections end; whose certificate is revoked. */
static void
check_event (const People *people, const CvpnEventSpec *event)
{
    const char *name = event->action.name;

    if (name && event->action.kind == CVPN_ACTION_REVOKE_CERTIFICATE)
        check_user (people, event->group, "action", name);
    if (!name || event->action.kind != CVPN_ACTION_TERMINATE_CONNECTIONS)
        return;
    const CvpnClientsSpec *clients = check_clients (people, event->group, "action", name);
    if (clients && clients->endpoint && event->endpoint &&
        strcmp (clients->endpoint, event->endpoint) != 0)
        cvpn_group_fail (event->group, "endpoint", people->report,
                         "'%s' connects to '%s'; expected that", name, clients->endpoint);
}

static void
check_names (const People *people)
{
    const CvpnSpec *spec = people->spec;

    for (guint i = 0; i < spec->expects->len; i++) {
        const CvpnExpectSpec *expect = spec->expects->pdata[i];
        if (expect->clients)
            check_clients (people, expect->group, "clients", expect->clients);
    }
    for (guint i = 0; i < spec->revocation_lists->len; i++) {
        const CvpnCrlSpec *list = spec->revocation_lists->pdata[i];
        for (guint j = 0; j < list->revoked->len; j++)
            check_user (people, list->group, "revoked", list->revoked->pdata[j]);
    }
    for (guint i = 0; i < spec->events->len; i++)
        check_event (people, spec->events->pdata[i]);
}

static gboolean
is_numbered (const GPtrArray *populations, const char *user)
{
    for (guint i = 0; i < populations->len; i++)
        if (has_number (populations->pdata[i], user))
            return TRUE;
    return FALSE;
}

/* The populations that send a traffic, and the users that their lists name;
 * FALSE if one of them is faulty. */
static gboolean
collect_senders (const CvpnSpec *spec, const CvpnTrafficSpec *traffic, GPtrArray *populations,
                 GHashTable *users)
{
    for (guint i = 0; i < traffic->clients->len; i++) {
        CvpnClientsSpec *clients = find_clients (spec, traffic->clients->pdata[i]);
        if (!clients || !collect_logins (clients, users))
            return FALSE;
        g_ptr_array_add (populations, clients);
    }
    return TRUE;
}

/* A list has many flows of few users: each is looked for, and named, once. */
static void
check_flows (const CvpnSpec *spec, const CvpnTrafficSpec *traffic, CvpnReport *report)
{
    g_autoptr (GHashTable) users = g_hash_table_new (g_str_hash, g_str_equal);
    g_autoptr (GPtrArray) populations = g_ptr_array_new ();

    if (!collect_senders (spec, traffic, populations, users))
        return;
    for (guint i = 0; i < traffic->from_csv->len; i++) {
        const CvpnListedFlow *flow = traffic->from_csv->pdata[i];
        if (g_hash_table_add (users, flow->user) && !is_numbered (populations, flow->user))
            cvpn_report_add (report, CVPN_SEVERITY_ERROR, flow->file, flow->line,
                             "user: '%s' is no user of the clients of [traffic %s]", flow->user,
                             traffic->group->name);
    }
}

/* Any seven days have one. */
static gboolean
has_working_day (const CvpnScenarioSpec *scenario)
{
    const gint64 first = scenario->start_date_s / (CVPN_DAY / CVPN_SECOND);
    const gint64 days = (scenario->start_ns + scenario->duration_ns - 1) / CVPN_DAY;

    for (gint64 day = 0; day <= MIN (days, 6); day++)
        if (cvpn_date_is_working_day (first + day))
            return TRUE;
    return FALSE;
}

static void
check_office_days (const CvpnSpec *spec, CvpnReport *report)
{
    if (spec->scenario.duration_ns <= 0 || has_working_day (&spec->scenario))
        return;
    for (guint i = 0; i < spec->clients->len; i++) {
        const CvpnClientsSpec *clients = spec->clients->pdata[i];
        if (clients->arrival.kind == CVPN_ARRIVAL_OFFICE_DAY)
            cvpn_group_warn (clients->group, "arrival", report,
                             "nobody comes: from [scenario] start-date on the run has no day from "
                             "Monday to Friday");
    }
}

void
cvpn_users_check (const CvpnSpec *spec, CvpnReport *report)
{
    g_autoptr (GHashTable) logins = g_hash_table_new (g_str_hash, g_str_equal);
    People people = { spec, report, logins, FALSE };

    check_office_days (spec, report);
    collect_people (&people);
    check_names (&people);
    for (guint i = 0; i < spec->traffic->len; i++) {
        const CvpnTrafficSpec *traffic = spec->traffic->pdata[i];
        if (traffic->from_csv)
            check_flows (spec, traffic, report);
    }
}
