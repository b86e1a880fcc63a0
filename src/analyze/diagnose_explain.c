/* What a finding is explained from: a walk of one of its packets; and how it is mended. */
#include "analyze/diagnose_message.h"
#include "analyze/mend.h"

/* Packets that stand for a finding's, one for each place that it is about. */
#define SAMPLES_MAX 16

/* What a person would try first. */
static guint32
choose_selector (const GArray *selectors)
{
    static const guint32 usual[] = { CVPN_PROTOCOL_TCP << 16 | 443, CVPN_PROTOCOL_TCP << 16 | 22,
                                     CVPN_PROTOCOL_UDP << 16 | 53,
                                     CVPN_PROTOCOL_ICMP << 16 | 8 << 8 };
    static const guint32 protocols[] = { CVPN_PROTOCOL_TCP, CVPN_PROTOCOL_UDP, CVPN_PROTOCOL_ICMP };

    for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
        if (cvpn_ranges_have (selectors, usual[i]))
            return usual[i];
    for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
        for (guint j = 0; j < selectors->len; j++) {
            const CvpnSelectors *s = &g_array_index (selectors, CvpnSelectors, j);
            const guint32 first = MAX (s->first, protocols[i] << 16);
            if (first <= s->last && first >> 16 == protocols[i])
                return first;
        }
    return g_array_index (selectors, CvpnSelectors, 0).first;
}

/* A host's address, if there is one. */
static guint32
choose_address (const CvpnNetwork *net, const CvpnBox *box)
{
    for (guint32 i = 0; i < net->hosts->len; i++) {
        const CvpnHost *host = cvpn_host (net, i);
        if (host->address != 0 && cvpn_ranges_have (box->ranges, host->address))
            return host->address;
        if (host->public_address != 0 && cvpn_ranges_have (box->ranges, host->public_address))
            return host->public_address;
    }
    return g_array_index (box->ranges, CvpnRange, 0).first;
}

static void
ask_person (CvpnAnswer *answer, const CvpnCrowd *crowd)
{
    answer->person = crowd->person;
    answer->clients = crowd->clients->len > 0 ? g_strdup (crowd->clients->pdata[0]) : NULL;
    for (guint i = 0; i < crowd->groups->len; i++)
        g_ptr_array_add (answer->groups, g_strdup (crowd->groups->pdata[i]));
}

/* The user of a population is asked for by the population's name. */
static void
name_population (CvpnAnswer *answer, const CvpnWorkload *workload)
{
    const guint32 found =
        answer->clients ? cvpn_workload_find_population (workload, answer->clients) : CVPN_NONE;

    if (found == CVPN_NONE)
        return;
    g_free (answer->clients);
    answer->clients = g_strdup (g_array_index (workload->populations, CvpnPopulation, found).name);
}

/* About nothing yet; asked by the crowd of that number among those of the finding. */
static CvpnAnswer *
new_answer (const CvpnDiscovery *discovery, const CvpnDiagnosis *d, guint crowd)
{
    CvpnAnswer *answer = cvpn_answer_new (d->scenario, d->at_ns);

    ask_person (answer,
                cvpn_diagnosis_crowd (d, g_array_index (discovery->crowds, guint32, crowd)));
    name_population (answer, d->scenario->workload);
    answer->source_port = discovery->subject.kind == CVPN_FINDS_PORTS
                              ? discovery->subject.lost.first
                              : d->survey->source_port;
    return answer;
}

/* The answer is about this packet now. */
static void
walk_packet (CvpnAnswer *answer, const CvpnDiscovery *discovery, const CvpnDiagnosis *d,
             guint32 address, guint32 selector)
{
    const CvpnCrowd *crowd =
        cvpn_diagnosis_crowd (d, g_array_index (discovery->crowds, guint32, 0));

    answer->destination = (CvpnDestination){ .host = CVPN_NONE,
                                             .address = address,
                                             .protocol = cvpn_selector_protocol (selector),
                                             .port = cvpn_selector_destination_port (selector),
                                             .icmp_type = cvpn_selector_icmp_type (selector),
                                             .icmp_code = cvpn_selector_icmp_code (selector) };
    g_array_set_size (answer->landings, 0);
    for (guint32 i = 0; i < crowd->n_columns; i++)
        cvpn_answer_walk (answer, cvpn_survey_association (d->survey, crowd->column + i));
}

typedef struct {
    CvpnDiscovery *discovery;
    const CvpnDiagnosis *d;
    const CvpnBox *box;
    GArray *seen;       /* CvpnPrefix: places that have their sample */
    CvpnAnswer *answer; /* whose mends grow */
} Sampling;

static void
sample_piece (gpointer data, CvpnPiece piece)
{
    const Sampling *s = data;
    const CvpnArea area = cvpn_area_at (s->d->net, s->discovery->subject.endpoint, piece.first);

    for (guint i = 0; i < s->seen->len; i++)
        if (cvpn_prefix_equal (g_array_index (s->seen, CvpnPrefix, i), area.block))
            return;
    if (s->seen->len >= SAMPLES_MAX)
        return;
    g_array_append_val (s->seen, area.block);
    walk_packet (s->answer, s->discovery, s->d, piece.first, choose_selector (s->box->selectors));
    cvpn_answer_mend (s->answer);
}

static void
mend_box (CvpnDiscovery *discovery, const CvpnDiagnosis *d, const CvpnBox *box, CvpnAnswer *answer)
{
    g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
    Sampling s = { discovery, d, box, seen, answer };

    answer->extent = box->selectors;
    for (guint i = 0; i < box->ranges->len; i++) {
        const CvpnRange *range = &g_array_index (box->ranges, CvpnRange, i);
        const CvpnCell cell = { .first = range->first, .last = range->last };
        cvpn_diagnosis_cut (d, &cell, sample_piece, &s);
    }
}

