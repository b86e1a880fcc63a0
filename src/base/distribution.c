/* distribution: the words of scenario files.
 *
 * A table has a row a distribution; it gives the parser the parameters and
 * their bounds, and the messages their words. */
#include "base/distribution.h"

#include <math.h>
#include <string.h>

#include <cvpnsim/error.h>

#include "base/csv.h"
#include "base/quantity.h"
#include "base/spelling.h"
#include "base/refuse.h"

typedef enum {
    SECOND_NONE,
    SECOND_QUANTITY,  /* at least the first */
    SECOND_DEVIATION, /* a quantity, 0 too */
    SECOND_SHAPE,     /* a bare number above 0 */
    SECOND_SPREAD,    /* a bare number, 0 too */
    SECOND_COLUMN,    /* and the first is a file */
    SECOND_PARTS,     /* distributions, between commas */
} Second;

typedef struct {
    const char *name;
    CvpnDistributionKind kind;
    const char *parameters;
    gboolean positive; /* the first may not be 0 */
    Second second;
} Form;

#define MIXTURE_PARAMETERS "SHARE DISTRIBUTION, DISTRIBUTION"

static const Form forms[] = {
    { "constant", CVPN_DISTRIBUTION_CONSTANT, "VALUE", FALSE, SECOND_NONE },
    { "uniform", CVPN_DISTRIBUTION_UNIFORM, "MINIMUM MAXIMUM", FALSE, SECOND_QUANTITY },
    { "exponential", CVPN_DISTRIBUTION_EXPONENTIAL, "MEAN", TRUE, SECOND_NONE },
    { "normal", CVPN_DISTRIBUTION_NORMAL, "MEAN SD", FALSE, SECOND_DEVIATION },
    { "lognormal", CVPN_DISTRIBUTION_LOGNORMAL, "MEDIAN SIGMA", TRUE, SECOND_SPREAD },
    { "pareto", CVPN_DISTRIBUTION_PARETO, "MINIMUM ALPHA", TRUE, SECOND_SHAPE },
    { "weibull", CVPN_DISTRIBUTION_WEIBULL, "SCALE SHAPE", TRUE, SECOND_SHAPE },
    { "empirical", CVPN_DISTRIBUTION_EMPIRICAL, "FILE.csv COLUMN", FALSE, SECOND_COLUMN },
    { "mixture", CVPN_DISTRIBUTION_MIXTURE, MIXTURE_PARAMETERS, FALSE, SECOND_PARTS },
};

static gboolean
parse_quantity (const char *text, CvpnQuantity quantity, double *result, GError **error)
{
    gint64 value;
    const gboolean fine = quantity == CVPN_QUANTITY_DURATION
                              ? cvpn_duration_parse (text, &value, error)
                              : cvpn_size_parse (text, &value, error);

    if (fine)
        *result = (double) value;
    return fine;
}

/* A field of a CSV file, where plain seconds and plain bytes are allowed. */
static gboolean
parse_field (const char *text, CvpnQuantity quantity, gint64 *result, GError **error)
{
    if (quantity == CVPN_QUANTITY_DURATION)
        return cvpn_seconds_parse (text, result, error);
    if (*text && text[strspn (text, "0123456789")] == '\0')
        return cvpn_integer_parse (text, 0, CVPN_QUANTITY_MAX, result, error);
    return cvpn_size_parse (text, result, error);
}

static gint
find_column (const CvpnCsv *csv, const char *path, const char *name, GError **error)
{
    const gint column = cvpn_csv_column (csv, name);

    if (column < 0) {
        g_autofree char *hint =
            cvpn_spelling_hint (name, (const char *const *) csv->columns->pdata, csv->columns->len);
        cvpn_refuse (error, "%s:1: no column '%s'%s", path, name, hint);
    }
    return column;
}

