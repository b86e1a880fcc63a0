/* written: what the writers make of hand-made records, in a folder of its own. */
#pragma once

#include <glib/gstdio.h>
#include <string.h>

#include "observe/writers.h"
#include "records.h"
#include "support.h"

#define OBSERVERS_MAX 16

typedef struct {
    CvpnTestScenario test;
    char *folder;
    CvpnSummary *summary;
    CvpnWriters *writers;
    guint n;
    const CvpnObserver *observers[OBSERVERS_MAX];
    gpointer selves[OBSERVERS_MAX];
} Run;

static inline void
add (gpointer data, const CvpnObserver *observer, gpointer self)
{
    Run *run = data;

    run->observers[run->n] = observer;
    run->selves[run->n++] = self;
}

static inline void
begin_in_thread (Run *run, const char *only, const char *trace, gboolean in_thread)
{
    CvpnWritersOptions options = { .in_thread = in_thread };

    memset (run, 0, sizeof *run);
    cvpn_test_scenario_init (&run->test);
    CU_ASSERT (cvpn_writers_parse (only, &options.chosen, NULL));
    CU_ASSERT (cvpn_trace_choice_parse (trace, &options.trace, NULL));
    run->folder = g_dir_make_tmp ("cvpnsim-test-XXXXXX", NULL);
    run->writers = cvpn_writers_new (run->folder, &run->test.scenario, &options);
    run->summary = cvpn_summary_new (&run->test.scenario);
    add (run, cvpn_summary_observer (), run->summary);
    cvpn_writers_observe (run->writers, add, run);
}

static inline void
begin (Run *run, const char *only, const char *trace)
{
    begin_in_thread (run, only, trace, FALSE);
}

#define tell(run, event, ...)                                                                      \
    for (guint tell_i = 0; tell_i < (run)->n; tell_i++)                                            \
        if ((run)->observers[tell_i]->event)                                                       \
    (run)->observers[tell_i]->event ((run)->selves[tell_i], __VA_ARGS__)

static inline void
end (Run *run)
{
    tell (run, finish, CVPN_MINUTE, 42, TRUE);
    CU_ASSERT (cvpn_writers_close (run->writers, run->summary, NULL));
}

/* NULL where there is no such file. */
static inline char *
content_of (const Run *run, const char *file)
{
    g_autofree char *path = g_build_filename (run->folder, file, NULL);
    char *content = NULL;

    return g_file_get_contents (path, &content, NULL, NULL) ? content : NULL;
}

/* The file without its header; NULL where there is none. */
static inline char *
rows_of (const Run *run, const char *file)
{
    g_autofree char *content = content_of (run, file);

    return content ? g_strdup (strchr (content, '\n') + 1) : NULL;
}

static inline void
clear (Run *run)
{
    g_autoptr (GDir) dir = g_dir_open (run->folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name (dir))) {
        g_autofree char *path = g_build_filename (run->folder, name, NULL);
        CU_ASSERT (cvpn_writers_knows (name));
        g_unlink (path);
    }
    g_rmdir (run->folder);
    g_free (run->folder);
    cvpn_writers_free (run->writers);
    cvpn_summary_free (run->summary);
    cvpn_test_scenario_clear (&run->test);
}
