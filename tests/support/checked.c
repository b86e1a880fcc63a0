/* What `check` finds in a file. */
#include "checked.h"

#include "support.h"

CvpnChecked
cvpn_test_check (const char *path)
{
    CvpnChecked checked = { .report = cvpn_report_new () };

    cvpn_report_tolerate (checked.report);
    checked.scenario = cvpn_scenario_load (path, NULL, checked.report, NULL);
    if (checked.scenario) {
        checked.findings = cvpn_check (checked.scenario, checked.report);
    } else {
        g_autofree char *faults = cvpn_report_format (checked.report);
        g_printerr ("%s", faults);
    }
    return checked;
}

CvpnChecked
cvpn_test_check_text (const char *text)
{
    g_autofree char *path = cvpn_test_file ("checked.ini", text);

    return cvpn_test_check (path);
}

void
cvpn_checked_clear (CvpnChecked *checked)
{
    g_clear_pointer (&checked->findings, g_ptr_array_unref);
    g_clear_pointer (&checked->scenario, cvpn_scenario_free);
    g_clear_pointer (&checked->report, cvpn_report_free);
}

const CvpnFinding *
cvpn_checked_find (const CvpnChecked *checked, const char *code)
{
    for (guint i = 0; checked->findings && i < checked->findings->len; i++) {
        const CvpnFinding *finding = checked->findings->pdata[i];
        if (g_str_equal (finding->code, code))
            return finding;
    }
    return NULL;
}