static GArray *
read_column (const CvpnCsv *csv, const char *path, const char *name, CvpnQuantity quantity,
             GError **error)
{
    const gint column = find_column (csv, path, name, error);

    if (column < 0)
        return NULL;
    g_autoptr (GArray) sample = g_array_new (FALSE, FALSE, sizeof (gint64));
    for (guint i = 0; i < csv->rows->len; i++) {
        const CvpnCsvRow *row = g_ptr_array_index (csv->rows, i);
        gint64 value;
        if (!parse_field (row->fields[column], quantity, &value, error)) {
            g_prefix_error (error, "%s:%u: %s: ", path, row->line, name);
            return NULL;
        }
        g_array_append_val (sample, value);
    }
    if (sample->len > 0)
        return g_steal_pointer (&sample);
    cvpn_refuse (error, "%s: no rows below the header; expected at least one", path);
    return NULL;
}

static gboolean
parse_empirical (char *const *words, CvpnQuantity quantity, const char *folder,
                 CvpnDistribution *parsed, GError **error)
{
    g_autofree char *path = g_path_is_absolute (words[1]) || !folder
                                ? g_strdup (words[1])
                                : g_build_filename (folder, words[1], NULL);
    g_autoptr (CvpnCsv) csv = cvpn_csv_read (path, error);

    if (csv)
        parsed->sample = read_column (csv, path, words[2], quantity, error);
    return parsed->sample != NULL;
}

static gboolean
parse_second (const Form *form, const char *text, const char *word, CvpnQuantity quantity,
              CvpnDistribution *parsed, GError **error)
{
    if (form->second == SECOND_NONE)
        return TRUE;
    if (form->second == SECOND_QUANTITY || form->second == SECOND_DEVIATION) {
        if (!parse_quantity (word, quantity, &parsed->b, error))
            return FALSE;
        return parsed->b >= parsed->a || form->second == SECOND_DEVIATION ||
               cvpn_refuse (error, "'%s' ends before it begins", text);
    }
    if (!cvpn_number_parse (word, &parsed->b, error))
        return FALSE;
    if (form->second == SECOND_SHAPE && parsed->b <= 0)
        return cvpn_refuse (error, "'%s' needs a second parameter above 0; expected %s %s", text,
                            form->name, form->parameters);
    return TRUE;
}

static gboolean
parse_parameters (const Form *form, const char *text, char *const *words, CvpnQuantity quantity,
                  CvpnDistribution *parsed, GError **error)
{
    if (!parse_quantity (words[1], quantity, &parsed->a, error))
        return FALSE;
    if (form->positive && parsed->a <= 0)
        return cvpn_refuse (error, "'%s' needs a first parameter above 0; expected %s %s", text,
                            form->name, form->parameters);
    if (form->kind == CVPN_DISTRIBUTION_LOGNORMAL)
        parsed->log_a = log (parsed->a);
    return parse_second (form, text, words[2], quantity, parsed, error);
}

static const Form *
find_form (const char *text, const char *name, GError **error)
{
    const char *names[G_N_ELEMENTS (forms)];

    for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
        names[i] = forms[i].name;
        if (strcmp (names[i], name) == 0)
            return &forms[i];
    }
    g_autofree char *hint = cvpn_spelling_hint (name, names, G_N_ELEMENTS (names));
    cvpn_refuse (error, "'%s': no distribution '%s'%s", text, name, hint);
    return NULL;
}

/* Of a part, its text behind the share: "20% uniform 1min 30min".  The last one
 * has none. */
static gboolean
parse_share (const char *part, gboolean last, double *share, const char **rest, GError **error)
{
    const gsize length = strcspn (part, " \t");
    g_autofree char *word = g_strndup (part, length);
    const gboolean given = cvpn_fraction_parse (word, share, last ? NULL : error);

    *rest = last ? part : part + length + strspn (part + length, " \t");
    if (last && given && part[length])
        return cvpn_refuse (error, "'%s' has a share; expected none, the last part has the rest",
                            part);
    return last || given;
}

