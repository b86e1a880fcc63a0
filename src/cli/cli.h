/* cli: what the commands share: their table's row, options, messages, exit
 * status. */
#pragma once

#include <cvpnsim/scenario.h>

typedef enum {
    CVPN_EXIT_FINE = 0,
    CVPN_EXIT_NO = 1,      /* the answer is 'no' */
    CVPN_EXIT_INPUT = 2,   /* the input or the call is wrong */
    CVPN_EXIT_OUTSIDE = 3, /* the outside failed: disk full, cannot write */
} CvpnExit;

/* argv[0] is the command's name; returns the exit status. */
typedef int (*CvpnCommandRun) (char **argv);

int cvpn_cmd_import (char **argv);
int cvpn_cmd_run (char **argv);
int cvpn_cmd_plot (char **argv);
int cvpn_cmd_format (char **argv);
int cvpn_cmd_sessions (char **argv);
int cvpn_cmd_explain (char **argv);
int cvpn_cmd_diagnose (char **argv);
int cvpn_cmd_verify (char **argv);
int cvpn_cmd_check (char **argv);
int cvpn_cmd_diff (char **argv);
int cvpn_cmd_plan (char **argv);
int cvpn_cmd_sweep (char **argv);

/* Which of the common options a command takes. */
typedef enum {
    CVPN_TAKES_NONE = 0,
    CVPN_TAKES_OVERRIDES = 1 << 0, /* --set, --seed, --duration */
    CVPN_TAKES_FORMAT = 1 << 1,    /* text, json */
    CVPN_TAKES_COLOR = 1 << 2,
    CVPN_TAKES_QUIET = 1 << 3,
    CVPN_TAKES_FINDINGS = 1 << 4, /* --fail-on, and --format sarif too */
    CVPN_TAKES_RANKS = 1 << 5,    /* mpirun may start several processes of it */
} CvpnTakes;

typedef struct {
    const char *command;
    const char *parameters;      /* "SCENARIO -o DIR", for the help */
    const char *summary;         /* a sentence or several, for the help */
    guint takes;                 /* CvpnTakes */
    guint n_min, n_max;          /* how many arguments that are no options */
    const GOptionEntry *entries; /* the command's own, ending in { 0 } */
} CvpnUsage;

typedef struct {
    char **arguments; /* never NULL after parsing */
    gboolean quiet, json, sarif, color;
    CvpnSeverity fail_on; /* the least severe finding that makes the answer 'no' */
    /* as given, or NULL */
    char **set;
    char *seed, *duration;
    char *format_word, *color_word, *fail_on_word;
    gboolean help;
} CvpnCommon;

/* Reads 'argv' (a list that ends in NULL; left as it is).  FALSE means that the
 * command ends with 'status' now: its help was shown, or an error. */
gboolean cvpn_cli_parse (const CvpnUsage *usage, char **argv, CvpnCommon *common, int *status);
void cvpn_common_clear (CvpnCommon *common);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CvpnCommon, cvpn_common_clear)

/* Borrowed. */
CvpnOverrides cvpn_cli_overrides (const CvpnCommon *common);

/* Loads a scenario with the overrides of 'common' and prints its faults on
 * standard error; NULL with the exit status if there was an error. */
CvpnScenario *cvpn_cli_load (const char *path, const CvpnCommon *common, int *status);
/* The same with a report of the caller's, which must outlive the scenario if it tolerates. */
CvpnScenario *cvpn_cli_load_report (const char *path, const CvpnCommon *common, CvpnReport *report,
                                    int *status);

/* Of commands that run scenarios again and again: the usual number, and what is more likely a slip
 * than meant. */
#define CVPN_CLI_REPLICATIONS     10
#define CVPN_CLI_REPLICATIONS_MAX 1000000
#define CVPN_CLI_THREADS_MAX      4096

/* Values of options that several commands have; 'text' NULL: not given, and nothing is written.
 * FALSE with 'error', which begins with the option's name. */
gboolean cvpn_cli_read_time (const char *text, const char *option, gint64 *ns, GError **error);
gboolean cvpn_cli_read_count (const char *text, const char *option, gint64 minimum, gint64 maximum,
                              gint64 *count, GError **error);
/* Between 0 and 1, neither of them. */
gboolean cvpn_cli_read_share (const char *text, const char *option, double *share, GError **error);
/* Else -1 is written. */
gboolean cvpn_cli_read_source_port (const char *text, gint *port, GError **error);

/* "cvpnsim: error: …" on standard error; returns the exit status for it. */
int cvpn_cli_fail (const GError *error);
int cvpn_cli_fail_input (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* "cvpnsim: …" on standard error. */
void cvpn_cli_remark (const char *format, ...) G_GNUC_PRINTF (1, 2);
