/* What works though nobody named it, and what cannot be judged. */
#include "analyze/cause.h"

typedef struct {
    CvpnDiagnosis *d;
    CvpnSubjects *subjects;
    const CvpnAlike *alike;
    CvpnFinds kind;
} Look;

static void
add_subject (const Look *look, const char *code, CvpnPrefix block, guint32 blame,
             const guint8 *roles, CvpnPiece piece)
{
    const guint32 crowd = g_array_index (look->alike->crowds, guint32, 0);
    const guint n = look->alike->fates->len;
    g_autofree guint32 *objects = g_new0 (guint32, n + 1);
    const CvpnSubject subject = {
        .kind = look->kind,
        .code = code,
        .endpoint = cvpn_diagnosis_crowd (look->d, crowd)->person.endpoint,
        .block = block,
        .blame = blame,
        .n_landings = n,
        .objects = objects,
        .fates = (const CvpnFate *) (gconstpointer) look->alike->fates->data,
        .roles = roles,
    };

    for (guint i = 0; i < n; i++)
        if (roles[i] == CVPN_ROLE_FAILING)
            objects[i] = subject.fates[i].rule;
    cvpn_subjects_add (look->subjects, &subject, look->alike->set, piece);
}

/* The VPC's own DNS server is for everybody, and opens no network. */
static gboolean
is_amazon_dns (const CvpnNetwork *net, guint32 endpoint, guint32 address)
{
    const guint32 vpc = cvpn_endpoint (net, endpoint)->vpc;

    return vpc != CVPN_NONE && cvpn_network_is_resolver (net, vpc, address);
}

/* "For clients that match no more specific rule", 0.0.0.0/0 is the internet to most who write
 * it: private networks that it lets in by the way are worth a word.  The VPC's resolver is not:
 * who sends everything through the tunnel asks it for names. */
static void
judge_authorization (const Look *look, CvpnPiece piece)
{
    const CvpnDiagnosis *d = look->d;
    const guint32 crowd = g_array_index (look->alike->crowds, guint32, 0);
    const CvpnPerson *person = &cvpn_diagnosis_crowd (d, crowd)->person;
    const CvpnArea area = cvpn_area_at (d->net, person->endpoint, piece.first);
    g_autofree guint8 *roles = g_new0 (guint8, look->alike->fates->len + 1);
    CvpnPrefix block;
    gboolean admits;
    guint32 rule;

    if ((area.kind != CVPN_AREA_VPC && area.kind != CVPN_AREA_NETWORK) ||
        !cvpn_address_is_private (piece.first) ||
        cvpn_network_is_resolver (d->net, cvpn_endpoint (d->net, person->endpoint)->vpc,
                                  piece.first) ||
        !cvpn_person_authorization (d->net, person, piece.first, &block, &admits, &rule) ||
        block.length > 0 || is_amazon_dns (d->net, person->endpoint, piece.first))
        return;
    for (guint i = 0; i < look->alike->fates->len; i++)
        if (g_array_index (look->alike->fates, CvpnFate, i).outcome == CVPN_OUTCOME_DELIVERED)
            roles[i] = CVPN_ROLE_GOOD;
    add_subject (look, CVPN_CAUSE_RULE_TOO_BROAD, area.block, rule, roles, piece);
}

static void
judge_doubt (const Look *look, CvpnPiece piece)
{
    const guint n = look->alike->fates->len;
    g_autofree guint8 *roles = g_new0 (guint8, n + 1);
    guint32 blame = CVPN_RULE_NONE;
    CvpnCode code = CVPN_CODE_UNKNOWN_RESOURCE;

    for (guint i = 0; i < n; i++) {
        const CvpnFate *fate = &g_array_index (look->alike->fates, CvpnFate, i);
        if (fate->outcome != CVPN_OUTCOME_UNDETERMINED)
            continue;
        roles[i] = CVPN_ROLE_FAILING;
        if (blame == CVPN_RULE_NONE && fate->code == CVPN_CODE_UNSUPPORTED_COMPONENT)
            code = CVPN_CODE_UNSUPPORTED_COMPONENT;
        blame = blame == CVPN_RULE_NONE ? fate->rule : blame;
    }
    add_subject (look, cvpn_code_word (code), (CvpnPrefix){ 0, CVPN_PREFIX_UNSET }, blame, roles,
                 piece);
}

static void
judge_piece (gpointer data, CvpnPiece piece)
{
    const Look *look = data;

    if (look->kind == CVPN_FINDS_UNAUTHORIZED)
        judge_authorization (look, piece);
    else
        judge_doubt (look, piece);
}

static gboolean
is_delivered_somewhere (const CvpnAlike *alike)
{
    for (guint i = 0; i < alike->fates->len; i++)
        if (g_array_index (alike->fates, CvpnFate, i).outcome == CVPN_OUTCOME_DELIVERED)
            return TRUE;
    return FALSE;
}

void
cvpn_diagnosis_notes (CvpnDiagnosis *d, CvpnSubjects *subjects)
{
    for (guint i = 0; i < d->survey->cells->len; i++) {
        const CvpnCell *cell = &g_array_index (d->survey->cells, CvpnCell, i);
        const GPtrArray *list = cvpn_diagnosis_alike (d, cell->joint);
        for (guint j = 0; j < list->len; j++) {
            Look look = { d, subjects, list->pdata[j], CVPN_FINDS_UNAUTHORIZED };
            if ((d->finds & CVPN_FINDS_UNAUTHORIZED) && is_delivered_somewhere (look.alike))
                cvpn_diagnosis_cut (d, cell, judge_piece, &look);
            look.kind = CVPN_FINDS_UNDETERMINED;
            if ((d->finds & CVPN_FINDS_UNDETERMINED) &&
                look.alike->verdict == CVPN_OUTCOME_UNDETERMINED)
                cvpn_diagnosis_cut (d, cell, judge_piece, &look);
        }
    }
}
