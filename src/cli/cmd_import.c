/* cvpnsim import: a scenario made of what describes a real configuration. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cvpnsim/import.h>

#include "base/new_file.h"
#include "base/refuse.h"
#include "cli/cli.h"
#include "cli/signals.h"

typedef struct {
    char *output;
    gboolean force;
    char **endpoints, **hosts, **parameters;
    char *per_subnet, *assume;
    CvpnImportOptions options;
    char **host_words; /* --hosts, taken apart */
} Options;

static gboolean
read_assume (Options *o, GError **error)
{
    g_auto (GStrv) words = g_strsplit (o->assume ? o->assume : "", ",", -1);

    for (guint i = 0; words[i]; i++) {
        const char *word = g_strstrip (words[i]);
        if (strcmp (word, "network-acls") == 0)
            o->options.assume |= CVPN_ASSUME_NETWORK_ACLS;
        else if (strcmp (word, "hosts") == 0)
            o->options.assume |= CVPN_ASSUME_HOSTS;
        else
            return cvpn_refuse_usage (error, "--assume %s: expected network-acls, hosts or both",
                                      o->assume);
    }
    return TRUE;
}

/* "instances;10.0.1.0/24"; a block that is none would match nothing, in silence. */
static gboolean
read_hosts (Options *o, GError **error)
{
    GPtrArray *words = g_ptr_array_new ();

    for (guint i = 0; o->hosts && o->hosts[i]; i++) {
        g_auto (GStrv) parts = g_strsplit (o->hosts[i], ";", -1);
        for (guint j = 0; parts[j]; j++)
            if (*g_strstrip (parts[j]))
                g_ptr_array_add (words, g_strdup (parts[j]));
    }
    const gboolean given = o->hosts != NULL, empty = words->len == 0;
    g_ptr_array_add (words, NULL);
    o->host_words = (char **) g_ptr_array_free (words, FALSE);
    if (given && empty)
        return cvpn_refuse_usage (error, "--hosts: expected all, none, instances, ids, CIDRs or "
                                         "patterns of names");
    o->options.hosts = given ? (const char *const *) o->host_words : NULL;
    return TRUE;
}

static gboolean
read_options (Options *o, GError **error)
{
    gint64 limit = 0;

    if (!cvpn_cli_read_count (o->per_subnet, "--hosts-per-subnet", 1, G_MAXUINT32, &limit, error) ||
        !read_assume (o, error) || !read_hosts (o, error))
        return FALSE;
    o->options.hosts_per_subnet = (guint) limit;
    o->options.endpoints = (const char *const *) o->endpoints;
    o->options.parameters = (const char *const *) o->parameters;
    return TRUE;
}

/* Before the work: a file that is there already is nobody's to lose. */
static gboolean
check_output (const Options *o, GError **error)
{
    struct stat status;

    if (!o->output)
        return TRUE;
    if (!*o->output)
        return cvpn_refuse_usage (error, "-o: the file's name is empty");
    if (lstat (o->output, &status) != 0)
        return TRUE; /* what else is wrong, writing says */
    if (!S_ISREG (status.st_mode))
        return cvpn_refuse_usage (error, "%s: is there already, not a plain file", o->output);
    return o->force ||
           cvpn_refuse_usage (error, "%s: is there already; --force replaces it", o->output);
}

static gboolean
write_scenario (const Options *o, const CvpnImport *import, GError **error)
{
    g_autoptr (CvpnNewFile) file = cvpn_new_file_new (o->output, error);

    return file && cvpn_new_file_write (file, cvpn_import_scenario (import), error) &&
           cvpn_new_file_commit (file, o->force, error);
}

/* An interruption waits until the file has its name, or none of it is left; then it is obeyed. */
static gboolean
write_in_peace (const Options *o, const CvpnImport *import, GError **error)
{
    sigset_t held;

    cvpn_signals_hold (&held);
    const gboolean written = write_scenario (o, import, error);
    sigprocmask (SIG_UNBLOCK, &held, NULL);
    return written;
}

/* With -o the report is the result, else the scenario is. */
static int
give_out (const Options *o, const CvpnCommon *common, const CvpnImport *import)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *report = common->json ? cvpn_import_report_json (import)
                                           : cvpn_import_report_text (import, common->color);

    if (o->output && !write_in_peace (o, import, &error))
        return cvpn_cli_fail (error);
    if (!o->output)
        fputs (cvpn_import_scenario (import), stdout);
    if (o->output || common->quiet) {
        fputs (o->output ? report : "", stdout);
        return CVPN_EXIT_FINE;
    }
    fflush (stdout);
    fputs (report, stderr);
    return CVPN_EXIT_FINE;
}

static int
import_path (const Options *o, const CvpnCommon *common, const char *path)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnImport) import = cvpn_import (path, &o->options, report, &error);
    g_autofree char *faults = cvpn_report_format (report);

    fputs (faults, stderr);
    return import ? give_out (o, common, import) : cvpn_cli_fail (error);
}

static void
clear_options (Options *o)
{
    g_free (o->output);
    g_free (o->per_subnet);
    g_free (o->assume);
    g_strfreev (o->endpoints);
    g_strfreev (o->hosts);
    g_strfreev (o->parameters);
    g_strfreev (o->host_words);
}

static int
run_import (Options *o, CvpnCommon *common)
{
    g_autoptr (GError) error = NULL;

    if (!read_options (o, &error) || !check_output (o, &error))
        return cvpn_cli_fail (error);
    return import_path (o, common, common->arguments[0]);
}

int
cvpn_cmd_import (char **argv)
{
    Options o = { 0 };
    const GOptionEntry entries[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output,
          "File to write the scenario to; default: standard output, the report goes to standard "
          "error",
          "FILE" },
        { "force", 'f', 0, G_OPTION_ARG_NONE, &o.force, "Replace the file", NULL },
        { "endpoint", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.endpoints,
          "This Client VPN endpoint only; may be repeated", "ID" },
        { "hosts", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.hosts,
          "Interfaces that become hosts: all, none, instances, ids, CIDRs or patterns of names",
          "WHICH[;WHICH]" },
        { "hosts-per-subnet", 0, 0, G_OPTION_ARG_FILENAME, &o.per_subnet,
          "At most so many of a subnet, in the order of their addresses", "N" },
        { "assume", 0, 0, G_OPTION_ARG_FILENAME, &o.assume,
          "What to suppose of what is missing: network-acls allow everything, there are no other "
          "hosts",
          "network-acls,hosts" },
        { "parameter", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.parameters,
          "A parameter of a CloudFormation template; may be repeated", "NAME=VALUE" },
        { 0 },
    };
    const CvpnUsage usage = {
        .command = "import",
        .parameters = "FOLDER|FILE",
        .summary =
            "Makes a scenario of a real configuration: of what the AWS CLI printed (any *.json\n"
            "below the folder, whatever their names), of `terraform show -json`, or of a\n"
            "CloudFormation template in JSON. What the input refers to and does not contain is\n"
            "[unknown] in the scenario; the report names the commands that would supply it.\n"
            "Exit status 2, and nothing written, if anything in the input is wrong.",
        .takes = CVPN_TAKES_FORMAT | CVPN_TAKES_COLOR | CVPN_TAKES_QUIET,
        .n_min = 1,
        .n_max = 1,
        .entries = entries,
    };
    g_auto (CvpnCommon) common = { 0 };
    int status = CVPN_EXIT_FINE;

    if (cvpn_cli_parse (&usage, argv, &common, &status))
        status = run_import (&o, &common);
    clear_options (&o);
    return status;
}
