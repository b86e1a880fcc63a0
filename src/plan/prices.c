/* prices: a file of [prices REGION] groups, read by a table of keys as scenarios are. */
#include <cvpnsim/error.h>
#include <cvpnsim/plan.h>

#include "base/date.h"
#include "base/quantity.h"
#include "base/spelling.h"
#include "input/section.h"

/* Of any currency: what is more was mistyped. */
#define PRICE_MAX 1e6

typedef struct {
    const CvpnGroup *group;
    CvpnPlanPrices prices;
} Region;

static void
parse_price (const CvpnReading *at, const char *value, gpointer field)
{
    GError *error = NULL;

    if (!cvpn_number_parse (value, field, &error))
        cvpn_reading_fail_error (at, error);
    else if (*(double *) field > PRICE_MAX)
        cvpn_reading_fail (at, "'%s' is too much for an hour; expected up to %.0f", value,
                           PRICE_MAX);
}

/* A day, or a month alone. */
static void
parse_date (const CvpnReading *at, const char *value, gpointer field)
{
    g_autofree char *first = g_strconcat (value, "-01", NULL);
    gint64 date;

    if (cvpn_date_parse (value, &date, NULL) || cvpn_date_parse (first, &date, NULL))
        *(char **) field = g_strdup (value);
    else
        cvpn_reading_fail (at, "'%s' is not a date; expected YYYY-MM-DD or YYYY-MM", value);
}

static void
clear_text (gpointer field)
{
    g_clear_pointer ((char **) field, g_free);
}

static void
clear_nothing (gpointer field)
{
    (void) field;
}

#define PRICE(word, member)                                                                        \
    {                                                                                              \
        .name = word, .type = CVPN_KEY_CUSTOM, .flags = CVPN_KEY_REQUIRED,                         \
        .offset = offsetof (Region, prices.member), .parse = parse_price, .clear = clear_nothing   \
    }
#define TEXT(word, member)                                                                         \
    {                                                                                              \
        .name = word, .type = CVPN_KEY_TEXT, .flags = CVPN_KEY_REQUIRED,                           \
        .offset = offsetof (Region, prices.member)                                                 \
    }

static const CvpnKey keys[] = {
    PRICE ("association-hour", association_hour),
    PRICE ("connection-hour", connection_hour),
    PRICE ("public-address-hour", public_address_hour),
    TEXT ("currency", currency),
    { .name = "date",
      .type = CVPN_KEY_CUSTOM,
      .flags = CVPN_KEY_REQUIRED,
      .offset = offsetof (Region, prices.date),
      .parse = parse_date,
      .clear = clear_text },
    TEXT ("source", source),
};

static const CvpnSection section = {
    .kind = "prices",
    .named = TRUE,
    .size = sizeof (Region),
    .keys = keys,
    .n_keys = G_N_ELEMENTS (keys),
};

static void
read_region (const CvpnGroup *group, CvpnReport *report, Region *region)
{
    const CvpnReading at = { .group = group, .report = report };

    cvpn_section_read (&section, &at, region);
}

static gboolean
check_group (const CvpnGroup *group, CvpnReport *report)
{
    const char *known = section.kind;

    if (g_str_equal (group->kind, section.kind) && *group->name)
        return TRUE;
    if (g_str_equal (group->kind, section.kind)) {
        cvpn_group_fail (group, NULL, report, "names no region; expected [prices REGION]");
        return FALSE;
    }
    g_autofree char *hint = cvpn_spelling_hint (group->kind, &known, 1);
    cvpn_group_fail (group, NULL, report, "unknown group%s", hint);
    return FALSE;
}

/* All groups are read, whichever is wanted: a fault in any of them is one. */
static void
read_regions (const CvpnDocument *document, const char *wanted, CvpnReport *report, Region *result)
{
    for (guint i = 0; i < document->groups->len; i++) {
        const CvpnGroup *group = document->groups->pdata[i];
        Region region = { 0 };
        if (!check_group (group, report))
            continue;
        read_region (group, report, &region);
        if (g_str_equal (group->name, wanted))
            *result = region;
        else
            cvpn_section_clear (&section, &region);
    }
}

static void
refuse_region (const CvpnDocument *document, const char *path, const char *region, GError **error)
{
    g_autoptr (GString) known = g_string_new (NULL);

    for (guint i = 0; i < document->groups->len; i++)
        g_string_append_printf (known, "%s%s", i > 0 ? ", " : "",
                                ((CvpnGroup *) document->groups->pdata[i])->name);
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_REFERENCE,
                 "%s: no prices of the region '%s'; known: %s. For another one, copy the file, add "
                 "a group [prices %s] with the keys of the others, and name it with --prices",
                 path, region, known->len > 0 ? known->str : "none", region);
}

static const char *
find_file (const char *path)
{
    const char *chosen = g_getenv ("CVPNSIM_PRICES");

    if (path)
        return path;
    if (chosen && *chosen)
        return chosen;
    return g_file_test (CVPN_PRICES_INSTALLED, G_FILE_TEST_IS_REGULAR) ? CVPN_PRICES_INSTALLED
                                                                       : CVPN_PRICES_SOURCE;
}

CvpnPlanPrices *
cvpn_plan_prices_read (const char *path, const char *region, CvpnReport *report, GError **error)
{
    g_autoptr (CvpnDocument) document = cvpn_document_new ();
    const char *file = find_file (path);
    const char *wanted = region ? region : "us-east-1";
    Region found = { 0 };

    if (cvpn_document_read (document, file, NULL, report))
        read_regions (document, wanted, report, &found);
    const guint errors = cvpn_report_errors (report);
    if (errors > 0)
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_SCENARIO, "%s: %u error%s", file, errors,
                     errors == 1 ? "" : "s");
    else if (!found.group)
        refuse_region (document, file, wanted, error);
    if (errors > 0 || !found.group) {
        cvpn_section_clear (&section, &found);
        return NULL;
    }
    found.prices.region = g_strdup (wanted);
    found.prices.file = g_strdup (file);
    return g_memdup2 (&found.prices, sizeof found.prices);
}
