/* The control plane against a naive one, over random scenarios with events.
 *
 * Both say which changes there are, and what the configuration is just before, at and after
 * each of them and at random times.  CVPN_TEST_SEED and CVPN_TEST_NETWORKS choose. */
#include <string.h>

#include "control/timeline.h"
#include "model/scenario.h"
#include "naive_timeline.h"
#include "random_events.h"
#include "random_scenario.h"
#include "scenario_text.h"
#include "support.h"

/* Behind it comes the entry that denies all else; what no group of the file says has a name
 * with a slash. */
#define LAST_NUMBER 32766

typedef struct {
    guint scenarios, refused, changes, times, errors, differing;
} Totals;

static void add_line (GPtrArray *lines, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_line (GPtrArray *lines, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_ptr_array_add (lines, g_strdup_vprintf (format, arguments));
    va_end (arguments);
}

#define STATUS_TEXT(word, text) text,

static void
add_groups (const CvpnNetwork *net, const char *endpoint, const char *what, CvpnSpan g,
            GPtrArray *lines)
{
    for (guint32 i = g.first; i < g.first + g.count; i++) {
        const guint32 group = g_array_index (net->group_lists, guint32, i);
        const char *name = cvpn_at (net->security_groups, CvpnSecurityGroup, group)->name;
        add_line (lines, "%s %s %s", endpoint, what,
                  g_str_has_prefix (name, "sg-") ? name : "default");
    }
}

static void
add_settings (const CvpnNetwork *net, const CvpnEndpoint *e, const CvpnSpec *spec, GPtrArray *lines)
{
    static const char *const statuses[] = { CVPN_ENDPOINT_STATUSES (STATUS_TEXT) };

    (void) spec;
    add_line (lines, "%s %s quota %" G_GINT64_FORMAT " expired %d%d%d", e->name,
              statuses[e->status], e->connection_quota, e->crl_expired,
              e->server_certificate_expired, e->identity_provider_certificate_expired);
    add_line (lines, "%s split %d mfa %d log %d port %u stay %d", e->name, e->split_tunnel, e->mfa,
              e->connection_log, e->vpn_port, e->disconnect_on_session_timeout);
    add_line (lines,
              "%s limit %" G_GINT64_FORMAT " update %" G_GINT64_FORMAT
              " handler %u %.3f %" G_GINT64_FORMAT,
              e->name, e->session_timeout_ns, e->crl_next_update_ns, e->handler->duration.kind,
              e->handler->denied, e->handler->concurrency);
    add_groups (net, e->name, "group", e->groups, lines);
}

static void
add_places (const CvpnNetwork *net, const CvpnEndpoint *e, GPtrArray *lines)
{
    static const char *const statuses[] = { CVPN_ASSOCIATION_STATUSES (STATUS_TEXT) };
    const CvpnSpan a = e->associations, r = e->vpn_routes;
    char text[CVPN_PREFIX_TEXT];

    for (guint32 i = a.first; i < a.first + a.count; i++) {
        const CvpnAssociation *place = cvpn_association (net, i);
        add_line (lines, "%s landing %s %s%s", e->name, cvpn_subnet (net, place->subnet)->name,
                  statuses[place->status], place->answers ? " answers" : "");
        g_autofree char *in = g_strdup_printf ("in %s", cvpn_subnet (net, place->subnet)->name);
        add_groups (net, e->name, in, place->groups, lines);
    }
    for (guint32 i = r.first; i < r.first + r.count; i++) {
        const CvpnVpnRoute *route = cvpn_at (net->vpn_routes, CvpnVpnRoute, i);
        const char *target =
            route->association == CVPN_NONE
                ? "local"
                : cvpn_subnet (net, cvpn_association (net, route->association)->subnet)->name;
        add_line (lines, "%s route %s %s", e->name, cvpn_prefix_format (route->destination, text),
                  target);
    }
}

static void
add_revoked (const CvpnEndpoint *e, GPtrArray *lines)
{
    GHashTableIter iter;
    gpointer user;

    if (!e->revoked)
        return;
    g_hash_table_iter_init (&iter, e->revoked);
    while (g_hash_table_iter_next (&iter, &user, NULL))
        add_line (lines, "%s revoked %s", e->name, (const char *) user);
}

/* Whose rule it is stands with the rule. */
static void
add_rules (const CvpnNetwork *net, GPtrArray *lines)
{
    char text[CVPN_PREFIX_TEXT];

    for (guint32 i = 0; i < net->authorization_targets->len; i++) {
        const CvpnAuthorizationTarget *target =
            cvpn_at (net->authorization_targets, CvpnAuthorizationTarget, i);
        for (guint32 k = target->rules.first; k < target->rules.first + target->rules.count; k++) {
            const CvpnAuthorizationRule *rule =
                cvpn_at (net->authorization_rules, CvpnAuthorizationRule, k);
            add_line (lines, "%s rule %s %s", cvpn_network_rule (net, rule->rule)->component,
                      cvpn_prefix_format (target->destination, text),
                      rule->group == CVPN_NONE
                          ? "*"
                          : (const char *) net->access_groups->pdata[rule->group]);
        }
    }
}

static void
add_tables (const CvpnNetwork *net, GPtrArray *lines)
{
    for (guint32 i = 0; i < net->route_tables->len; i++) {
        const CvpnRouteTable *table = cvpn_at (net->route_tables, CvpnRouteTable, i);
        for (guint32 k = table->routes.first; k < table->routes.first + table->routes.count; k++) {
            const CvpnRoute *route = cvpn_at (net->routes, CvpnRoute, k);
            if (!route->propagated && route->prefix_list == CVPN_NONE &&
                route->target.kind != CVPN_TARGET_LOCAL)
                add_line (lines, "%s %s", table->name, cvpn_network_rule (net, route->rule)->text);
        }
    }
}

static void
add_entries (const CvpnNetwork *net, const CvpnAcl *acl, CvpnSpan span, const char *direction,
             GPtrArray *lines)
{
    char text[CVPN_PREFIX_TEXT];

    for (guint32 i = span.first; i < span.first + span.count; i++) {
        const CvpnAclEntry *entry = cvpn_at (net->acl_entries, CvpnAclEntry, i);
        if (entry->number <= LAST_NUMBER && !strchr (acl->name, '/'))
            add_line (lines, "%s %s %u = %s %s", acl->name, direction, entry->number,
                      entry->allow ? "allow" : "deny", cvpn_prefix_format (entry->peer, text));
    }
}

static char *
describe (const CvpnNetwork *net, const CvpnSpec *spec)
{
    g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

    for (guint32 i = 0; i < net->endpoints->len; i++) {
        add_settings (net, cvpn_endpoint (net, i), spec, lines);
        add_places (net, cvpn_endpoint (net, i), lines);
        add_revoked (cvpn_endpoint (net, i), lines);
    }
    for (guint32 i = 0; i < net->zones->len; i++)
        if (cvpn_network_zone_failed (net, i))
            add_line (lines, "failed %s", (const char *) net->zones->pdata[i]);
    for (guint32 i = 0; i < net->acls->len; i++) {
        const CvpnAcl *acl = cvpn_at (net->acls, CvpnAcl, i);
        add_entries (net, acl, acl->inbound, "inbound", lines);
        add_entries (net, acl, acl->outbound, "outbound", lines);
    }
    add_rules (net, lines);
    add_tables (net, lines);
    return naive_lines_join (lines);
}

static char *
list_changes (const CvpnTimeline *timeline)
{
    g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < timeline->changes->len; i++) {
        const CvpnChange *change = &g_array_index (timeline->changes, CvpnChange, i);
        add_line (lines, "%020" G_GINT64_FORMAT " %s: %s %s [%s]", change->time_ns, change->object,
                  change->state, change->error ? change->error : "", cvpn_end_word (change->end));
    }
    return naive_lines_join (lines);
}

