/* What works from some of the client's own ports only.
 *
 * SNAT keeps the client's port, answers go to it, and a network ACL judges them by it: an ACL
 * that lets 49152-65535 in suits Windows and loses what a Linux client sends from 32768 on.
 * The classes are those of one port; each says for which others it holds, and the rest are
 * walked here.  (Amazon VPC User Guide, "Ephemeral ports"; "Rules and best practices for using
 * AWS Client VPN") */
#include "analyze/cause.h"

/* A crowd and a cell under way. */
typedef struct {
    CvpnDiagnosis *d;
    CvpnSubjects *subjects;
    const CvpnAlike *alike;
    const CvpnPorts *own; /* by crowd: what their systems use */
    guint32 crowd;        /* that is walked for */
    guint set;            /* it and those that fare as it does */
} Look;

/* The first run of ports for which a landing loses what it delivers otherwise. */
typedef struct {
    CvpnPorts ports;
    guint32 rule; /* that stops them */
    gboolean any;
} Loss;

/* Of a user who was asked for by name: the population's. */
static CvpnPorts
find_own (const CvpnDiagnosis *d, const CvpnCrowd *crowd)
{
    const CvpnWorkload *workload = d->scenario->workload;
    const guint32 found = crowd->own.first > crowd->own.last && crowd->clients->len > 0
                              ? cvpn_workload_find_population (workload, crowd->clients->pdata[0])
                              : CVPN_NONE;

    if (found == CVPN_NONE)
        return crowd->own;
    return cvpn_population_ports (&g_array_index (workload->populations, CvpnPopulation, found));
}

static gboolean
covers (CvpnPorts outer, CvpnPorts inner)
{
    return outer.first <= inner.first && outer.last >= inner.last;
}

/* Goes through the ports of the crowd, a walk for each run of them that fares alike. */
static Loss
find_loss (const Look *look, guint landing, CvpnPiece piece)
{
    const CvpnPorts own = look->own[look->crowd];
    const guint32 column = cvpn_diagnosis_crowd (look->d, look->crowd)->column + landing;
    Loss loss = { .rule = CVPN_RULE_NONE };

    for (guint32 port = own.first; port <= own.last;) {
        const CvpnFate fate = cvpn_survey_walk (look->d->survey, column, piece.first,
                                                piece.selectors.first, (guint16) port);
        const guint16 last = MIN (fate.ports.last, own.last);
        const gboolean lost = fate.outcome != CVPN_OUTCOME_DELIVERED;
        if (lost && !loss.any)
            loss = (Loss){ { (guint16) port, last }, fate.rule, TRUE };
        else if (lost && fate.rule == loss.rule && port == loss.ports.last + 1u)
            loss.ports.last = last;
        port = last + 1u;
    }
    return loss;
}

/* Landings that lose the same ports are one finding. */
static void
add_loss (const Look *look, const Loss *losses, guint landing, CvpnPiece piece)
{
    const guint n = look->alike->fates->len;
    g_autofree guint8 *roles = g_new0 (guint8, n);
    g_autofree guint32 *objects = g_new0 (guint32, n);
    const CvpnSubject subject = {
        .kind = CVPN_FINDS_PORTS,
        .code = CVPN_CAUSE_CLIENT_PORTS_DIFFER,
        .endpoint = cvpn_diagnosis_crowd (look->d, look->crowd)->person.endpoint,
        .block = { 0, CVPN_PREFIX_UNSET },
        .blame = losses[landing].rule,
        .n_landings = n,
        .objects = objects,
        .fates = (const CvpnFate *) (gconstpointer) look->alike->fates->data,
        .roles = roles,
        .own = look->own[look->crowd],
        .lost = losses[landing].ports,
    };

    for (guint i = 0; i < n; i++) {
        const gboolean same = losses[i].any && losses[i].ports.first == subject.lost.first &&
                              losses[i].ports.last == subject.lost.last;
        if (same && i < landing)
            return; /* said with that one */
        if (same) {
            roles[i] = CVPN_ROLE_FAILING;
            objects[i] = losses[i].rule;
        } else if (subject.fates[i].outcome == CVPN_OUTCOME_DELIVERED) {
            roles[i] = CVPN_ROLE_GOOD;
        }
    }
    cvpn_subjects_add (look->subjects, &subject, look->set, piece);
}

