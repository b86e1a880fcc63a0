/* What never works, though a rule or a route says that it should.
 *
 * It should where an authorization rule lets these people in, or a route of the endpoint leads
 * there, and somebody can be there: a VPC, an outside network, a service, the internet.  It
 * never does if no protocol and port gets through on any landing; what gets farthest shows
 * why, for what a filter stops before was not meant to get there.  An address that nobody has,
 * a port where nobody listens and a rule for other groups are no faults. */
#include "analyze/diagnosis.h"
#include "path/outcomes.h"

/* The cells of one run of addresses. */
typedef struct {
    CvpnDiagnosis *d;
    CvpnSubjects *subjects;
    guint first, n;       /* in the survey's cells */
    const CvpnHost *host; /* that has the one address to look at; NULL: look at all of them */
    guint32 address;
    gboolean *works; /* by crowd: something gets through, or may */
    guint *progress; /* by crowd: how far anything gets */
    const CvpnAlike *alike;
    guint first_crowd;
} Look;

/* The host that has the address; NULL: there is none. */
static const CvpnHost *
find_host (const CvpnNetwork *net, guint32 address)
{
    for (guint32 i = 0; i < net->hosts->len; i++) {
        const CvpnHost *host = cvpn_host (net, i);
        if (address != 0 && (host->address == address || host->public_address == address))
            return host;
    }
    return NULL;
}

/* Of 'range' the first part that is treated alike by what the host listens to, and whether it
 * is listened to. */
static gboolean
cut_part (const CvpnNetwork *net, const CvpnHost *host, CvpnSelectors *range)
{
    const guint32 first = range->first;
    const CvpnSelectors around = cvpn_selectors_around (first);
    const guint16 port = cvpn_selector_port (first);
    gboolean listens = FALSE;

    range->last = MIN (range->last, around.last);
    for (guint32 i = host->listen.first; i < host->listen.first + host->listen.count; i++) {
        const CvpnMatch *match = cvpn_at (net->matches, CvpnMatch, i);
        cvpn_selectors_narrow (range, first, match);
        listens |= cvpn_match_admits (match, cvpn_selector_protocol (first), port,
                                      (guint8) (port >> 8), (guint8) port);
    }
    return listens;
}

/* Does a filter stop them on some landing?  What stops all packets alike need not be told of
 * the ports of each host. */
static gboolean
is_filtered (const CvpnAlike *alike)
{
    for (guint i = 0; i < alike->fates->len; i++) {
        const guint code = g_array_index (alike->fates, CvpnFate, i).code;
        if (code == CVPN_CODE_ENI_SG_RULES_MISMATCH || code == CVPN_CODE_SG_HAS_NO_RULES ||
            code == CVPN_CODE_UNKNOWN_PEERED_SGS || code == CVPN_CODE_SUBNET_ACL_RESTRICTION ||
            code == CVPN_CODE_FIREWALL_RULES_RESTRICTION)
            return TRUE;
    }
    return FALSE;
}

/* The next part of a cell, from the selector 'at', that would be answered if it got there: of a
 * host behind a filter what it listens to.  FALSE: there is none. */
static gboolean
find_answered (const Look *look, const CvpnCell *cell, const CvpnAlike *alike, guint32 at,
               CvpnCell *part)
{
    *part = *cell;
    if (look->host)
        part->first = part->last = look->address;
    part->selectors.first = at;
    if (!look->host || look->host->listens_to_all || !is_filtered (alike))
        return at <= cell->selectors.last;
    while (at <= cell->selectors.last) {
        part->selectors = (CvpnSelectors){ at, cell->selectors.last };
        if (cut_part (look->d->net, look->host, &part->selectors))
            return TRUE;
        at = part->selectors.last + 1; /* no overflow: 24 bits */
    }
    return FALSE;
}

/* Something gets through, or may, or would if somebody had the address. */
static gboolean
may_work (const CvpnAlike *alike)
{
    for (guint i = 0; i < alike->fates->len; i++) {
        const CvpnFate *fate = &g_array_index (alike->fates, CvpnFate, i);
        if (fate->outcome == CVPN_OUTCOME_DELIVERED || fate->outcome == CVPN_OUTCOME_UNDETERMINED ||
            cvpn_fate_finds_nobody (fate))
            return TRUE;
    }
    return FALSE;
}

/* Nothing that a rule or a route could be wrong about. */
static gboolean
is_no_fault (const CvpnAlike *alike)
{
    for (guint i = 0; i < alike->fates->len; i++) {
        const CvpnFate *fate = &g_array_index (alike->fates, CvpnFate, i);
        if (fate->code == CVPN_CODE_NO_LISTENER ||
            fate->code == CVPN_CODE_CVPN_AUTHORIZATION_GROUP_MISMATCH)
            return TRUE;
    }
    return FALSE;
}

