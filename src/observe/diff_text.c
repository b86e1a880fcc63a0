/* A diff for a person: what is lost first; of each class who, where to, what it was and is on
 * which landing, and by which rule. */
#include <cvpnsim/diff.h>

#include "analyze/diff.h"
#include "base/count.h"
#include "base/quantity.h"
#include "observe/layout.h"
#include "observe/region_text.h"
#include "observe/step_text.h"

#define PLACE_COLUMN 72 /* where file and line begin */
#define MOST_CLASSES 20 /* of each kind that are written out */
#define MOST_BOXES   3
#define MOST_NAMES   6

typedef struct {
    GString *out;
    const CvpnDiff *diff;
    gboolean color;
} Writer;

static const char *
paint (const Writer *w, const char *code)
{
    return w->color ? code : "";
}

static const char *
color_of (CvpnDifference change)
{
    static const char *const colors[] = { "\033[31m", "\033[33m", "\033[32m" };

    return colors[change];
}

static void
append_more (GString *out, guint n, guint most)
{
    if (n > most)
        g_string_append_printf (out, " and %u more", n - most);
}

/* "engineers, ops"; "users of staff", "users of no group". */
static char *
write_people (const CvpnDiffClass *class)
{
    const gboolean named = class->clients->len > 0;
    const GPtrArray *names = named ? class->clients : class->groups;
    GString *text = g_string_new (named ? NULL : "users of ");

    for (guint i = 0; i < MIN (names->len, MOST_NAMES); i++) {
        const char *name = names->pdata[i];
        g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", *name ? name : "no group");
    }
    append_more (text, names->len, MOST_NAMES);
    if (g_str_equal (class->endpoints[0], class->endpoints[1]))
        g_string_append_printf (text, " over %s", class->endpoints[0]);
    else
        g_string_append_printf (text, " over %s, then %s", class->endpoints[0],
                                class->endpoints[1]);
    return g_string_free (text, FALSE);
}

/* Hosts by their names there, where they are few. */
static void
write_box (const Writer *w, const CvpnDiffClass *class, const CvpnBox *box)
{
    const guint side = class->change == CVPN_DIFFERENCE_LOST ? CVPN_BEFORE : CVPN_AFTER;
    g_autofree char *ranges = cvpn_ranges_text (w->diff->nets[side], box->ranges);
    g_autofree char *selectors = cvpn_selectors_text (box->selectors);

    g_string_append_printf (w->out, "  %s: %s\n", ranges, selectors);
}

static void
write_destinations (const Writer *w, const CvpnDiffClass *class)
{
    const GPtrArray *boxes = cvpn_region_boxes (class->region);

    for (guint i = 0; i < MIN (boxes->len, MOST_BOXES); i++)
        write_box (w, class, boxes->pdata[i]);
    if (boxes->len > MOST_BOXES)
        g_string_append_printf (w->out, "  and %u more such destinations\n",
                                boxes->len - MOST_BOXES);
}

static char *
describe_side (const CvpnDiffLanding *landing, guint side)
{
    return landing->present[side] ? cvpn_fate_text (&landing->fates[side], ", ")
                                  : g_strdup ("absent");
}

/* "delivered → dropped at step 3, …", "delivered, as before"; newly allocated. */
static char *
describe_landing (const CvpnDiffLanding *landing)
{
    g_autofree char *before = describe_side (landing, CVPN_BEFORE);
    g_autofree char *after = describe_side (landing, CVPN_AFTER);

    if (g_str_equal (before, after))
        return g_strdup_printf ("%s, as before", after);
    return g_strdup_printf ("%s → %s", before, after);
}

/* Landings of which the same is to be said stand on one line. */
static void
write_landings (const Writer *w, const CvpnDiffClass *class)
{
    const guint n = class->landings->len;
    g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < n; i++)
        g_ptr_array_add (texts,
                         describe_landing (&g_array_index (class->landings, CvpnDiffLanding, i)));
    for (guint i = 0; i < n; i++) {
        const char *text = texts->pdata[i];
        guint first;
        g_ptr_array_find_with_equal_func (texts, text, g_str_equal, &first);
        if (first < i)
            continue;
        g_string_append (w->out, "  landing on ");
        for (guint j = i; j < n; j++)
            if (g_str_equal (texts->pdata[j], text))
                g_string_append_printf (w->out, "%s%s", j > i ? ", " : "",
                                        g_array_index (class->landings, CvpnDiffLanding, j).subnet);
        g_string_append_printf (w->out, ": %s\n", text);
    }
}

