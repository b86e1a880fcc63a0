/* value: the types of keys, a row each.
 *
 * A type reads text into its member through a parser of base/, which says what
 * is wrong; this file adds bounds and stores. */
#include "input/value.h"

#include <string.h>

#include "base/date.h"
#include "base/quantity.h"
#include "input/draws.h"
#include "input/list.h"
#include "input/matches.h"
#include "input/rows.h"

typedef struct {
    void (*read) (const CvpnReading *at, const char *value, gpointer field);
    void (*unset) (gpointer field); /* NULL: zero bytes are unset */
    void (*clear) (gpointer field); /* NULL: owns nothing */
    gboolean list;
} ValueType;

gboolean
cvpn_value_refer (const CvpnReading *at, const char *refers, const char *name)
{
    if (!at->entry) /* a default refers to words only */
        return TRUE;
    g_autofree char *fault = at->key->flags & CVPN_KEY_KNOWN
                                 ? cvpn_names_check_known (at->names, refers, name)
                                 : cvpn_names_check (at->names, refers, name);
    if (fault && *fault)
        cvpn_reading_fail (at, "%s", fault);
    return fault == NULL;
}

static void
read_text (const CvpnReading *at, const char *value, gpointer field)
{
    (void) at;
    *(char **) field = g_strdup (value);
}

static void
read_token (const CvpnReading *at, const char *value, gpointer field)
{
    if (strpbrk (value, " \t;"))
        cvpn_reading_fail (at, "'%s' is more than one word", value);
    read_text (at, value, field);
}

static void
read_word (const CvpnReading *at, const char *value, gpointer field)
{
    if (cvpn_list_choose (at, at->key->refers, value) >= 0)
        read_text (at, value, field);
}

static void
read_name (const CvpnReading *at, const char *value, gpointer field)
{
    cvpn_value_refer (at, at->key->refers, value);
    read_text (at, value, field);
}

static void
read_texts (const CvpnReading *at, const char *value, gpointer field)
{
    GPtrArray *list = *(GPtrArray **) field;
    g_autofree char **items = cvpn_list_split (at, value);

    cvpn_list_check (at, items, at->key->maximum);
    for (guint i = 0; items[i]; i++)
        g_ptr_array_add (list, g_strdup (items[i]));
}

static void
read_names (const CvpnReading *at, const char *value, gpointer field)
{
    const GPtrArray *list = *(GPtrArray **) field;

    read_texts (at, value, field);
    for (guint i = 0; i < list->len; i++)
        cvpn_value_refer (at, at->key->refers, list->pdata[i]);
}

static void
read_boolean (const CvpnReading *at, const char *value, gpointer field)
{
    const gboolean yes = strcmp (value, "true") == 0;

    if (yes || strcmp (value, "false") == 0)
        *(gboolean *) field = yes;
    else
        cvpn_reading_fail (at, "'%s' is neither true nor false", value);
}

static void
read_choice (const CvpnReading *at, const char *value, gpointer field)
{
    const gint index = cvpn_list_choose (at, at->key->refers, value);

    if (index >= 0)
        *(guint *) field = (guint) index;
}

static void
read_flags (const CvpnReading *at, const char *value, gpointer field)
{
    g_autofree char **items = cvpn_list_split (at, value);

    cvpn_list_check (at, items, at->key->maximum);
    for (guint i = 0; items[i]; i++) {
        const gint index = cvpn_list_choose (at, at->key->refers, items[i]);
        if (index >= 0)
            *(guint *) field |= 1u << index;
    }
}

static void
read_integer (const CvpnReading *at, const char *value, gpointer field)
{
    GError *error = NULL;

    if (!cvpn_integer_parse (value, at->key->minimum, at->key->maximum, field, &error))
        cvpn_reading_fail_error (at, error);
}

static void
read_duration (const CvpnReading *at, const char *value, gpointer field)
{
    GError *error = NULL;

    if (!cvpn_duration_parse (value, field, &error))
        cvpn_reading_fail_error (at, error);
    else if (at->key->flags & CVPN_KEY_POSITIVE && *(gint64 *) field == 0)
        cvpn_reading_fail (at, "'%s' is no time at all; expected a duration above 0s", value);
}

