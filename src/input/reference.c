/* reference: the page of all groups and keys, from the tables that read them. */
#include <cvpnsim/scenario.h>

#include <string.h>

#include "input/list.h"
#include "input/sections.h"
#include "input/value.h"

static const char preamble[] =
    "# Scenario files\n"
    "\n"
    "<!-- Generated from the tables in src/input by cvpn_scenario_reference(); do not edit. -->\n"
    "\n"
    "A scenario is a text file, `NAME.ini`: groups in brackets, `KEY = VALUE` lines below each, "
    "and comments,\nwhich are whole lines that begin with `#`.\n"
    "\n"
    "- A group is `[kind name]`, or `[kind]` where there is one only. Names match "
    "`[A-Za-z0-9][A-Za-z0-9._-]*` and are\n  unique over all resources; `clients`, `traffic`, "
    "`event` and `expect` have names of their own. Reserved for resources:\n  `local blackhole "
    "internet main "
    "vpc propagating allow deny all tcp udp icmp`.\n"
    "- Lists are separated by `;`, a last one is allowed; items are trimmed. Fields inside an "
    "item are separated by\n  spaces.\n"
    "- A group or key that is unknown or given twice is an error, and so is a name that nothing "
    "has.\n"
    "- Quantities carry a unit. Durations: `ns us ms s min h d`, also as sums, `1h30min`. Sizes: "
    "`B kB MB GB KiB MiB\n  GiB`. Bandwidths: `bps kbps Mbps Gbps`. Rates: `20/s 20/min 20/h "
    "20/d`. Fractions: `0.5` or `50%`.\n"
    "- A distribution is `constant X` (or just `X`), `uniform A B`, `exponential MEAN`, "
    "`normal MEAN SD` (what\n  is below 0 is drawn again), `lognormal MEDIAN SIGMA`, `pareto "
    "MINIMUM ALPHA`, `weibull SCALE "
    "SHAPE` or\n  `empirical FILE.csv COLUMN`; or a `mixture` of them, the last one with what is "
    "left: `mixture 20% uniform 1min 30min,\n  lognormal 6h 0.35`.\n"
    "- A packet match is `PROTOCOL PORTS PEER`. Protocols: `tcp udp icmp all` or an IP protocol "
    "number. Ports: `443`,\n  `1024-65535` or `*`; none with `all` and numbers; with `icmp` an "
    "optional `TYPE` or `TYPE/CODE`. The peer is a\n  CIDR, or the name of a security group or of "
    "a prefix list; in network ACLs a CIDR.\n"
    "- IPv4 only. A CIDR with host bits set is an error.\n"
    "- Files named in a value are relative to the file that it stands in.\n";

static void
append_words (GString *out, const char *choices)
{
    g_auto (GStrv) words = cvpn_list_words (choices);
    const guint n = g_strv_length (words);

    for (guint i = 0; i < n; i++)
        g_string_append_printf (out, "%s`%s`", i == 0 ? "" : i + 1 < n ? ", " : " or ", words[i]);
}

/* "name of a subnet or `*`", "list of names of a ..." */
static void
append_names (GString *out, const char *refers)
{
    g_auto (GStrv) choices = g_strsplit (refers, "|", -1);
    const guint n = g_strv_length (choices);

    for (guint i = 0; i < n; i++) {
        g_string_append (out, i == 0 ? "" : i + 1 < n ? ", " : " or ");
        if (*choices[i] == '=')
            g_string_append_printf (out, "`%s`", choices[i] + 1);
        else
            g_string_append_printf (out, "%s`[%s]`", i == 0 ? "name of a " : "", choices[i]);
    }
}

static void
append_matches (GString *out, const CvpnKey *key)
{
    g_string_append_printf (out, "list of `%sPROTOCOL PORTS %s`",
                            key->flags & CVPN_KEY_WITH_ACTION ? "allow\\|deny " : "",
                            key->refers ? "PEER" : "CIDR");
}

