/* diagnose_message: what is so, who is concerned, and which line says it.
 *
 * A message names the landings, what differs, and what cannot be reached; it must hold for
 * every packet of its finding, though it is written from one of them. */
#include "analyze/diagnose_message.h"

#include <string.h>

#include "analyze/cause.h"
#include "path/route.h"

#define NAMES_MAX 3

typedef struct {
    CvpnDiscovery *discovery;
    const CvpnSubject *subject;
    const CvpnDiagnosis *d;
    const CvpnNetwork *net;
    const CvpnAnswer *answer;
    guint32 crowd;
} Writer;

/* "a", "a and b", "a, b and 4 more". */
static char *
join_names (const GPtrArray *names)
{
    GString *text = g_string_new (NULL);
    const guint shown = names->len > NAMES_MAX ? NAMES_MAX - 1 : names->len;

    for (guint i = 0; i < shown; i++) {
        const gboolean last = i + 1 == shown && names->len == shown;
        g_string_append_printf (text, "%s%s",
                                i == 0 ? ""
                                : last ? " and "
                                       : ", ",
                                (char *) names->pdata[i]);
    }
    if (shown < names->len)
        g_string_append_printf (text, " and %u more", names->len - shown);
    return g_string_free (text, FALSE);
}

static void
add_name (GPtrArray *names, const char *name)
{
    if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup (name));
}

static void
add_hosts (GPtrArray *names, const CvpnNetwork *net, const GPtrArray *boxes)
{
    for (guint32 i = 0; i < net->hosts->len; i++) {
        const CvpnHost *host = cvpn_host (net, i);
        for (guint j = 0; j < boxes->len; j++)
            if ((host->address != 0 && cvpn_box_has_address (boxes->pdata[j], host->address)) ||
                (host->public_address != 0 &&
                 cvpn_box_has_address (boxes->pdata[j], host->public_address)))
                add_name (names, host->name);
    }
}

static void
add_area (GPtrArray *names, const CvpnArea *area)
{
    char block[CVPN_PREFIX_TEXT];

    cvpn_prefix_format (area->block, block);
    switch (area->kind) {
    case CVPN_AREA_NOWHERE:
        return;
    case CVPN_AREA_CLIENTS:
        add_name (names, "other clients");
        return;
    case CVPN_AREA_INTERNET:
        add_name (names, "the internet");
        return;
    case CVPN_AREA_VPC:
    case CVPN_AREA_NETWORK:
    case CVPN_AREA_SERVICE: {
        g_autofree char *name = g_strdup_printf ("%s (%s)", area->name, block);
        add_name (names, name);
    }
    }
}

typedef struct {
    const CvpnNetwork *net;
    guint32 endpoint;
    GPtrArray *names;
} Naming;

static void
name_piece (gpointer data, CvpnPiece piece)
{
    const Naming *naming = data;
    const CvpnArea area = cvpn_area_at (naming->net, naming->endpoint, piece.first);

    add_area (naming->names, &area);
}

static void
add_areas (GPtrArray *names, const CvpnDiscovery *discovery, const CvpnDiagnosis *d,
           const GPtrArray *boxes)
{
    Naming naming = { d->net, discovery->subject.endpoint, names };

    for (guint i = 0; i < boxes->len; i++) {
        const GArray *ranges = ((const CvpnBox *) boxes->pdata[i])->ranges;
        for (guint j = 0; j < ranges->len; j++) {
            const CvpnRange *range = &g_array_index (ranges, CvpnRange, j);
            const CvpnCell cell = { .first = range->first, .last = range->last };
            cvpn_diagnosis_cut (d, &cell, name_piece, &naming);
        }
    }
}

static void
add_first_address (GPtrArray *names, const CvpnRegion *region)
{
    char text[CVPN_ADDRESS_TEXT];
    guint32 selector;

    cvpn_address_format (cvpn_region_first (region, &selector), text);
    add_name (names, text);
}

/* Of few addresses the hosts; else the places. */
char *
cvpn_discovery_what (const CvpnDiscovery *discovery, const CvpnDiagnosis *d)
{
    const GPtrArray *boxes = cvpn_region_boxes (discovery->region);
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    const gboolean few = cvpn_region_addresses (discovery->region) <= d->net->hosts->len;

    if (few)
        add_hosts (names, d->net, boxes);
    if (names->len == 0)
        add_areas (names, discovery, d, boxes);
    if (names->len == 0)
        add_first_address (names, discovery->region);
    return join_names (names);
}

