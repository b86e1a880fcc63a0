/* subnet_routes: what the endpoint routes from several subnets whose own tables lead to
 * different ends.
 *
 * (AWS re:Post, "AWS Client VPN connection and traffic flow handling simplified", step 6: the
 * associated subnet must have access to all the networks)  The evaluator says what each
 * landing's table makes of a packet; here one address is chosen of each block that a table
 * tells apart. */
#include "check/check.h"

#define LANDINGS_MAX 8 /* those whose routes an address is chosen by: more than zones */

typedef struct {
    CvpnCheck *check;
    const CvpnTables *tables;
    CvpnPerson person;
    GPtrArray *differences; /* Difference * */
} Comparison;

static void
add_once (GArray *blocks, CvpnPrefix block)
{
    for (guint i = 0; i < blocks->len; i++)
        if (cvpn_prefix_equal (g_array_index (blocks, CvpnPrefix, i), block))
            return;
    g_array_append_val (blocks, block);
}

/* Whatever any of the landings' tables names, and what the endpoint routes. */
static GArray *
list_blocks (const CvpnCheck *check, const CvpnTables *tables)
{
    const CvpnNetwork *net = check->net;
    GArray *blocks = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));

    for (guint i = 0; i < tables->routes->len; i++)
        add_once (blocks, g_array_index (tables->routes, CvpnPrefix, i));
    for (guint i = 0; i < tables->landings->len; i++) {
        const CvpnSubnet *subnet =
            cvpn_check_landing_subnet (check, cvpn_tables_landing (tables, i));
        const CvpnSpan routes =
            cvpn_at (net->route_tables, CvpnRouteTable, subnet->route_table)->routes;
        for (guint32 j = routes.first; j < routes.first + routes.count; j++)
            add_once (blocks, cvpn_at (net->routes, CvpnRoute, j)->destination);
    }
    return blocks;
}

/* What step 6 says of a packet from this landing; code NONE: it goes on. */
static CvpnVerdict
ask (const Comparison *c, guint landing, guint32 address)
{
    const CvpnPacket packet = { .destination = address,
                                .source_port = 49152,
                                .destination_port = 443,
                                .protocol = CVPN_PROTOCOL_TCP };
    CvpnVerdict answer = { .code = CVPN_CODE_NONE, .rule = CVPN_RULE_NONE };
    CvpnTried tried;

    cvpn_check_try (c->check, &c->person, cvpn_tables_landing (c->tables, landing), &packet, TRUE,
                    &tried);
    for (guint i = 0; i < tried.trace.n; i++) {
        const CvpnVerdict *verdict = &tried.trace.verdicts[i];
        if (verdict->step == CVPN_STEP_SUBNET_ROUTE &&
            (verdict->result == CVPN_RESULT_FAIL || verdict->result == CVPN_RESULT_ALSO))
            return *verdict;
    }
    return answer;
}

/* A blackhole and a missing zone have cures of their own. */
static const char *
name_cause (guint16 code)
{
    if (code == CVPN_CODE_BAD_STATE_ROUTE || code == CVPN_CODE_TGW_ROUTE_AZ_RESTRICTION)
        return cvpn_code_word ((CvpnCode) code);
    return cvpn_finding_word (CVPN_FINDING_SUBNET_ROUTES_DIFFER);
}

/* One obstacle of a landing, and the blocks that it concerns. */
typedef struct {
    guint landing;
    CvpnVerdict verdict;
    GPtrArray *blocks, *others;
} Difference;

static void
free_difference (gpointer data)
{
    Difference *difference = data;

    g_ptr_array_unref (difference->blocks);
    g_ptr_array_unref (difference->others);
    g_free (difference);
}

static Difference *
find_difference (const Comparison *c, guint landing, const CvpnVerdict *verdict)
{
    for (guint i = 0; i < c->differences->len; i++) {
        Difference *known = c->differences->pdata[i];
        if (known->landing == landing && known->verdict.rule == verdict->rule &&
            known->verdict.code == verdict->code)
            return known;
    }
    Difference *difference = g_new (Difference, 1);
    *difference = (Difference){ landing, *verdict, cvpn_check_names (), cvpn_check_names () };
    g_ptr_array_add (c->differences, difference);
    return difference;
}