/* How far packets get before they are stopped, on the landing where they get farthest. */
static guint
find_progress (const CvpnAlike *alike)
{
    guint progress = 0;

    for (guint i = 0; i < alike->fates->len; i++) {
        const CvpnFate *fate = &g_array_index (alike->fates, CvpnFate, i);
        progress = MAX (progress, fate->direction * (guint) CVPN_N_STEPS + fate->step);
    }
    return progress;
}

/* The landing that fails first on the way. */
static guint
find_first (const CvpnAlike *alike)
{
    guint first = 0;

    for (guint i = 1; i < alike->fates->len; i++)
        if (g_array_index (alike->fates, CvpnFate, i).step <
            g_array_index (alike->fates, CvpnFate, first).step)
            first = i;
    return first;
}

/* A route that somebody made leads there; that of the VPC, which AWS makes, says nothing as
 * long as there are rules for other places. */
static gboolean
is_routed (const CvpnNetwork *net, guint32 endpoint, guint32 address)
{
    const CvpnEndpoint *e = cvpn_endpoint (net, endpoint);
    const guint32 hit = cvpn_prefix_table_lookup (e->pushed, address);

    return hit != CVPN_PREFIX_TABLE_NONE &&
           (cvpn_prefix_table_is_empty (e->authorization) ||
            !cvpn_at (net->vpn_routes, CvpnVpnRoute, hit)->automatic);
}

/* A DNS server that the endpoint gives to its clients. */
static gboolean
is_dns_server (const CvpnDiagnosis *d, guint32 endpoint, guint32 address)
{
    const CvpnEndpointSpec *spec = d->scenario->spec->endpoints->pdata[endpoint];

    for (guint i = 0; spec->dns_servers && i < spec->dns_servers->len; i++)
        if (g_array_index (spec->dns_servers, guint32, i) == address)
            return TRUE;
    return FALSE;
}

/* Does anything say that these people should get there? */
static gboolean
should_work (const CvpnDiagnosis *d, const CvpnPerson *person, const CvpnFate *fate,
             guint32 address, const CvpnArea *area)
{
    CvpnPrefix block;
    gboolean admits;
    guint32 rule;
    const gboolean ruled =
        cvpn_person_authorization (d->net, person, address, &block, &admits, &rule);

    if (ruled && !admits)
        return FALSE;
    if (fate->code == CVPN_CODE_CVPN_SPLIT_TUNNEL_NOT_CAPTURED)
        return ruled && block.length > 0;
    if (area->kind == CVPN_AREA_CLIENTS)
        return (ruled && block.length > 0) ||
               cvpn_prefix_table_get (cvpn_endpoint (d->net, person->endpoint)->pushed,
                                      area->block) != CVPN_PREFIX_TABLE_NONE;
    return ruled || is_routed (d->net, person->endpoint, address) ||
           is_dns_server (d, person->endpoint, address);
}

/* Nobody gets in at all: that is one thing, whatever they would have reached. */
static gboolean
is_about_sessions (const CvpnFate *fate)
{
    return fate->outcome == CVPN_OUTCOME_REJECTED && fate->step == CVPN_STEP_CONNECTION;
}

static void
add_piece (const Look *look, const CvpnArea *area, CvpnPiece piece, guint32 endpoint, guint set)
{
    const CvpnAlike *alike = look->alike;
    const guint n = alike->fates->len;
    g_autofree guint8 *roles = g_new0 (guint8, n + 1);
    g_autofree guint32 *objects = g_new0 (guint32, n + 1);
    const CvpnFate *fates = (const CvpnFate *) (gconstpointer) alike->fates->data;
    const guint first = find_first (alike);
    CvpnSubject subject = {
        .kind = CVPN_FINDS_NEVER,
        .code = cvpn_code_word (n > 0 ? (CvpnCode) fates[first].code
                                      : cvpn_outcomes_why_none (look->d->net, endpoint)),
        .endpoint = endpoint,
        .block = n == 0 || is_about_sessions (&fates[first]) ? (CvpnPrefix){ 0, CVPN_PREFIX_UNSET }
                                                             : area->block,
        .blame = n > 0 ? fates[first].rule : cvpn_endpoint (look->d->net, endpoint)->rule,
        .n_landings = n,
        .objects = objects,
        .fates = fates,
        .roles = roles
    };

    for (guint i = 0; i < n; i++) {
        roles[i] = CVPN_ROLE_FAILING;
        objects[i] = fates[i].rule;
    }
    cvpn_subjects_add (look->subjects, &subject, set, piece);
}