/* " by tcp 443", if not everything is concerned and it is soon said. */
static char *
write_services (const Writer *w)
{
    const GPtrArray *boxes = cvpn_region_boxes (w->discovery->region);
    const CvpnBox *box = boxes->pdata[0];
    const CvpnSelectors *all = &g_array_index (box->selectors, CvpnSelectors, 0);
    g_autofree char *text = cvpn_selectors_text (box->selectors);

    if (boxes->len > 1 || (all->first == 0 && all->last == CVPN_SELECTOR_LAST) ||
        strlen (text) > 40)
        return g_strdup ("");
    return g_strdup_printf (" by %s", text);
}

/* The subnets of the landings with that role. */
static char *
write_landings (const Writer *w, CvpnRole role)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < w->subject->n_landings; i++)
        if (w->subject->roles[i] == role)
            add_name (names, cvpn_diagnosis_landing (w->d, w->crowd, i)->name);
    return join_names (names);
}

static guint
count_role (const CvpnSubject *subject, CvpnRole role)
{
    guint n = 0;

    for (guint i = 0; i < subject->n_landings; i++)
        n += subject->roles[i] == role;
    return n;
}

static guint
first_of (const CvpnSubject *subject, CvpnRole role)
{
    for (guint i = 0; i < subject->n_landings; i++)
        if (subject->roles[i] == role)
            return i;
    return 0;
}

static const CvpnAssociation *
association_of (const Writer *w, guint landing)
{
    const CvpnLanding *l = &g_array_index (w->answer->landings, CvpnLanding, landing);

    return cvpn_association (w->net, l->association);
}

/* "connections that land on subnet-a (1 of 2) cannot reach web by tcp 443". */
static char *
write_consequence (const Writer *w)
{
    g_autofree char *landings = write_landings (w, CVPN_ROLE_FAILING);
    g_autofree char *what = cvpn_discovery_what (w->discovery, w->d);
    g_autofree char *services = write_services (w);
    const CvpnSubject *s = w->subject;

    return g_strdup_printf ("connections that land on %s (%u of %u) %s %s%s", landings,
                            count_role (s, CVPN_ROLE_FAILING), s->n_landings,
                            s->latent ? "do not get to" : "cannot reach", what, services);
}

/* "rtb-b 10.0.0.0/16 = pcx-ab", as it stands in the file. */
static char *
write_rule (const CvpnNetwork *net, guint32 number)
{
    const CvpnRule *rule = cvpn_network_rule (net, number);

    if (!rule)
        return g_strdup ("no rule");
    return g_strdup_printf ("%s%s%s", rule->component, *rule->text ? " " : "", rule->text);
}

static const CvpnVerdict *
obstacle_of (const Writer *w, guint landing, const CvpnSpot **spot)
{
    const CvpnTrace *trace = &g_array_index (w->answer->landings, CvpnLanding, landing).trace;
    const CvpnVerdict *verdict = cvpn_trace_obstacle (trace);

    *spot = verdict ? &trace->spots[verdict - trace->verdicts] : NULL;
    return verdict;
}

static const char *
table_of (const Writer *w, guint landing)
{
    const CvpnSubnet *subnet = cvpn_subnet (w->net, association_of (w, landing)->subnet);

    return cvpn_at (w->net->route_tables, CvpnRouteTable, subnet->route_table)->name;
}

/* Landings with a route that covers it. */
static char *
write_routed (const Writer *w)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < w->subject->n_landings; i++) {
        const CvpnAssociation *a = association_of (w, i);
        if (cvpn_prefix_table_lookup (a->routes, w->answer->destination.address) !=
            CVPN_PREFIX_TABLE_NONE)
            add_name (names, cvpn_subnet (w->net, a->subnet)->name);
    }
    return join_names (names);
}

static char *
explain_vpn_routes (const Writer *w)
{
    char block[CVPN_PREFIX_TEXT];
    g_autofree char *routed = write_routed (w);
    g_autofree char *rest = write_consequence (w);

    return g_strdup_printf ("%s is routed from %s only: %s",
                            cvpn_prefix_format (w->subject->block, block), routed, rest);
}

static CvpnPacket
packet_of (const CvpnAnswer *answer)
{
    const CvpnDestination *to = &answer->destination;

    return (CvpnPacket){ .destination = to->address,
                         .source_port = answer->source_port,
                         .destination_port = to->port,
                         .protocol = to->protocol,
                         .icmp_type = to->icmp_type,
                         .icmp_code = to->icmp_code };
}

/* "sends it by rtb-a 0.0.0.0/0 = nat-a"; without a route: "has no route". */
static char *
write_choice (const Writer *w, guint landing, guint32 *rule)
{
    const CvpnPacket packet = packet_of (w->answer);
    const CvpnAssociation *a = association_of (w, landing);
    const CvpnSubnet *subnet = cvpn_subnet (w->net, a->subnet);
    const CvpnRouteTable *table =
        cvpn_at (w->net->route_tables, CvpnRouteTable, subnet->route_table);
    const guint32 hit = cvpn_prefix_table_lookup (table->by_destination, packet.destination);

    if (hit == CVPN_PREFIX_TABLE_NONE) {
        *rule = table->rule;
        return g_strdup ("has no route");
    }
    *rule = cvpn_at (w->net->routes, CvpnRoute, hit)->rule;
    const char *text = cvpn_network_rule (w->net, *rule)->text;
    return *text ? g_strdup_printf ("has '%s'", text) : g_strdup ("has the VPC's own route");
}