static void
append_integer (GString *out, const CvpnKey *key)
{
    if (key->maximum == G_MAXINT64)
        g_string_append_printf (out, "whole number from %" G_GINT64_FORMAT, key->minimum);
    else
        g_string_append_printf (out, "whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                                key->minimum, key->maximum);
}

/* What a value is, by its type, where a few words say it. */
static const char *const words_of_types[CVPN_N_KEY_TYPES] = {
    [CVPN_KEY_TEXT] = "text",
    [CVPN_KEY_TOKEN] = "a word",
    [CVPN_KEY_TEXTS] = "list of texts",
    [CVPN_KEY_BOOLEAN] = "`true` or `false`",
    [CVPN_KEY_DURATION] = "duration",
    [CVPN_KEY_TIME_OF_DAY] = "time of day",
    [CVPN_KEY_DATE] = "date, `YYYY-MM-DD`",
    [CVPN_KEY_BANDWIDTH] = "bandwidth",
    [CVPN_KEY_FRACTION] = "fraction",
    [CVPN_KEY_PREFIX] = "CIDR",
    [CVPN_KEY_PREFIXES] = "list of CIDRs",
    [CVPN_KEY_ADDRESS] = "address",
    [CVPN_KEY_ADDRESSES] = "list of addresses",
    [CVPN_KEY_DURATION_DRAW] = "distribution of durations",
    [CVPN_KEY_SIZE_DRAW] = "distribution of sizes",
};

static void
append_value (GString *out, const CvpnKey *key)
{
    if (key->value || words_of_types[key->type]) {
        g_string_append (out, key->value ? key->value : words_of_types[key->type]);
    } else if (key->type == CVPN_KEY_MATCHES) {
        append_matches (out, key);
    } else if (key->type == CVPN_KEY_INTEGER) {
        append_integer (out, key);
    } else if (key->type == CVPN_KEY_CHOICE || key->type == CVPN_KEY_WORD) {
        append_words (out, key->refers);
    } else if (key->type == CVPN_KEY_FLAGS) {
        g_string_append (out, "list of ");
        append_words (out, key->refers);
    } else if (key->refers) {
        g_string_append (out, key->type == CVPN_KEY_NAMES ? "list, each the " : "");
        append_names (out, key->refers);
    }
    if (key->maximum > 0 && key->type != CVPN_KEY_INTEGER && cvpn_value_is_list (key))
        g_string_append_printf (out, ", at most %" G_GINT64_FORMAT, key->maximum);
}

static void
append_default (GString *out, const CvpnKey *key)
{
    if (key->type == CVPN_KEY_ROWS)
        g_string_append (out, "none");
    else if (key->flags & CVPN_KEY_REQUIRED)
        g_string_append (out, "required");
    else if (key->fallback && *key->fallback)
        g_string_append_printf (out, "`%s`", key->fallback);
    else
        g_string_append (out, "not set");
}

static void
append_key (GString *out, const CvpnKey *key)
{
    g_string_append_printf (out, key->type == CVPN_KEY_ROWS ? "| %s | " : "| `%s` | ", key->name);
    append_value (out, key);
    g_string_append (out, " | ");
    append_default (out, key);
    g_string_append_printf (out, " | %s |\n", key->help);
}

static void
append_section (GString *out, const CvpnSection *section)
{
    const char *name = !section->named ? "" : section->owner ? " ENDPOINT" : " NAME";

    g_string_append_printf (out, "\n## [%s%s]\n\n%s\n\n", section->kind, name, section->help);
    g_string_append (out, "| key | value | default | what it is |\n| --- | --- | --- | --- |\n");
    for (guint i = 0; i < section->n_keys; i++)
        append_key (out, &section->keys[i]);
    if (section->page) {
        g_autofree char *page = section->page ();
        g_string_append (out, page);
    }
}

char *
cvpn_scenario_reference (void)
{
    GString *out = g_string_new (preamble);
    guint n;
    const CvpnSection *const *sections = cvpn_sections (&n);

    for (guint i = 0; i < n; i++)
        append_section (out, sections[i]);
    return g_string_free (out, FALSE);
}
