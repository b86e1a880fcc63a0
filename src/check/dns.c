/* dns: does everybody reach the DNS servers that the endpoint pushes?
 *
 * (AWS Client VPN Administrator Guide, "Troubleshooting": DNS servers need a rule and a route
 * like everything else)  A public server that split tunnel leaves outside the tunnel is asked
 * over the client's own network. */
#include "check/check.h"

typedef struct {
    CvpnCheck *check;
    const CvpnTables *tables;
    guint32 server;
    char text[CVPN_ADDRESS_TEXT]; /* of the server */
} Question;

typedef struct {
    GPtrArray *reached, *missed; /* names of landings */
    CvpnVerdict obstacle;        /* of the first landing that misses it */
    gboolean unknown;
} Answers;

static gboolean
is_fine (const Question *q, const CvpnTried *tried)
{
    if (tried->outcome == CVPN_OUTCOME_BYPASSED)
        return !cvpn_address_is_private (q->server);
    return tried->outcome == CVPN_OUTCOME_DELIVERED;
}

static void
ask (const Question *q, const CvpnPerson *person, Answers *answers)
{
    const CvpnPacket packet = { .destination = q->server,
                                .source_port = CVPN_CLIENT_PORT,
                                .destination_port = 53,
                                .protocol = CVPN_PROTOCOL_UDP };

    for (guint i = 0; i < q->tables->landings->len; i++) {
        const guint32 association = cvpn_tables_landing (q->tables, i);
        const char *name = cvpn_check_landing_subnet (q->check, association)->name;
        CvpnTried tried;
        cvpn_check_try (q->check, person, association, &packet, FALSE, &tried);
        const CvpnVerdict *obstacle = cvpn_trace_obstacle (&tried.trace);
        if (is_fine (q, &tried)) {
            cvpn_name_list_add (answers->reached, name);
            continue;
        }
        if (answers->missed->len == 0 && obstacle)
            answers->obstacle = *obstacle;
        answers->unknown = answers->unknown || tried.outcome == CVPN_OUTCOME_UNDETERMINED;
        cvpn_name_list_add (answers->missed, name);
    }
}

/* An address of a VPC in which no host is declared may yet be a server's. */
static gboolean
is_undeclared (const Answers *answers)
{
    return answers->obstacle.code == CVPN_CODE_NO_POSSIBLE_DESTINATION;
}

static void
report (const Question *q, const char *who, const Answers *answers)
{
    g_autofree char *from = cvpn_name_list_join (answers->missed, G_MAXUINT);
    CvpnFinding *finding = cvpn_found_at_key (
        q->check, CVPN_FINDING_DNS_SERVER_UNREACHABLE, q->tables->spec->group, "dns-servers",
        "%s do not reach the DNS server %s%s%s: %s", who, q->text,
        answers->reached->len > 0 ? " from " : "", answers->reached->len > 0 ? from : "",
        cvpn_code_text ((CvpnCode) answers->obstacle.code));

    if (answers->unknown || is_undeclared (answers))
        finding->severity = CVPN_SEVERITY_NOTE;
    cvpn_found_beside (q->check, finding, answers->obstacle.rule, "what stands in the way");
}

static void
ask_for (const Question *q, const CvpnPerson *person, const char *who)
{
    Answers answers = { .reached = cvpn_name_list_new (), .missed = cvpn_name_list_new () };

    ask (q, person, &answers);
    if (answers.missed->len > 0)
        report (q, who, &answers);
    g_ptr_array_unref (answers.reached);
    g_ptr_array_unref (answers.missed);
}

/* Whom the rules of an endpoint name. */
typedef struct {
    const CvpnNetwork *net;
    GArray *groups; /* guint32, each once */
    gboolean everyone;
} Named;

static void
note_rules (CvpnPrefix prefix, guint32 value, gpointer data)
{
    Named *named = data;
    const CvpnSpan rules =
        cvpn_at (named->net->authorization_targets, CvpnAuthorizationTarget, value)->rules;

    (void) prefix;
    for (guint32 i = rules.first; i < rules.first + rules.count; i++) {
        const guint32 group =
            cvpn_at (named->net->authorization_rules, CvpnAuthorizationRule, i)->group;
        gboolean known = group == CVPN_NONE;
        named->everyone |= group == CVPN_NONE;
        for (guint j = 0; !known && j < named->groups->len; j++)
            known = g_array_index (named->groups, guint32, j) == group;
        if (!known)
            g_array_append_val (named->groups, group);
    }
}

/* Somebody of no group; where every rule is for a group, who gets nowhere anyway is not asked,
 * but somebody of each. */
static void
ask_groups (const Question *q)
{
    const CvpnNetwork *net = q->check->net;
    g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (guint32));
    g_autofree guint32 *all = NULL;
    Named named = { net, groups, FALSE };
    CvpnPerson person = cvpn_check_anybody (q->check, q->tables->index, &all);

    person.n_groups = 0;
    cvpn_prefix_table_foreach (cvpn_endpoint (net, q->tables->index)->authorization, note_rules,
                               &named);
    if (named.everyone || groups->len == 0) {
        ask_for (q, &person, "clients of no group");
        return;
    }
    person.n_groups = 1;
    for (guint i = 0; i < groups->len; i++) {
        const guint32 group = g_array_index (groups, guint32, i);
        g_autofree char *who = g_strdup_printf ("clients of group %s",
                                                (const char *) net->access_groups->pdata[group]);
        all[0] = group;
        ask_for (q, &person, who);
    }
}

/* Each population; without any, whom the rules name. */
static void
ask_everybody (const Question *q)
{
    const GArray *populations = q->check->scenario->workload->populations;
    gboolean asked = FALSE;

    for (guint i = 0; i < populations->len; i++) {
        const CvpnPopulation *p = &g_array_index (populations, CvpnPopulation, i);
        g_autofree char *who = g_strdup_printf ("[clients %s]", p->name);
        if (p->person.endpoint != q->tables->index)
            continue;
        ask_for (q, &p->person, who);
        asked = TRUE;
    }
    if (!asked)
        ask_groups (q);
}

void
cvpn_check_dns (CvpnCheck *check)
{
    for (guint32 i = 0; i < check->net->endpoints->len; i++) {
        g_autoptr (CvpnTables) tables = cvpn_tables_new (check, i);
        const GArray *servers = tables->spec->dns_servers;
        for (guint j = 0; j < servers->len; j++) {
            Question q = { .check = check,
                           .tables = tables,
                           .server = g_array_index (servers, guint32, j) };
            cvpn_address_format (q.server, q.text);
            ask_everybody (&q);
        }
    }
}
