/* cli: options by GOption, in one place.
 *
 * Words are taken as file names are, byte by byte, so that nothing depends on
 * the locale; output is UTF-8 as it stands, for the same reason. */
#include "cli/cli.h"
#include "cli/ranks_open.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cvpnsim/error.h>

#include "base/quantity.h"
#include "base/refuse.h"

/* Behind what has been printed so far, wherever the two go. */
G_GNUC_PRINTF (2, 0)
static void
print_message (const char *kind, const char *format, va_list arguments)
{
    g_autofree char *text = g_strdup_vprintf (format, arguments);

    fflush (stdout);
    fprintf (stderr, "cvpnsim: %s%s\n", kind, text);
}

int
cvpn_cli_fail_input (const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    print_message ("error: ", format, arguments);
    va_end (arguments);
    return CVPN_EXIT_INPUT;
}

void
cvpn_cli_remark (const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    print_message ("", format, arguments);
    va_end (arguments);
}

int
cvpn_cli_fail (const GError *error)
{
    if (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_SCENARIO)) /* it names file and line */
        fprintf (stderr, "%s\n", error->message);
    else
        cvpn_cli_fail_input ("%s", error->message);
    return g_error_matches (error, CVPN_ERROR, CVPN_ERROR_IO) ? CVPN_EXIT_OUTSIDE : CVPN_EXIT_INPUT;
}

void
cvpn_common_clear (CvpnCommon *common)
{
    g_strfreev (common->arguments);
    g_strfreev (common->set);
    g_free (common->seed);
    g_free (common->duration);
    g_free (common->format_word);
    g_free (common->color_word);
    g_free (common->fail_on_word);
    *common = (CvpnCommon){ 0 };
}

static void
add_entry (GOptionContext *context, GOptionEntry entry)
{
    const GOptionEntry entries[] = { entry, { 0 } };

    g_option_context_add_main_entries (context, entries, NULL);
}

static void
add_words (GOptionContext *context, const char *name, char **word, const char *text,
           const char *value)
{
    add_entry (context, (GOptionEntry){ name, 0, 0, G_OPTION_ARG_FILENAME, word, text, value });
}

static void
add_overrides (GOptionContext *context, CvpnCommon *common)
{
    add_entry (context,
               (GOptionEntry){ "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &common->set,
                               "Override what the file says; may be repeated", "GROUP.KEY=VALUE" });
    add_words (context, "seed", &common->seed, "Seed of the random numbers", "N");
    add_words (context, "duration", &common->duration, "How long to simulate", "DURATION");
}

static void
add_common (GOptionContext *context, const CvpnUsage *usage, CvpnCommon *common)
{
    if (usage->takes & CVPN_TAKES_OVERRIDES)
        add_overrides (context, common);
    if (usage->takes & CVPN_TAKES_FORMAT)
        add_words (context, "format", &common->format_word, "Form of the answer (default: text)",
                   usage->takes & CVPN_TAKES_FINDINGS ? "text|json|sarif" : "text|json");
    if (usage->takes & CVPN_TAKES_FINDINGS)
        add_words (context, "fail-on", &common->fail_on_word,
                   "Exit status 1 from this severity on; default: error", "error|warning|note");
    if (usage->takes & CVPN_TAKES_COLOR)
        add_words (context, "color", &common->color_word,
                   "Colours (default: auto, on a terminal and without NO_COLOR)",
                   "auto|always|never");
    if (usage->takes & CVPN_TAKES_QUIET)
        add_entry (context, (GOptionEntry){ "quiet", 'q', 0, G_OPTION_ARG_NONE, &common->quiet,
                                            "No remarks on standard error", NULL });
    add_entry (context, (GOptionEntry){ "help", 'h', 0, G_OPTION_ARG_NONE, &common->help,
                                        "Show this help", NULL });
    add_entry (context, (GOptionEntry){ G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY,
                                        &common->arguments, NULL, usage->parameters });
}

static gboolean
color_by_terminal (void)
{
    const char *no_color = g_getenv ("NO_COLOR");
    const char *terminal = g_getenv ("TERM");

    return isatty (STDOUT_FILENO) && !(no_color && *no_color) && g_strcmp0 (terminal, "dumb") != 0;
}

static gboolean
read_format (const CvpnUsage *usage, CvpnCommon *common, GError **error)
{
    const gboolean findings = (usage->takes & CVPN_TAKES_FINDINGS) != 0;
    const char *format = common->format_word ? common->format_word : "text";

    common->json = strcmp (format, "json") == 0;
    common->sarif = findings && strcmp (format, "sarif") == 0;
    if (common->json || common->sarif || strcmp (format, "text") == 0)
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "--format %s: expected %s", format,
                 findings ? "text, json or sarif" : "text or json");
    return FALSE;
}

static gboolean
read_fail_on (CvpnCommon *common, GError **error)
{
    static const char *const words[] = { [CVPN_SEVERITY_NOTE] = "note",
                                         [CVPN_SEVERITY_WARNING] = "warning",
                                         [CVPN_SEVERITY_ERROR] = "error" };

    common->fail_on = CVPN_SEVERITY_ERROR;
    if (!common->fail_on_word)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        if (strcmp (common->fail_on_word, words[i]) == 0) {
            common->fail_on = (CvpnSeverity) i;
            return TRUE;
        }
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                 "--fail-on %s: expected error, warning or note", common->fail_on_word);
    return FALSE;
}