static void
report (const Comparison *c, const Difference *difference)
{
    const guint32 association = cvpn_tables_landing (c->tables, difference->landing);
    g_autofree char *blocks = cvpn_check_join (difference->blocks);
    g_autofree char *others = cvpn_check_join (difference->others);

    CvpnFinding *finding =
        cvpn_found_at_rule (c->check, CVPN_FINDING_SUBNET_ROUTES_DIFFER, difference->verdict.rule,
                            "who lands on [subnet %s] does not reach %s: %s; from %s it is reached",
                            cvpn_check_landing_subnet (c->check, association)->name, blocks,
                            cvpn_code_text ((CvpnCode) difference->verdict.code), others);
    finding->code = name_cause (difference->verdict.code);
}

static void
note_difference (const Comparison *c, guint landing, const CvpnVerdict *verdict, CvpnPrefix block,
                 const GPtrArray *others)
{
    Difference *difference = find_difference (c, landing, verdict);
    char text[CVPN_PREFIX_TEXT];

    cvpn_check_note (difference->blocks, cvpn_prefix_format (block, text));
    for (guint i = 0; i < others->len; i++)
        cvpn_check_note (difference->others, others->pdata[i]);
}

static void
compare_landings (const Comparison *c, CvpnPrefix block, guint32 address)
{
    g_autofree CvpnVerdict *verdicts = g_new (CvpnVerdict, c->tables->landings->len);
    g_autoptr (GPtrArray) others = cvpn_check_names ();

    for (guint i = 0; i < c->tables->landings->len; i++) {
        verdicts[i] = ask (c, i, address);
        if (verdicts[i].code == CVPN_CODE_NONE)
            cvpn_check_note (
                others,
                cvpn_check_landing_subnet (c->check, cvpn_tables_landing (c->tables, i))->name);
    }
    for (guint i = 0; i < c->tables->landings->len && others->len > 0; i++)
        if (verdicts[i].code != CVPN_CODE_NONE && verdicts[i].code != CVPN_CODE_UNKNOWN_RESOURCE)
            note_difference (c, i, &verdicts[i], block, others);
}

/* An address that is authorized, and routed from every landing: else the endpoint's routes
 * differ, and that is said elsewhere. */
static gboolean
choose_address (const CvpnTables *tables, CvpnPrefix block, const GArray *blocks, guint32 *address)
{
    g_autoptr (GArray) longer = cvpn_cover_within (block, blocks);
    g_autoptr (GArray) clients = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
    CvpnConstraint constraints[LANDINGS_MAX + 3] = { { tables->rules, TRUE },
                                                     { longer, FALSE },
                                                     { clients, FALSE } };
    guint n = 3;

    g_array_append_val (clients, tables->endpoint->client_cidr);
    for (guint i = 0; i < tables->landings->len && n < G_N_ELEMENTS (constraints); i++)
        constraints[n++] = (CvpnConstraint){ tables->landing_routes->pdata[i], TRUE };
    return cvpn_cover_sample (block, constraints, n, TRUE, address);
}

static void
compare_tables (CvpnCheck *check, const CvpnTables *tables)
{
    g_autoptr (GPtrArray) differences = g_ptr_array_new_with_free_func (free_difference);
    g_autoptr (GArray) blocks = list_blocks (check, tables);
    g_autofree guint32 *groups = NULL;
    const Comparison c = { .check = check,
                           .tables = tables,
                           .person = cvpn_check_anybody (check, tables->index, &groups),
                           .differences = differences };
    guint32 address;

    for (guint i = 0; i < blocks->len; i++) {
        const CvpnPrefix block = g_array_index (blocks, CvpnPrefix, i);
        if (choose_address (tables, block, blocks, &address))
            compare_landings (&c, block, address);
    }
    for (guint i = 0; i < differences->len; i++)
        report (&c, differences->pdata[i]);
}

void
cvpn_check_subnet_routes (CvpnCheck *check)
{
    for (guint32 i = 0; i < check->net->endpoints->len; i++) {
        g_autoptr (CvpnTables) tables = cvpn_tables_new (check, i);
        if (tables->landings->len > 1)
            compare_tables (check, tables);
    }
}