/* "intermittent, 50%", "rejected: CVPN_NO_TARGET_NETWORK" */
static char *
describe_whole (const CvpnDiffClass *class, guint side)
{
    const char *word = cvpn_outcome_word (class->outcomes[side]);

    if (class->whys[side] != CVPN_CODE_NONE)
        return g_strdup_printf ("%s, %s", word, cvpn_code_word (class->whys[side]));
    if (class->outcomes[side] == CVPN_OUTCOME_INTERMITTENT)
        return g_strdup_printf ("%s, %.3g%%", word, 100 * class->probabilities[side]);
    return g_strdup (word);
}

static void
write_whole (const Writer *w, const CvpnDiffClass *class)
{
    g_autofree char *before = describe_whole (class, CVPN_BEFORE);
    g_autofree char *after = describe_whole (class, CVPN_AFTER);

    if (g_str_equal (before, after))
        g_string_append_printf (w->out, "%s, as before", after);
    else
        g_string_append_printf (w->out, "%s → %s", before, after);
}

static void
write_rule (const Writer *w, const CvpnDiffClass *class, guint side)
{
    static const char *const labels[] = { "before", "after" };
    const CvpnNetwork *net = w->diff->nets[side];
    const CvpnRule *rule = cvpn_network_rule (net, class->rules[side]);
    const gsize start = w->out->len;

    if (!rule)
        return;
    const CvpnFate *fate =
        &g_array_index (class->landings, CvpnDiffLanding, class->shown).fates[side];
    g_autofree char *text = cvpn_rule_text (net, class->rules[side]);
    g_string_append_printf (w->out, "  %-6s  %s", labels[side], text);
    if (rule->kind == CVPN_RULE_OBJECT && fate->code != CVPN_CODE_NONE)
        g_string_append_printf (w->out, ": %s", cvpn_code_text (fate->code));
    if (rule->file && rule->line > 0) {
        g_autofree char *file = g_path_get_basename (rule->file);
        cvpn_layout_pad (w->out, start, PLACE_COLUMN - 1);
        g_string_append_printf (w->out, " %s:%u", file, rule->line);
    }
    g_string_append_c (w->out, '\n');
}

static void
write_class (const Writer *w, const CvpnDiffClass *class)
{
    g_autofree char *people = write_people (class);
    g_autofree char *addresses = cvpn_count_of (class->addresses, "address", "addresses");

    g_string_append_printf (w->out, "\n%s%s%s: %s: ", paint (w, color_of (class->change)),
                            cvpn_difference_word (class->change), paint (w, "\033[0m"), people);
    write_whole (w, class);
    g_string_append_printf (w->out, " (%s)\n", addresses);
    write_destinations (w, class);
    write_landings (w, class);
    write_rule (w, class, CVPN_BEFORE);
    write_rule (w, class, CVPN_AFTER);
}

static void
write_classes (const Writer *w, CvpnDifference change)
{
    guint n = 0;

    for (guint i = 0; i < w->diff->classes->len; i++) {
        const CvpnDiffClass *class = w->diff->classes->pdata[i];
        if (class->change == change && n++ < MOST_CLASSES)
            write_class (w, class);
    }
    if (n > MOST_CLASSES)
        g_string_append_printf (w->out, "\nand %u more that are %s: --format json has all\n",
                                n - MOST_CLASSES, cvpn_difference_word (change));
}

static void
write_end (const Writer *w)
{
    const CvpnDiff *d = w->diff;

    g_string_append_c (w->out, '\n');
    if (d->classes->len == 0)
        g_string_append (w->out, "nothing is different\n");
    else
        g_string_append_printf (w->out, "%s%u lost%s, %u changed, %u gained\n",
                                paint (w, "\033[1m"), cvpn_diff_count (d, CVPN_DIFFERENCE_LOST),
                                paint (w, "\033[0m"), cvpn_diff_count (d, CVPN_DIFFERENCE_CHANGED),
                                cvpn_diff_count (d, CVPN_DIFFERENCE_GAINED));
}

char *
cvpn_diff_text (const CvpnDiff *diff, gboolean color)
{
    const Writer w = { g_string_new (NULL), diff, color };
    g_autofree char *time = diff->at_ns < 0 ? NULL : cvpn_duration_format (diff->at_ns);

    g_string_append_printf (w.out, "%s%s → %s%s%s%s\n", paint (&w, "\033[1m"),
                            cvpn_scenario_path (diff->scenarios[CVPN_BEFORE]),
                            cvpn_scenario_path (diff->scenarios[CVPN_AFTER]), time ? " at " : "",
                            time ? time : "", paint (&w, "\033[0m"));
    for (guint i = 0; i < diff->remarks->len; i++)
        g_string_append_printf (w.out, "%s\n", (char *) diff->remarks->pdata[i]);
    for (CvpnDifference change = 0; change < CVPN_N_DIFFERENCES; change++)
        write_classes (&w, change);
    write_end (&w);
    return g_string_free (w.out, FALSE);
}
