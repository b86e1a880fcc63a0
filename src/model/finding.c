/* finding: its life. */
#include <cvpnsim/finding.h>

static void
free_place (gpointer data)
{
    CvpnFindingPlace *place = data;

    g_free (place->text);
    g_free (place);
}

void
cvpn_finding_init (CvpnFinding *finding, CvpnSeverity severity, const char *code)
{
    *finding = (CvpnFinding){ .severity = severity,
                              .code = code,
                              .places = g_ptr_array_new_with_free_func (free_place) };
}

void
cvpn_finding_clear (CvpnFinding *finding)
{
    g_free (finding->message);
    g_clear_pointer (&finding->places, g_ptr_array_unref);
}

void
cvpn_finding_add_place (CvpnFinding *finding, const char *file, guint line, const char *text)
{
    CvpnFindingPlace *place = g_new (CvpnFindingPlace, 1);

    *place = (CvpnFindingPlace){ file, line, g_strdup (text) };
    g_ptr_array_add (finding->places, place);
}

guint
cvpn_findings_count (const GPtrArray *findings, CvpnSeverity least)
{
    guint n = 0;

    for (guint i = 0; i < findings->len; i++)
        n += ((const CvpnFinding *) findings->pdata[i])->severity >= least;
    return n;
}