static void
read_time_of_day (const CvpnReading *at, const char *value, gpointer field)
{
    GError *error = NULL;

    if (!cvpn_time_of_day_parse (value, field, &error))
        cvpn_reading_fail_error (at, error);
}

static void
read_date (const CvpnReading *at, const char *value, gpointer field)
{
    GError *error = NULL;

    if (!cvpn_date_parse (value, field, &error))
        cvpn_reading_fail_error (at, error);
}

static void
read_bandwidth (const CvpnReading *at, const char *value, gpointer field)
{
    GError *error = NULL;

    if (!cvpn_bandwidth_parse (value, field, &error))
        cvpn_reading_fail_error (at, error);
    else if (at->key->flags & CVPN_KEY_POSITIVE && *(double *) field <= 0)
        cvpn_reading_fail (at, "'%s' carries nothing; expected a bandwidth above 0bps", value);
}

static void
read_fraction (const CvpnReading *at, const char *value, gpointer field)
{
    GError *error = NULL;

    if (!cvpn_fraction_parse (value, field, &error))
        cvpn_reading_fail_error (at, error);
}

static void
read_prefix (const CvpnReading *at, const char *value, gpointer field)
{
    GError *error = NULL;

    if (!cvpn_prefix_parse (value, field, &error))
        cvpn_reading_fail_error (at, error);
}

static void
read_prefixes (const CvpnReading *at, const char *value, gpointer field)
{
    g_autofree char **items = cvpn_list_split (at, value);

    cvpn_list_check (at, items, at->key->maximum);
    for (guint i = 0; items[i]; i++) {
        GError *error = NULL;
        CvpnPrefix prefix;
        if (cvpn_prefix_parse (items[i], &prefix, &error))
            g_array_append_val (*(GArray **) field, prefix);
        else
            cvpn_reading_fail_error (at, error);
    }
}

static void
read_address (const CvpnReading *at, const char *value, gpointer field)
{
    GError *error = NULL;
    guint32 address;

    if (!cvpn_address_parse (value, &address, &error))
        cvpn_reading_fail_error (at, error);
    else if (address == 0)
        cvpn_reading_fail (at, "0.0.0.0 is nobody's address");
    else
        *(guint32 *) field = address;
}

static void
read_addresses (const CvpnReading *at, const char *value, gpointer field)
{
    g_autofree char **items = cvpn_list_split (at, value);

    cvpn_list_check (at, items, at->key->maximum);
    for (guint i = 0; items[i]; i++) {
        guint32 address = 0;
        read_address (at, items[i], &address);
        g_array_append_val (*(GArray **) field, address);
    }
}

static void
read_duration_draw (const CvpnReading *at, const char *value, gpointer field)
{
    cvpn_draws_read (at, value, CVPN_QUANTITY_DURATION, field);
}

static void
read_size_draw (const CvpnReading *at, const char *value, gpointer field)
{
    cvpn_draws_read (at, value, CVPN_QUANTITY_SIZE, field);
}

static void
read_custom (const CvpnReading *at, const char *value, gpointer field)
{
    at->key->parse (at, value, field);
}

static void
unset_choice (gpointer field)
{
    *(guint *) field = G_MAXUINT;
}

static void
unset_integer (gpointer field)
{
    *(gint64 *) field = -1;
}

static void
unset_fraction (gpointer field)
{
    *(double *) field = -1;
}

static void
unset_prefix (gpointer field)
{
    ((CvpnPrefix *) field)->length = CVPN_PREFIX_UNSET;
}

static void
unset_texts (gpointer field)
{
    *(GPtrArray **) field = g_ptr_array_new_with_free_func (g_free);
}

static void
unset_prefixes (gpointer field)
{
    *(GArray **) field = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
}

static void
unset_addresses (gpointer field)
{
    *(GArray **) field = g_array_new (FALSE, FALSE, sizeof (guint32));
}

