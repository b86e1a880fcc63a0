/* draws: values that are distributions. */
#include "input/draws.h"

#include <string.h>

#include "base/fields.h"

/* An empirical distribution's faults may be its file's. */
static void
fail_draw (const CvpnReading *at, const char *value, GError *error)
{
    g_autofree char **fields = cvpn_fields_split (value);
    const gboolean file = fields[0] && fields[1] && strcmp (fields[0], "empirical") == 0;
    g_autofree char *path = cvpn_reading_path (at, file ? fields[1] : "");

    if (file)
        cvpn_reading_fail_file (at, path, error);
    else
        cvpn_reading_fail_error (at, error);
}

gboolean
cvpn_draws_parse (const CvpnReading *at, const char *value, CvpnQuantity quantity,
                  CvpnDistribution *draw)
{
    GError *error = NULL;
    g_autofree char *here = cvpn_reading_path (at, ".");
    g_autofree char *folder = strcmp (here, ".") == 0 ? NULL : g_path_get_dirname (here);

    if (cvpn_distribution_parse (value, quantity, folder, draw, &error))
        return TRUE;
    fail_draw (at, value, error);
    return FALSE;
}

void
cvpn_draws_read (const CvpnReading *at, const char *value, CvpnQuantity quantity,
                 CvpnDistribution *draw)
{
    if (cvpn_draws_parse (at, value, quantity, draw) && at->key->flags & CVPN_KEY_POSITIVE &&
        cvpn_distribution_mean (draw) <= 0)
        cvpn_reading_fail (at, "'%s' is always 0; expected more", value);
}