static gboolean
parse_part (const char *text, gboolean last, CvpnQuantity quantity, const char *folder,
            CvpnMixturePart *part, GError **error)
{
    const char *rest;
    double share = 0;

    if (!parse_share (text, last, &share, &rest, error))
        return FALSE;
    if (!last && *rest == '\0')
        return cvpn_refuse (error, "'%s' has a share and no distribution", text);
    if (g_str_has_prefix (rest, "mixture"))
        return cvpn_refuse (error, "'%s' is a mixture itself; expected another distribution", rest);
    part->until = last ? 1 : part->until + share;
    if (!last && part->until >= 1)
        return cvpn_refuse (error, "'%s' leaves no share for the last part", text);
    return cvpn_distribution_parse (rest, quantity, folder, &part->distribution, error);
}

static void
clear_part (gpointer data)
{
    cvpn_distribution_clear (&((CvpnMixturePart *) data)->distribution);
}

static gboolean
parse_mixture (const char *text, CvpnQuantity quantity, const char *folder,
               CvpnDistribution *parsed, GError **error)
{
    g_auto (GStrv) texts = g_strsplit (strstr (text, "mixture") + strlen ("mixture"), ",", -1);
    g_autoptr (GArray) parts = g_array_new (FALSE, TRUE, sizeof (CvpnMixturePart));
    const guint n = g_strv_length (texts);
    double until = 0;

    g_array_set_clear_func (parts, clear_part);
    if (n < 2)
        return cvpn_refuse (error, "'%s' has no second part; expected mixture %s", text,
                            MIXTURE_PARAMETERS);
    for (guint i = 0; i < n; i++) {
        CvpnMixturePart part = { .until = until };
        if (!parse_part (g_strstrip (texts[i]), i + 1 == n, quantity, folder, &part, error)) {
            g_prefix_error (error, "part %u: ", i + 1);
            return FALSE;
        }
        g_array_append_val (parts, part);
        until = part.until;
    }
    parsed->kind = CVPN_DISTRIBUTION_MIXTURE;
    parsed->parts = g_steal_pointer (&parts);
    return TRUE;
}

static gboolean
parse_words (const char *text, char **words, CvpnQuantity quantity, const char *folder,
             CvpnDistribution *parsed, GError **error)
{
    const Form *form = find_form (text, words[0], error);

    if (!form)
        return FALSE;
    if (form->second == SECOND_PARTS)
        return parse_mixture (text, quantity, folder, parsed, error);
    const guint wanted = form->second == SECOND_NONE ? 1 : 2;
    const guint given = g_strv_length (words) - 1;
    if (given != wanted)
        return cvpn_refuse (error, "'%s' has %u parameter%s; expected %s %s", text, given,
                            given == 1 ? "" : "s", form->name, form->parameters);
    parsed->kind = form->kind;
    if (form->second == SECOND_COLUMN)
        return parse_empirical (words, quantity, folder, parsed, error);
    return parse_parameters (form, text, words, quantity, parsed, error);
}

/* The words of 'text', without the empty ones; free with g_strfreev. */
static char **
split_words (const char *text)
{
    char **words = g_strsplit_set (text, " \t", -1);
    guint n = 0;

    for (guint i = 0; words[i]; i++) {
        if (*words[i])
            words[n++] = words[i];
        else
            g_free (words[i]);
    }
    words[n] = NULL;
    return words;
}

gboolean
cvpn_distribution_parse (const char *text, CvpnQuantity quantity, const char *folder,
                         CvpnDistribution *result, GError **error)
{
    CvpnDistribution parsed = { .kind = CVPN_DISTRIBUTION_CONSTANT };
    g_auto (GStrv) words = split_words (text);
    gboolean fine;

    if (words[0] && g_ascii_isalpha (*words[0]))
        fine = parse_words (text, words, quantity, folder, &parsed, error);
    else
        fine = parse_quantity (text, quantity, &parsed.a, error);
    if (fine)
        *result = parsed;
    return fine;
}