static void
unset_matches (gpointer field)
{
    *(GPtrArray **) field = g_ptr_array_new (); /* the matches are the document's */
}

static void
unset_rows (gpointer field)
{
    *(GPtrArray **) field = g_ptr_array_new_with_free_func (cvpn_rows_clear);
}

static void
clear_text (gpointer field)
{
    g_clear_pointer ((char **) field, g_free);
}

static void
clear_pointers (gpointer field)
{
    g_clear_pointer ((GPtrArray **) field, g_ptr_array_unref);
}

static void
clear_array (gpointer field)
{
    g_clear_pointer ((GArray **) field, g_array_unref);
}

static void
clear_draw (gpointer field)
{
    cvpn_distribution_clear (field);
}

static const ValueType types[CVPN_N_KEY_TYPES] = {
    [CVPN_KEY_TEXT] = { read_text, NULL, clear_text, FALSE },
    [CVPN_KEY_TOKEN] = { read_token, NULL, clear_text, FALSE },
    [CVPN_KEY_WORD] = { read_word, NULL, clear_text, FALSE },
    [CVPN_KEY_NAME] = { read_name, NULL, clear_text, FALSE },
    [CVPN_KEY_NAMES] = { read_names, unset_texts, clear_pointers, TRUE },
    [CVPN_KEY_TEXTS] = { read_texts, unset_texts, clear_pointers, TRUE },
    [CVPN_KEY_BOOLEAN] = { read_boolean, NULL, NULL, FALSE },
    [CVPN_KEY_CHOICE] = { read_choice, unset_choice, NULL, FALSE },
    [CVPN_KEY_FLAGS] = { read_flags, NULL, NULL, TRUE },
    [CVPN_KEY_INTEGER] = { read_integer, unset_integer, NULL, FALSE },
    [CVPN_KEY_DURATION] = { read_duration, unset_integer, NULL, FALSE },
    [CVPN_KEY_TIME_OF_DAY] = { read_time_of_day, NULL, NULL, FALSE },
    [CVPN_KEY_DATE] = { read_date, NULL, NULL, FALSE },
    [CVPN_KEY_BANDWIDTH] = { read_bandwidth, NULL, NULL, FALSE },
    [CVPN_KEY_FRACTION] = { read_fraction, unset_fraction, NULL, FALSE },
    [CVPN_KEY_PREFIX] = { read_prefix, unset_prefix, NULL, FALSE },
    [CVPN_KEY_PREFIXES] = { read_prefixes, unset_prefixes, clear_array, TRUE },
    [CVPN_KEY_ADDRESS] = { read_address, NULL, NULL, FALSE },
    [CVPN_KEY_ADDRESSES] = { read_addresses, unset_addresses, clear_array, TRUE },
    [CVPN_KEY_DURATION_DRAW] = { read_duration_draw, NULL, clear_draw, FALSE },
    [CVPN_KEY_SIZE_DRAW] = { read_size_draw, NULL, clear_draw, FALSE },
    [CVPN_KEY_MATCHES] = { cvpn_matches_parse, unset_matches, clear_pointers, TRUE },
    [CVPN_KEY_CUSTOM] = { read_custom, NULL, NULL, FALSE },
    [CVPN_KEY_ROWS] = { read_custom, unset_rows, clear_pointers, FALSE },
};

void
cvpn_value_read (const CvpnReading *at, const char *value, gpointer field)
{
    types[at->key->type].read (at, value, field);
}

void
cvpn_value_unset (const CvpnKey *key, gpointer field)
{
    if (types[key->type].unset)
        types[key->type].unset (field);
}

void
cvpn_value_clear (const CvpnKey *key, gpointer field)
{
    if (key->clear)
        key->clear (field);
    else if (types[key->type].clear)
        types[key->type].clear (field);
}

gboolean
cvpn_value_is_list (const CvpnKey *key)
{
    return types[key->type].list || key->flags & CVPN_KEY_LIST;
}