static gboolean
read_color (CvpnCommon *common, GError **error)
{
    const char *color = common->color_word ? common->color_word : "auto";

    common->color =
        strcmp (color, "always") == 0 || (strcmp (color, "auto") == 0 && color_by_terminal ());
    if (common->color || strcmp (color, "auto") == 0 || strcmp (color, "never") == 0)
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "--color %s: expected auto, always or never",
                 color);
    return FALSE;
}

static gboolean
read_words (const CvpnUsage *usage, CvpnCommon *common, GError **error)
{
    return read_format (usage, common, error) && read_color (common, error) &&
           read_fail_on (common, error);
}

static gboolean
check_arguments (const CvpnUsage *usage, CvpnCommon *common, GError **error)
{
    if (!common->arguments)
        common->arguments = g_new0 (char *, 1);
    const guint n = g_strv_length (common->arguments);
    if (n > usage->n_max)
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "'%s' is one argument too many",
                     common->arguments[usage->n_max]);
    else if (n < usage->n_min)
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "expected %s", usage->parameters);
    else
        return TRUE;
    return FALSE;
}

/* mpirun is not to start several processes that would all do the same, and into one folder: the
 * first says so. */
static gboolean
is_alone (const char *command, int *status)
{
    gboolean first;
    const guint64 n = cvpn_ranks_started (&first);

    if (n == 1)
        return TRUE;
    *status = CVPN_EXIT_FINE;
    if (first)
        *status = cvpn_cli_fail_input ("mpirun: it has started %" G_GUINT64_FORMAT
                                       " processes of '%s', and only sweep shares its work; "
                                       "expected one process",
                                       n, command);
    return FALSE;
}

gboolean
cvpn_cli_parse (const CvpnUsage *usage, char **argv, CvpnCommon *common, int *status)
{
    g_autoptr (GOptionContext) context = g_option_context_new (NULL);
    g_autofree char *program = g_strconcat ("cvpnsim ", usage->command, NULL);
    g_auto (GStrv) words = g_strdupv (argv);
    g_autoptr (GError) error = NULL;

    g_set_prgname (program);
    g_option_context_set_help_enabled (context, FALSE); /* it would leave by exit() */
    g_option_context_set_summary (context, usage->summary);
    if (usage->entries)
        g_option_context_add_main_entries (context, usage->entries, NULL);
    add_common (context, usage, common);
    const gboolean parsed = g_option_context_parse_strv (context, &words, &error);
    if (common->help) {
        g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
        fputs (help, stdout);
        *status = CVPN_EXIT_FINE;
        return FALSE;
    }
    if (parsed && read_words (usage, common, &error) && check_arguments (usage, common, &error))
        return (usage->takes & CVPN_TAKES_RANKS) || is_alone (usage->command, status);
    *status =
        cvpn_cli_fail_input ("%s: %s; see %s --help", usage->command, error->message, program);
    return FALSE;
}

CvpnOverrides
cvpn_cli_overrides (const CvpnCommon *common)
{
    return (CvpnOverrides){
        .set = common->set,
        .seed = common->seed,
        .duration = common->duration,
    };
}

CvpnScenario *
cvpn_cli_load (const char *path, const CvpnCommon *common, int *status)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    return cvpn_cli_load_report (path, common, report, status);
}

CvpnScenario *
cvpn_cli_load_report (const char *path, const CvpnCommon *common, CvpnReport *report, int *status)
{
    const CvpnOverrides overrides = cvpn_cli_overrides (common);
    g_autoptr (GError) error = NULL;
    CvpnScenario *scenario = cvpn_scenario_load (path, &overrides, report, &error);
    g_autofree char *faults = cvpn_report_format (report);

    fputs (faults, stderr);
    if (scenario)
        return scenario;
    /* Faults of the file stand above, each with its line. */
    *status = g_error_matches (error, CVPN_ERROR, CVPN_ERROR_SCENARIO) ? CVPN_EXIT_INPUT
                                                                       : cvpn_cli_fail (error);
    return scenario;
}

gboolean
cvpn_cli_read_time (const char *text, const char *option, gint64 *ns, GError **error)
{
    if (!text || cvpn_duration_parse (text, ns, error))
        return TRUE;
    g_prefix_error (error, "%s: ", option);
    return FALSE;
}

gboolean
cvpn_cli_read_count (const char *text, const char *option, gint64 minimum, gint64 maximum,
                     gint64 *count, GError **error)
{
    if (!text || cvpn_integer_parse (text, minimum, maximum, count, error))
        return TRUE;
    g_prefix_error (error, "%s: ", option);
    return FALSE;
}

gboolean
cvpn_cli_read_share (const char *text, const char *option, double *share, GError **error)
{
    if (!text)
        return TRUE;
    if (!cvpn_fraction_parse (text, share, error)) {
        g_prefix_error (error, "%s: ", option);
        return FALSE;
    }
    return (*share > 0 && *share < 1) ||
           cvpn_refuse_usage (error, "%s %s: expected a share above 0 and below 100%%", option,
                              text);
}

gboolean
cvpn_cli_read_source_port (const char *text, gint *port, GError **error)
{
    gint64 value = -1;

    if (text && !cvpn_integer_parse (text, 1, 65535, &value, error)) {
        g_prefix_error (error, "--source-port: ");
        return FALSE;
    }
    *port = (gint) value;
    return TRUE;
}
