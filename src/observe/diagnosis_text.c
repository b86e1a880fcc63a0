/* A diagnosis for a person: what is intermittent in full, the rest in few lines. */
#include <string.h>

#include "analyze/diagnosis.h"
#include "base/quantity.h"
#include "observe/layout.h"
#include "observe/region_text.h"

/* Columns: how wide a text is; where file and line begin. */
#define WIDTH        96
#define PLACE_COLUMN 76

/* Lines of one finding's changes, and findings of a kind, before the rest is counted. */
#define MENDS_MAX    4
#define FINDINGS_MAX 12

typedef struct {
    GString *out;
    const CvpnDiagnosis *d;
    gboolean color;
} Writer;

static const char *
paint (const Writer *w, const char *code)
{
    return w->color ? code : "";
}

static guint
count_landings (const CvpnDiagnosis *d)
{
    guint n = 0;

    for (guint32 i = 0; i < d->net->associations->len; i++)
        n += cvpn_association (d->net, i)->answers || cvpn_association (d->net, i)->maybe;
    return n;
}

static const char *
plural (guint n)
{
    return n == 1 ? "" : "s";
}

/* What was proved, and of whom. */
static void
write_headline (const Writer *w)
{
    const CvpnDiagnosis *d = w->d;
    const guint landings = count_landings (d), crowds = d->survey->crowds->len;
    g_autofree char *time = d->at_ns < 0 ? NULL : cvpn_duration_format (d->at_ns);

    g_string_append_printf (
        w->out,
        "%sall addresses, protocols and ports%s%s: %u landing%s, %u kind%s of clients, "
        "%u class%s of packets%s\n",
        paint (w, "\033[1m"), time ? " at " : "", time ? time : "", landings, plural (landings),
        crowds, plural (crowds), d->classes->len, d->classes->len == 1 ? "" : "es",
        paint (w, "\033[0m"));
}

static void
write_landing (const Writer *w, guint32 crowd, guint landing, const CvpnFate *fate, guint indent)
{
    const CvpnSubnet *subnet = cvpn_diagnosis_landing (w->d, crowd, landing);
    g_autofree char *text = cvpn_fate_text (fate, ": ");
    const gboolean good = fate->outcome == CVPN_OUTCOME_DELIVERED;
    const gsize start = w->out->len;

    g_string_append_printf (w->out, "%*s%s (%s)", (int) indent, "", subnet->name,
                            subnet->unknown ? "unknown"
                                            : (char *) w->d->net->zones->pdata[subnet->zone]);
    cvpn_layout_pad (w->out, start, indent + 30);
    g_string_append_printf (w->out, "  %s%s%s\n", paint (w, good ? "\033[32m" : "\033[31m"), text,
                            paint (w, "\033[0m"));
}

/* " works for 1 of 2 connections" */
static char *
describe_probability (const CvpnSubject *s)
{
    guint good = 0;

    for (guint i = 0; i < s->n_landings; i++)
        good += s->fates[i].outcome == CVPN_OUTCOME_DELIVERED;
    return g_strdup_printf ("works for %u of %u connections", good, s->n_landings);
}

/* The code, and where the line stands that is to blame. */
static void
write_code (const Writer *w, const CvpnFinding *finding, guint number)
{
    const gsize start = w->out->len;

    g_string_append_printf (w->out, "\n%2u  %s", number, finding->code);
    if (finding->file && finding->line > 0) {
        g_autofree char *file = g_path_get_basename (finding->file);
        cvpn_layout_pad (w->out, start + 1, PLACE_COLUMN - 1);
        g_string_append_printf (w->out, " %s:%u", file, finding->line);
    }
    g_string_append_c (w->out, '\n');
}

/* Of a long list its last item, the new one. */
static char *
write_mend (const CvpnMend *mend)
{
    const char *last = mend->value ? strrchr (mend->value, ';') : NULL;

    if (!last || strlen (mend->value) <= WIDTH)
        return cvpn_mend_text (mend);
    return g_strdup_printf ("[%s] %s = …;%s", mend->group, mend->key, last + 1);
}

static void
write_mends (const Writer *w, const GPtrArray *mends)
{
    for (guint i = 0; i < mends->len && i < MENDS_MAX; i++) {
        const CvpnMend *mend = mends->pdata[i];
        g_autofree char *text = write_mend (mend);
        g_string_append_printf (w->out, "    %s: %s\n", i == 0 ? "mend" : "and", text);
        if (*mend->command)
            g_string_append_printf (w->out, "          %s\n", mend->command);
    }
    if (mends->len > MENDS_MAX)
        g_string_append_printf (w->out, "    and %u more changes: --format json\n",
                                mends->len - MENDS_MAX);
}