/* Of those alike the ones for whom nothing works and something should. */
static void
judge_piece (gpointer data, CvpnPiece piece)
{
    const Look *look = data;
    const CvpnAlike *alike = look->alike;
    const CvpnFate none = { .code = CVPN_CODE_CVPN_NO_TARGET_NETWORK };
    const CvpnFate *fate =
        alike->fates->len > 0 ? &g_array_index (alike->fates, CvpnFate, find_first (alike)) : &none;
    const guint32 endpoint = cvpn_diagnosis_crowd (look->d, look->first_crowd)->person.endpoint;
    const CvpnArea area = cvpn_area_at (look->d->net, endpoint, piece.first);
    const guint progress = find_progress (alike);
    g_autoptr (GArray) crowds = g_array_new (FALSE, FALSE, sizeof (guint32));

    if (area.kind == CVPN_AREA_NOWHERE)
        return;
    for (guint i = 0; i < alike->crowds->len; i++) {
        const guint32 crowd = g_array_index (alike->crowds, guint32, i);
        const CvpnPerson *person = &cvpn_diagnosis_crowd (look->d, crowd)->person;
        if (!look->works[crowd] && look->progress[crowd] == progress &&
            should_work (look->d, person, fate, piece.first, &area))
            g_array_append_val (crowds, crowd);
    }
    if (crowds->len > 0)
        add_piece (look, &area, piece, endpoint, cvpn_diagnosis_set (look->d, crowds));
}

static void
mark_crowds (const Look *look, const CvpnAlike *alike, gboolean answered)
{
    const gboolean works = may_work (alike);
    const guint progress = answered && !is_no_fault (alike) ? find_progress (alike) : 0;

    for (guint i = 0; i < alike->crowds->len; i++) {
        const guint32 crowd = g_array_index (alike->crowds, guint32, i);
        look->works[crowd] |= works;
        look->progress[crowd] = MAX (look->progress[crowd], progress);
    }
}

static void
mark_run (const Look *look)
{
    const CvpnSurvey *survey = look->d->survey;

    for (guint i = 0; i < survey->crowds->len; i++) {
        look->works[i] = FALSE;
        look->progress[i] = 0;
    }
    for (guint i = look->first; i < look->first + look->n; i++) {
        const CvpnCell *cell = cvpn_diagnosis_cell (look->d, i);
        const GPtrArray *list = cvpn_diagnosis_alike (look->d, cell->joint);
        CvpnCell part;
        for (guint j = 0; j < list->len; j++)
            mark_crowds (look, list->pdata[j],
                         find_answered (look, cell, list->pdata[j], cell->selectors.first, &part));
    }
}

static gboolean
all_work (const Look *look, const CvpnAlike *alike)
{
    for (guint i = 0; i < alike->crowds->len; i++)
        if (!look->works[g_array_index (alike->crowds, guint32, i)])
            return FALSE;
    return TRUE;
}

static void
judge_cell (Look *look, const CvpnCell *cell)
{
    CvpnCell part;

    for (guint32 at = cell->selectors.first; find_answered (look, cell, look->alike, at, &part);
         at = part.selectors.last + 1)
        cvpn_diagnosis_cut (look->d, &part, judge_piece, look);
}

static void
judge_run (Look *look)
{
    mark_run (look);
    for (guint i = look->first; i < look->first + look->n; i++) {
        const CvpnCell *cell = cvpn_diagnosis_cell (look->d, i);
        const GPtrArray *list = cvpn_diagnosis_alike (look->d, cell->joint);
        for (guint j = 0; j < list->len; j++) {
            look->alike = list->pdata[j];
            look->first_crowd = g_array_index (look->alike->crowds, guint32, 0);
            if (!all_work (look, look->alike) && !is_no_fault (look->alike))
                judge_cell (look, cell);
        }
    }
}

/* Hosts next to each other may be treated alike, and listen to different things. */
static void
judge_addresses (Look *look)
{
    const CvpnCell *cell = cvpn_diagnosis_cell (look->d, look->first);
    const CvpnNetwork *net = look->d->net;
    gboolean hosts = cell->last - cell->first < net->hosts->len;

    for (guint64 a = cell->first; hosts && a <= cell->last; a++)
        hosts = find_host (net, (guint32) a) != NULL;
    if (!hosts) {
        judge_run (look);
        return;
    }
    for (guint64 a = cell->first; a <= cell->last; a++) {
        look->address = (guint32) a;
        look->host = find_host (net, look->address);
        judge_run (look);
    }
}

void
cvpn_diagnosis_never (CvpnDiagnosis *d, CvpnSubjects *subjects)
{
    const guint n = d->survey->cells->len;
    g_autofree gboolean *works = g_new0 (gboolean, d->survey->crowds->len + 1);
    g_autofree guint *progress = g_new0 (guint, d->survey->crowds->len + 1);

    for (guint i = 0; i < n;) {
        Look look = {
            .d = d, .subjects = subjects, .first = i, .works = works, .progress = progress
        };
        while (i < n &&
               cvpn_diagnosis_cell (d, i)->first == cvpn_diagnosis_cell (d, look.first)->first)
            i++;
        look.n = i - look.first;
        judge_addresses (&look);
    }
}
