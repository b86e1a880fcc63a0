/* trace_choice: the words of `--trace`. */
#include "observe/trace_choice.h"

#include <string.h>

#include <cvpnsim/error.h>

static const char *const words[] = {
    [CVPN_TRACE_DROPPED] = "dropped",
    [CVPN_TRACE_ALL] = "all",
    [CVPN_TRACE_NONE] = "none",
};

gboolean
cvpn_trace_choice_parse (const char *text, CvpnTraceChoice *choice, GError **error)
{
    *choice = (CvpnTraceChoice){ .mode = CVPN_TRACE_DROPPED };
    if (!text)
        return TRUE;
    for (guint mode = 0; mode < G_N_ELEMENTS (words); mode++)
        if (words[mode] && strcmp (text, words[mode]) == 0) {
            choice->mode = (CvpnTraceMode) mode;
            return TRUE;
        }
    if (g_str_has_prefix (text, "1/") &&
        g_ascii_string_to_unsigned (text + 2, 10, 1, G_MAXINT64, &choice->every, NULL)) {
        choice->mode = CVPN_TRACE_EVERY;
        return TRUE;
    }
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                 "--trace %s: expected all, dropped, none or 1/N", text);
    return FALSE;
}