static char *
explain_subnet_routes (const Writer *w)
{
    const guint bad = first_of (w->subject, CVPN_ROLE_FAILING);
    const guint good = first_of (w->subject, CVPN_ROLE_GOOD);
    guint32 bad_rule, good_rule;
    g_autofree char *has = write_choice (w, bad, &bad_rule);
    g_autofree char *should = write_choice (w, good, &good_rule);
    g_autofree char *rest = write_consequence (w);
    char block[CVPN_PREFIX_TEXT];
    const CvpnRule *rule = cvpn_network_rule (w->net, good_rule);

    if (rule)
        cvpn_finding_add_place (&w->discovery->finding, rule->file, rule->line,
                                "the route of a landing that works");
    return g_strdup_printf ("subnet route tables differ: for %s, %s of %s %s, but %s of %s %s: %s",
                            cvpn_prefix_format (w->subject->block, block), table_of (w, bad),
                            cvpn_diagnosis_landing (w->d, w->crowd, bad)->name, has,
                            table_of (w, good), cvpn_diagnosis_landing (w->d, w->crowd, good)->name,
                            should, rest);
}

static char *
explain_zone (const Writer *w)
{
    const guint bad = first_of (w->subject, CVPN_ROLE_FAILING);
    const CvpnSpot *spot;
    const CvpnVerdict *verdict = obstacle_of (w, bad, &spot);
    const CvpnSubnet *subnet = cvpn_subnet (
        w->net, spot->subnet != CVPN_NONE ? spot->subnet : association_of (w, bad)->subnet);
    g_autofree char *rule = write_rule (w->net, verdict->rule);
    g_autofree char *rest = write_consequence (w);

    return g_strdup_printf ("the transit gateway's attachment has no subnet in %s, the zone of "
                            "%s, so '%s' leads nowhere from there: %s",
                            (char *) w->net->zones->pdata[subnet->zone], subnet->name, rule, rest);
}

static char *
explain_blackhole (const Writer *w)
{
    g_autofree char *rule = write_rule (w->net, w->subject->blame);
    g_autofree char *rest = write_consequence (w);

    return g_strdup_printf ("'%s' is a blackhole: %s", rule, rest);
}

static char *
explain_acls (const Writer *w)
{
    const guint bad = first_of (w->subject, CVPN_ROLE_FAILING);
    const CvpnSpot *spot;
    const CvpnVerdict *verdict = obstacle_of (w, bad, &spot);
    g_autofree char *rule = write_rule (w->net, w->subject->blame);
    g_autofree char *rest = write_consequence (w);

    return g_strdup_printf ("the network ACL of %s denies %s by '%s', which it does not do to "
                            "all landings: %s",
                            cvpn_subnet (w->net, spot->subnet)->name,
                            verdict->direction == CVPN_RETURN ? "the answer" : "the request", rule,
                            rest);
}

static char *
explain_return (const Writer *w)
{
    const guint bad = first_of (w->subject, CVPN_ROLE_FAILING);
    const CvpnSpot *spot;
    const CvpnVerdict *verdict = obstacle_of (w, bad, &spot);
    g_autofree char *rule = write_rule (w->net, w->subject->blame);
    g_autofree char *rest = write_consequence (w);
    char text[CVPN_ADDRESS_TEXT];

    return g_strdup_printf ("answers to %s, the interface in %s, do not come back, %s ('%s'): %s",
                            cvpn_address_format (association_of (w, bad)->interface_address, text),
                            cvpn_diagnosis_landing (w->d, w->crowd, bad)->name,
                            cvpn_code_text ((CvpnCode) verdict->code), rule, rest);
}

static char *
explain_otherwise (const Writer *w)
{
    const guint bad = first_of (w->subject, CVPN_ROLE_FAILING);
    const CvpnFate *fate = &w->subject->fates[bad];
    g_autofree char *rule = write_rule (w->net, w->subject->blame);
    g_autofree char *rest = write_consequence (w);

    if (fate->reason != CVPN_REASON_NONE)
        return g_strdup_printf ("%s, %s (%s): %s", cvpn_code_text ((CvpnCode) fate->code),
                                cvpn_reason_word ((CvpnReason) fate->reason), rule, rest);
    return g_strdup_printf ("%s (%s): %s", cvpn_code_text ((CvpnCode) fate->code), rule, rest);
}