/* Rules are for somebody: what one crowd needs does not do for another. */
static guint
count_askers (const CvpnDiscovery *discovery)
{
    const CvpnSubject *s = &discovery->subject;

    return s->n_landings > 0 && s->fates[0].step == CVPN_STEP_AUTHORIZATION ? discovery->crowds->len
                                                                            : 1;
}

static void
mend_for (CvpnDiscovery *discovery, const CvpnDiagnosis *d, guint crowd)
{
    const GPtrArray *boxes = cvpn_region_boxes (discovery->region);
    g_autoptr (CvpnAnswer) answer = new_answer (discovery, d, crowd);

    g_ptr_array_unref (answer->mends);
    answer->mends = g_ptr_array_ref (discovery->mends);
    answer->taken = d->taken;
    for (guint i = 0; i < boxes->len; i++)
        mend_box (discovery, d, boxes->pdata[i], answer);
}

static gboolean
has_groups (const CvpnDiscovery *discovery, const CvpnDiagnosis *d, guint crowd)
{
    const guint32 number = g_array_index (discovery->crowds, guint32, crowd);

    return cvpn_diagnosis_crowd (d, number)->groups->len > 0;
}

/* What all of its packets need, one place after the other.  First for those without a group:
 * what everybody may do needs no rule for a group. */
static void
mend_region (CvpnDiscovery *discovery, const CvpnDiagnosis *d)
{
    const guint n = count_askers (discovery);

    for (guint crowd = 0; crowd < n; crowd++)
        if (!has_groups (discovery, d, crowd))
            mend_for (discovery, d, crowd);
    for (guint crowd = 0; crowd < n; crowd++)
        if (has_groups (discovery, d, crowd))
            mend_for (discovery, d, crowd);
}

/* So that the next finding does not want another thing in the same line. */
static void
take_lines (const CvpnDiscovery *discovery, const CvpnDiagnosis *d)
{
    for (guint i = 0; i < discovery->mends->len; i++) {
        const CvpnMend *mend = discovery->mends->pdata[i];
        if (mend->value && g_str_has_prefix (mend->group, "network-acl "))
            g_hash_table_replace (d->taken, g_strdup_printf ("%s\n%s", mend->group, mend->key),
                                  g_strdup (mend->value));
    }
}

/* The same people, said knowingly: what 0.0.0.0/0 lets in, by a rule of its own. */
static void
mend_broad_rule (CvpnDiscovery *discovery, const CvpnDiagnosis *d)
{
    const CvpnEndpoint *endpoint = cvpn_endpoint (d->net, discovery->subject.endpoint);
    const guint32 hit = cvpn_prefix_table_get (endpoint->authorization, (CvpnPrefix){ 0, 0 });
    const CvpnAuthorizationTarget *target =
        cvpn_at (d->net->authorization_targets, CvpnAuthorizationTarget, hit);
    g_autoptr (GString) value = g_string_new (NULL);
    g_autoptr (GString) command = g_string_new (NULL);
    char block[CVPN_PREFIX_TEXT];
    CvpnMend *mend = g_new0 (CvpnMend, 1);

    cvpn_prefix_format (discovery->subject.block, block);
    for (guint32 i = target->rules.first; i < target->rules.first + target->rules.count; i++) {
        const guint32 group =
            cvpn_at (d->net->authorization_rules, CvpnAuthorizationRule, i)->group;
        const char *name = group == CVPN_NONE ? "*" : d->net->access_groups->pdata[group];
        g_autofree char *word = cvpn_mend_shell_word (name);
        g_string_append_printf (value, "%s%s", value->len > 0 ? "; " : "", name);
        g_string_append_printf (command,
                                "%saws ec2 authorize-client-vpn-ingress --client-vpn-endpoint-id "
                                "%s --target-network-cidr %s %s%s",
                                command->len > 0 ? " && " : "", endpoint->name, block,
                                group == CVPN_NONE ? "--authorize-all-groups"
                                                   : "--access-group-id ",
                                group == CVPN_NONE ? "" : word);
    }
    *mend = (CvpnMend){ .group = g_strdup_printf ("authorization-rules %s", endpoint->name),
                        .key = g_strdup (block),
                        .value = g_strdup (value->str),
                        .command = g_strdup (command->str) };
    const CvpnRule *rule = cvpn_network_rule (d->net, discovery->subject.blame);
    mend->file = rule->file;
    mend->line = rule->line;
    g_ptr_array_add (discovery->mends, mend);
}

void
cvpn_discovery_explain (CvpnDiscovery *discovery, const CvpnDiagnosis *d)
{
    const GPtrArray *boxes = cvpn_region_boxes (discovery->region);
    const CvpnBox *box = boxes->pdata[0];
    const CvpnRule *rule = cvpn_network_rule (d->net, discovery->subject.blame);
    g_autoptr (CvpnAnswer) answer = new_answer (discovery, d, 0);

    if (rule) {
        discovery->finding.file = rule->file;
        discovery->finding.line = rule->line;
    }
    walk_packet (answer, discovery, d, choose_address (d->net, box),
                 choose_selector (box->selectors));
    cvpn_discovery_describe (discovery, d, answer);
    if (discovery->subject.kind == CVPN_FINDS_UNAUTHORIZED)
        mend_broad_rule (discovery, d);
    else if (discovery->subject.kind != CVPN_FINDS_UNDETERMINED && !discovery->subject.limit)
        mend_region (discovery, d);
    take_lines (discovery, d);
}