static void
write_concerned (const Writer *w, const CvpnDiscovery *discovery)
{
    g_autofree char *people = cvpn_crowds_text (w->d, discovery->crowds);
    g_autofree char *where = cvpn_region_text (w->d->net, discovery->region);
    g_autofree char *probability = describe_probability (&discovery->subject);
    g_autofree char *line = discovery->finding.severity == CVPN_SEVERITY_ERROR
                                ? g_strdup_printf ("%s → %s: %s", people, where, probability)
                                : g_strdup_printf ("%s → %s", people, where);

    cvpn_layout_wrap (w->out, line, 6, WIDTH);
}

/* The same cause and object, for other people and other packets. */
static gboolean
are_related (const CvpnDiscovery *a, const CvpnDiscovery *b)
{
    const CvpnSubject *s = &a->subject, *t = &b->subject;

    if (s->kind != t->kind || s->latent != t->latent || s->endpoint != t->endpoint ||
        s->blame != t->blame || s->n_landings != t->n_landings || !g_str_equal (s->code, t->code) ||
        !cvpn_prefix_equal (s->block, t->block))
        return FALSE;
    for (guint i = 0; i < s->n_landings; i++)
        if (s->roles[i] != t->roles[i] ||
            (s->roles[i] == CVPN_ROLE_FAILING && s->fates[i].direction != t->fates[i].direction))
            return FALSE;
    return TRUE;
}

static gboolean
is_first (const GPtrArray *list, guint i)
{
    for (guint j = 0; j < i; j++)
        if (are_related (list->pdata[j], list->pdata[i]))
            return FALSE;
    return TRUE;
}

static void
write_matrix (const Writer *w, const CvpnDiscovery *discovery)
{
    const CvpnSubject *s = &discovery->subject;

    for (guint i = 0; i < s->n_landings; i++)
        write_landing (w, g_array_index (discovery->crowds, guint32, 0), i, &s->fates[i], 8);
}

/* One finding and those related to it. */
static void
write_finding (const Writer *w, const GPtrArray *list, guint first, guint number)
{
    const CvpnDiscovery *discovery = list->pdata[first];

    write_code (w, &discovery->finding, number);
    cvpn_layout_wrap (w->out, discovery->finding.message, 4, WIDTH);
    for (guint i = first; i < list->len; i++)
        if (i == first || are_related (discovery, list->pdata[i]))
            write_concerned (w, list->pdata[i]);
    if (discovery->subject.kind == CVPN_FINDS_INTERMITTENT)
        write_matrix (w, discovery);
    write_mends (w, discovery->mends);
}

/* A chapter of the page: findings of one kind. */
typedef struct {
    const char *title, *color;
    CvpnFinds kind;
    CvpnLatency latent;
    gboolean limit;
    guint n_max; /* so many are written in full */
} Chapter;

static const Chapter chapters[] = {
    { "INTERMITTENT: works on one landing and fails on another", "\033[1;31m",
      CVPN_FINDS_INTERMITTENT, CVPN_LATENT_NOT, FALSE, G_MAXUINT },
    { "INTERMITTENT AS SOON AS A HOST IS THERE", "\033[1;33m", CVPN_FINDS_INTERMITTENT,
      CVPN_LATENT_NO_HOST, FALSE, FINDINGS_MAX },
    { "INTERMITTENT, as far as can be judged", "\033[1;33m", CVPN_FINDS_INTERMITTENT,
      CVPN_LATENT_UNKNOWN, FALSE, FINDINGS_MAX },
    { "WORKS FROM SOME OF THE CLIENTS' OWN PORTS ONLY", "\033[1;33m", CVPN_FINDS_PORTS,
      CVPN_LATENT_NOT, FALSE, FINDINGS_MAX },
    { "NEVER WORKS, though a rule or a route says that it should", "\033[1;33m", CVPN_FINDS_NEVER,
      CVPN_LATENT_NOT, FALSE, FINDINGS_MAX },
    { "WORKS, BUT NOBODY NAMED IT", "\033[1m", CVPN_FINDS_UNAUTHORIZED, CVPN_LATENT_NOT, FALSE,
      FINDINGS_MAX },
    { "CANNOT BE JUDGED", "\033[1m", CVPN_FINDS_UNDETERMINED, CVPN_LATENT_NOT, FALSE,
      FINDINGS_MAX },
    { "INTERMITTENT, for what a gateway on the way does not carry", "\033[1m",
      CVPN_FINDS_INTERMITTENT, CVPN_LATENT_NOT, TRUE, FINDINGS_MAX },
};