/* The lines that only one of them has. */
static void
print_difference (const char *wanted, const char *got)
{
    g_auto (GStrv) one = g_strsplit (wanted, "\n", -1);
    g_auto (GStrv) other = g_strsplit (got, "\n", -1);

    for (guint i = 0; one[i]; i++)
        if (!g_strv_contains ((const char *const *) other, one[i]))
            g_printerr ("  naive:   %s\n", one[i]);
    for (guint i = 0; other[i]; i++)
        if (!g_strv_contains ((const char *const *) one, other[i]))
            g_printerr ("  control: %s\n", other[i]);
}

static gboolean
compare (Totals *totals, const CvpnScenario *scenario, gint64 time)
{
    g_autofree char *wanted = naive_timeline_describe (scenario->spec, time);
    g_autofree char *got = describe (cvpn_timeline_at (scenario->timeline, time), scenario->spec);

    totals->times++;
    if (g_str_equal (wanted, got))
        return TRUE;
    if (totals->differing < cvpn_test_setting ("CVPN_TEST_SHOWN", 5)) {
        g_printerr ("at %" G_GINT64_FORMAT "\n", time);
        print_difference (wanted, got);
    }
    return FALSE;
}

static gboolean
compare_all (Totals *totals, const CvpnScenario *scenario, GRand *rand)
{
    const GArray *changes = scenario->timeline->changes;
    g_autofree char *wanted = naive_timeline_changes (scenario->spec);
    g_autofree char *got = list_changes (scenario->timeline);
    gboolean same = g_str_equal (wanted, got);

    if (!same && totals->differing < cvpn_test_setting ("CVPN_TEST_SHOWN", 5))
        print_difference (wanted, got);
    totals->changes += changes->len;
    for (guint i = 0; i < changes->len && same; i++) {
        const CvpnChange *change = &g_array_index (changes, CvpnChange, i);
        totals->errors += change->error != NULL;
        for (gint64 shift = -1; shift <= 1; shift++)
            same = same && compare (totals, scenario, MAX (change->time_ns + shift, 0));
    }
    for (guint i = 0; i < 5 && same; i++)
        same = compare (totals, scenario,
                        (gint64) (g_rand_double (rand) * RANDOM_EVENTS_SPAN * 1.3e9));
    return same;
}