static void
judge_piece (gpointer data, CvpnPiece piece)
{
    const Look *look = data;
    const guint n = look->alike->fates->len;
    g_autofree Loss *losses = g_new0 (Loss, n);

    for (guint i = 0; i < n; i++) {
        const CvpnFate *fate = &g_array_index (look->alike->fates, CvpnFate, i);
        if (fate->outcome == CVPN_OUTCOME_DELIVERED &&
            !covers (fate->ports, look->own[look->crowd]))
            losses[i] = find_loss (look, i, piece);
    }
    for (guint i = 0; i < n; i++)
        if (losses[i].any)
            add_loss (look, losses, i, piece);
}

/* Does what is delivered depend on which of the crowd's ports it comes from? */
static gboolean
may_depend (const CvpnAlike *alike, CvpnPorts own)
{
    for (guint i = 0; i < alike->fates->len; i++) {
        const CvpnFate *fate = &g_array_index (alike->fates, CvpnFate, i);
        if (fate->outcome == CVPN_OUTCOME_DELIVERED && !covers (fate->ports, own))
            return TRUE;
    }
    return FALSE;
}

/* Those alike whose systems use the same ports fare alike with each of them: the walks of one
 * do for all.  NULL: an earlier one has spoken for this one. */
static GArray *
list_peers (const CvpnAlike *alike, const CvpnPorts *own, guint first)
{
    const CvpnPorts ports = own[g_array_index (alike->crowds, guint32, first)];
    g_autoptr (GArray) peers = g_array_new (FALSE, FALSE, sizeof (guint32));

    for (guint i = 0; i < alike->crowds->len; i++) {
        const guint32 crowd = g_array_index (alike->crowds, guint32, i);
        if (own[crowd].first != ports.first || own[crowd].last != ports.last)
            continue;
        if (i < first)
            return NULL;
        g_array_append_val (peers, crowd);
    }
    return g_steal_pointer (&peers);
}

static void
judge_alike (Look *look, const CvpnCell *cell)
{
    for (guint i = 0; i < look->alike->crowds->len; i++) {
        look->crowd = g_array_index (look->alike->crowds, guint32, i);
        const CvpnPorts own = look->own[look->crowd];
        if (own.first > own.last || !may_depend (look->alike, own))
            continue;
        g_autoptr (GArray) peers = list_peers (look->alike, look->own, i);
        if (!peers)
            continue;
        look->set = cvpn_diagnosis_set (look->d, peers);
        cvpn_diagnosis_cut (look->d, cell, judge_piece, look);
    }
}

static void
judge_cell (CvpnDiagnosis *d, CvpnSubjects *subjects, const CvpnCell *cell, const CvpnPorts *own)
{
    const guint8 protocol = cvpn_selector_protocol (cell->selectors.first);
    const GPtrArray *list = cvpn_diagnosis_alike (d, cell->joint);

    if (protocol != CVPN_PROTOCOL_TCP && protocol != CVPN_PROTOCOL_UDP)
        return; /* others have no ports of their own */
    for (guint i = 0; i < list->len; i++) {
        Look look = { .d = d, .subjects = subjects, .alike = list->pdata[i], .own = own };
        judge_alike (&look, cell);
    }
}

void
cvpn_diagnosis_ports (CvpnDiagnosis *d, CvpnSubjects *subjects)
{
    g_autofree CvpnPorts *own = g_new0 (CvpnPorts, d->survey->crowds->len + 1);

    for (guint32 i = 0; i < d->survey->crowds->len; i++)
        own[i] = find_own (d, cvpn_diagnosis_crowd (d, i));
    for (guint i = 0; i < d->survey->cells->len; i++)
        judge_cell (d, subjects, &g_array_index (d->survey->cells, CvpnCell, i), own);
}