static GPtrArray *
list_chapter (const CvpnDiagnosis *d, const Chapter *chapter)
{
    GPtrArray *list = g_ptr_array_new ();

    for (guint i = 0; i < d->discoveries->len; i++) {
        CvpnDiscovery *discovery = d->discoveries->pdata[i];
        const CvpnSubject *s = &discovery->subject;
        if (s->kind == chapter->kind && s->latent == chapter->latent && s->limit == chapter->limit)
            g_ptr_array_add (list, discovery);
    }
    return list;
}

static void
write_chapter (const Writer *w, const Chapter *chapter)
{
    g_autoptr (GPtrArray) list = list_chapter (w->d, chapter);
    guint n = 0;

    if (list->len == 0)
        return;
    g_string_append_printf (w->out, "\n%s%s%s\n", paint (w, chapter->color), chapter->title,
                            paint (w, "\033[0m"));
    for (guint i = 0; i < list->len; i++) {
        if (!is_first (list, i))
            continue;
        n++;
        if (n <= chapter->n_max)
            write_finding (w, list, i, n);
    }
    if (n > chapter->n_max)
        g_string_append_printf (w->out, "\n    and %u more: --format json\n", n - chapter->n_max);
}

/* What remains, in a line. */
static void
write_rest (const Writer *w)
{
    guint counts[CVPN_N_OUTCOMES] = { 0 };
    gboolean any = FALSE;

    for (guint i = 0; i < w->d->classes->len; i++)
        counts[((const CvpnClass *) w->d->classes->pdata[i])->verdict]++;
    g_string_append (w->out, "\nclasses:");
    for (CvpnOutcome i = 0; i < CVPN_N_OUTCOMES; i++) {
        if (counts[i] == 0)
            continue;
        g_string_append_printf (w->out, "%s %u %s", any ? "," : "", counts[i],
                                cvpn_outcome_word (i));
        any = TRUE;
    }
    g_string_append (w->out, " (--classes lists them)\n");
}

static void
write_class (const Writer *w, const CvpnClass *class)
{
    const guint32 crowd = g_array_index (class->crowds, guint32, 0);
    const GPtrArray *boxes = cvpn_region_boxes (class->region);
    g_autofree char *people = cvpn_crowds_text (w->d, class->crowds);

    g_string_append_printf (
        w->out, "\n%s%s%s  %s over %s\n", paint (w, "\033[1m"), cvpn_outcome_word (class->verdict),
        paint (w, "\033[0m"), people,
        cvpn_endpoint (w->d->net, cvpn_diagnosis_crowd (w->d, crowd)->person.endpoint)->name);
    for (guint i = 0; i < boxes->len; i++) {
        const CvpnBox *box = boxes->pdata[i];
        g_autofree char *where = cvpn_ranges_text (w->d->net, box->ranges);
        g_autofree char *what = cvpn_selectors_text (box->selectors);
        g_autofree char *line = g_strdup_printf ("%s: %s", where, what);
        cvpn_layout_wrap (w->out, line, 4, WIDTH);
    }
    for (guint i = 0; i < class->fates->len; i++)
        write_landing (w, crowd, i, &g_array_index (class->fates, CvpnFate, i), 8);
}

/* That there is none is an answer, too. */
static void
write_absence (const Writer *w)
{
    gboolean doubt = FALSE;

    for (guint i = 0; i < w->d->discoveries->len; i++)
        doubt |= ((const CvpnDiscovery *) w->d->discoveries->pdata[i])->subject.latent ==
                 CVPN_LATENT_UNKNOWN;
    if ((w->d->finds & CVPN_FINDS_INTERMITTENT) &&
        cvpn_diagnosis_count (w->d, CVPN_SEVERITY_ERROR) == 0)
        g_string_append_printf (w->out, "\nno %sdestination is intermittent\n",
                                doubt ? "other " : "");
    if (w->d->limited)
        g_string_append (w->out,
                         "\nprotocols other than TCP, UDP and ICMP depend on the landing: a "
                         "gateway does not carry them (--only limits)\n");
}

char *
cvpn_diagnosis_text (const CvpnDiagnosis *d, gboolean classes, gboolean color)
{
    const Writer w = { g_string_new (NULL), d, color };

    write_headline (&w);
    for (guint i = 0; i < G_N_ELEMENTS (chapters); i++)
        write_chapter (&w, &chapters[i]);
    write_absence (&w);
    for (guint i = 0; classes && i < d->classes->len; i++)
        write_class (&w, d->classes->pdata[i]);
    if (!classes)
        write_rest (&w);
    return g_string_free (w.out, FALSE);
}