static void
check_scenario (guint32 seed, Totals *totals)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autofree char *network = random_scenario (rand);
    const CvpnRandomEvents how = { .constant = TRUE, .two_endpoints = seed % 4 == 0 };
    g_autofree char *text = random_events (rand, network, &how);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);

    if (!scenario) {
        if (totals->refused++ < cvpn_test_setting ("CVPN_TEST_SHOW", 0))
            g_printerr ("seed %u: %s", seed, faults);
        return;
    }
    totals->scenarios++;
    if (compare_all (totals, scenario, rand))
        return;
    totals->differing++;
    g_printerr ("seed %u\n", seed);
    if (g_getenv ("CVPN_TEST_TEXT"))
        g_printerr ("%s\n", text);
}

static void
test_timeline (void)
{
    Totals totals = { 0 };
    const guint first = cvpn_test_setting ("CVPN_TEST_SEED", 1);
    const guint n = cvpn_test_setting ("CVPN_TEST_NETWORKS", 300);

    for (guint i = 0; i < n; i++)
        check_scenario (first + i, &totals);
    g_print ("  %u scenarios (%u refused), %u changes, %u errors among them, %u times compared\n",
             totals.scenarios, totals.refused, totals.changes, totals.errors, totals.times);
    cvpn_assert_int (totals.differing, 0);
    if (n < 100)
        return;
    CU_ASSERT (totals.scenarios > n * 3 / 4);
    CU_ASSERT (totals.changes > totals.scenarios * 10);
    CU_ASSERT (totals.errors > totals.scenarios);
}

int
main (void)
{
    const CvpnTest tests[] = { { "timeline and naive timeline", test_timeline } };

    return cvpn_test_main ("property timeline", tests, G_N_ELEMENTS (tests));
}
