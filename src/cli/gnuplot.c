/* gnuplot: a child process per picture.
 *
 * gnuplot ends well even where the disk was full, so a picture is taken over
 * only if its last bytes are there. */
#include "cli/gnuplot.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include <cvpnsim/error.h>

static const char png_end[] = "IEND";
static const char svg_end[] = "</svg>";
#define END_BYTES 32

/* As a gnuplot string: in single quotes, those in it doubled. */
static char *
quote (const char *text)
{
    g_auto (GStrv) parts = g_strsplit (text, "'", -1);
    g_autofree char *doubled = g_strjoinv ("''", parts);

    return g_strdup_printf ("'%s'", doubled);
}

static char *
set_variables (const CvpnPicture *picture, const char *out)
{
    /* Absolute, because a name such as "<x" has a meaning of its own. */
    g_autofree char *run = g_canonicalize_filename (picture->run, NULL);
    g_autofree char *out_file = g_canonicalize_filename (out, NULL);
    g_autofree char *run_text = quote (run);
    g_autofree char *out_text = quote (out_file);

    return g_strdup_printf ("run = %s; format = '%s'; out = %s", run_text, picture->format,
                            out_text);
}

static gboolean
run_gnuplot (const char *script, const char *variables, GError **error)
{
    g_autoptr (GStrvBuilder) command = g_strv_builder_new ();
    /* -d: not what the user's own ~/.gnuplot sets */
    g_strv_builder_add_many (command, "gnuplot", "-d", "-e", variables, script, NULL);
    g_auto (GStrv) words = g_strv_builder_end (command);
    g_autofree char *messages = NULL;
    g_autoptr (GError) reason = NULL;
    int status;

    if (!g_spawn_sync (NULL, words, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL,
                       NULL, NULL, &messages, &status, &reason)) {
        const gboolean missing = g_error_matches (reason, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_IO, "%s",
                     missing ? "gnuplot is not installed, or not in PATH; pictures need it"
                             : reason->message);
        return FALSE;
    }
    if (g_spawn_check_wait_status (status, NULL))
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_IO, "%s: gnuplot failed: %s", script,
                 g_strstrip (messages));
    return FALSE;
}

static gboolean
is_whole (const char *path, const char *format)
{
    const char *end = strcmp (format, "png") == 0 ? png_end : svg_end;
    g_autofree char *content = NULL;
    gsize length;

    if (!g_file_get_contents (path, &content, &length, NULL))
        return FALSE;
    const char *from = content + (length > END_BYTES ? length - END_BYTES : 0);
    return memmem (from, content + length - from, end, strlen (end)) != NULL;
}

gboolean
cvpn_gnuplot_draw (const CvpnPicture *picture, GError **error)
{
    g_autofree char *folder = g_path_get_dirname (picture->out);
    g_autofree char *name = g_path_get_basename (picture->out);
    g_autofree char *hidden = g_strdup_printf (".%s.partial", name);
    g_autofree char *partial = g_build_filename (folder, hidden, NULL);
    g_autofree char *variables = set_variables (picture, partial);

    if (run_gnuplot (picture->script, variables, error)) {
        if (!is_whole (partial, picture->format))
            g_set_error (error, CVPN_ERROR, CVPN_ERROR_IO, "%s: gnuplot could not write it",
                         picture->out);
        else if (g_rename (partial, picture->out) < 0)
            g_set_error (error, CVPN_ERROR, CVPN_ERROR_IO, "%s: cannot write: %s", picture->out,
                         g_strerror (errno));
        else
            return TRUE;
    }
    g_unlink (partial);
    return FALSE;
}
