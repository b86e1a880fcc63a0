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

static void
check_expect (const CvpnSpec *spec, const CvpnExpectSpec *expect, CvpnReport *report)
{
    g_autoptr (GHashTable) users = g_hash_table_new (g_str_hash, g_str_equal);
    g_autoptr (GPtrArray) known = g_ptr_array_new ();

    for (guint i = 0; i < spec->clients->len; i++) {
        const CvpnClientsSpec *clients = spec->clients->pdata[i];
        if (strcmp (clients->group->name, expect->clients) == 0 ||
            has_number (clients, expect->clients) || !collect_logins (clients, users))
            return;
        g_ptr_array_add (known, clients->group->name);
    }
    if (g_hash_table_contains (users, expect->clients))
        return;
    g_autofree char *hint =
        cvpn_spelling_hint (expect->clients, (const char *const *) known->pdata, known->len);
    cvpn_group_fail (expect->group, "clients", report, "no population or user is called '%s'%s",
                     expect->clients, hint);
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
    check_office_days (spec, report);
    for (guint i = 0; i < spec->expects->len; i++) {
        const CvpnExpectSpec *expect = spec->expects->pdata[i];
        if (expect->clients)
            check_expect (spec, expect, report);
    }
    for (guint i = 0; i < spec->traffic->len; i++) {
        const CvpnTrafficSpec *traffic = spec->traffic->pdata[i];
        if (traffic->from_csv)
            check_flows (spec, traffic, report);
    }
}