static const struct {
    const char *code;
    char *(*explain) (const Writer *w);
} causes[] = {
    { CVPN_CAUSE_CVPN_ROUTES_DIFFER, explain_vpn_routes },
    { CVPN_CAUSE_SUBNET_ROUTES_DIFFER, explain_subnet_routes },
    { CVPN_CAUSE_SUBNET_ACLS_DIFFER, explain_acls },
    { CVPN_CAUSE_RETURN_ROUTES_DIFFER, explain_return },
    { "TGW_ROUTE_AZ_RESTRICTION", explain_zone },
    { "BAD_STATE_ROUTE", explain_blackhole },
};

static char *
explain_intermittent (const Writer *w)
{
    for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
        if (g_str_equal (causes[i].code, w->subject->code))
            return causes[i].explain (w);
    return explain_otherwise (w);
}

/* "no authorization rule covers it (cvpn-1): staff never reach vpc-b, though …". */
static char *
explain_never (const Writer *w)
{
    const CvpnSubject *s = w->subject;
    const CvpnCode code = s->n_landings > 0
                              ? (CvpnCode) s->fates[first_of (s, CVPN_ROLE_FAILING)].code
                              : CVPN_CODE_CVPN_NO_TARGET_NETWORK;
    const CvpnPerson *person = &cvpn_diagnosis_crowd (w->d, w->crowd)->person;
    g_autofree char *rule = write_rule (w->net, s->blame);
    g_autofree char *what = cvpn_discovery_what (w->discovery, w->d);
    CvpnPrefix block;
    gboolean admits;
    guint32 number;
    char text[CVPN_PREFIX_TEXT];

    if (cvpn_person_authorization (w->net, person, w->answer->destination.address, &block, &admits,
                                   &number)) {
        const CvpnRule *r = cvpn_network_rule (w->net, number);
        if (r)
            cvpn_finding_add_place (&w->discovery->finding, r->file, r->line,
                                    "the rule that says it should work");
        return g_strdup_printf ("%s is authorized, but nothing reaches %s from any landing: %s "
                                "(%s)",
                                cvpn_prefix_format (block, text), what, cvpn_code_text (code),
                                rule);
    }
    return g_strdup_printf ("a route leads to %s, but nothing reaches it from any landing: %s "
                            "(%s)",
                            what, cvpn_code_text (code), rule);
}

static char *
explain_broad (const Writer *w)
{
    g_autofree char *what = cvpn_discovery_what (w->discovery, w->d);
    char block[CVPN_PREFIX_TEXT];

    return g_strdup_printf ("no rule names %s: what works there, %s, does so by the rule for "
                            "0.0.0.0/0",
                            cvpn_prefix_format (w->subject->block, block), what);
}

static char *
explain_doubt (const Writer *w)
{
    const CvpnRule *rule = cvpn_network_rule (w->net, w->subject->blame);
    g_autofree char *what = cvpn_discovery_what (w->discovery, w->d);

    return g_strdup_printf ("whether %s can be reached depends on %s, which the file does not "
                            "contain%s%s",
                            what, rule ? rule->component : "something",
                            rule && *rule->text ? "; ask AWS: " : "", rule ? rule->text : "");
}

/* The other landings that fail for the same cause have a rule of their own. */
static void
add_places (const Writer *w)
{
    for (guint i = 0; i < w->subject->n_landings; i++) {
        const CvpnRule *rule = cvpn_network_rule (w->net, w->subject->fates[i].rule);
        if (w->subject->roles[i] != CVPN_ROLE_FAILING || !rule || rule->line == 0 ||
            w->subject->fates[i].rule == w->subject->blame)
            continue;
        g_autofree char *text =
            g_strdup_printf ("the same for %s", cvpn_diagnosis_landing (w->d, w->crowd, i)->name);
        cvpn_finding_add_place (&w->discovery->finding, rule->file, rule->line, text);
    }
}

void
cvpn_discovery_describe (CvpnDiscovery *discovery, const CvpnDiagnosis *d, const CvpnAnswer *answer)
{
    const Writer w = { discovery, &discovery->subject,
                       d,         d->net,
                       answer,    g_array_index (discovery->crowds, guint32, 0) };
    const CvpnFinds kind = discovery->subject.kind;
    g_autofree char *text = kind == CVPN_FINDS_INTERMITTENT   ? explain_intermittent (&w)
                            : kind == CVPN_FINDS_NEVER        ? explain_never (&w)
                            : kind == CVPN_FINDS_UNAUTHORIZED ? explain_broad (&w)
                                                              : explain_doubt (&w);

    discovery->finding.message = discovery->subject.latent
                                     ? g_strdup_printf ("no host is declared there, but %s", text)
                                     : g_steal_pointer (&text);
    add_places (&w);
}
