/* Every code of a finding: changes of a sound configuration that show it, and others, nearly
 * the same, that do not.  They stand in cases/CODE.txt, in pairs: "== found", a patch, "==
 * fine", a patch. */
#include <string.h>

#include "checked.h"
#include "scenario_text.h"
#include "support.h"

/* Said by diagnose alone. */
static gboolean
is_elsewhere (const char *code)
{
    return strcmp (code, "RULE_TOO_BROAD") == 0 || strcmp (code, "CLIENT_PORTS_DIFFER") == 0;
}

static void
check_section (const char *base, const char *code, const char *section)
{
    const char *patch = strchr (section, '\n');
    const gboolean wanted = g_str_has_prefix (section, "found\n");
    g_autofree char *text = cvpn_test_patch (base, patch ? patch + 1 : "");
    g_auto (CvpnChecked) checked = cvpn_test_check_text (text);
    const gboolean found = cvpn_checked_find (&checked, code) != NULL;

    CU_ASSERT (wanted || g_str_has_prefix (section, "fine\n"));
    CU_ASSERT (checked.findings != NULL);
    if (found != wanted)
        g_printerr ("%s: %sfound with\n%s\n", code, found ? "" : "not ", patch);
    CU_ASSERT (found == wanted);
}

static void
test_codes (void)
{
    g_autofree char *base = cvpn_test_read ("tests/support/sound.ini");
    guint n;
    const CvpnFindingKind *kinds = cvpn_finding_kinds (&n);

    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf ("tests/unit/check/cases/%s.txt", kinds[i].code);
        g_autofree char *cases = is_elsewhere (kinds[i].code) ? NULL : cvpn_test_read (name);
        g_auto (GStrv) sections = g_strsplit (cases ? cases : "", "== ", -1);
        CU_ASSERT (is_elsewhere (kinds[i].code) || g_strv_length (sections) >= 3);
        for (guint j = 1; j < g_strv_length (sections); j++)
            check_section (base, kinds[i].code, sections[j]);
    }
}

/* Else the near misses miss for another reason. */
static void
test_sound (void)
{
    g_autofree char *path = cvpn_test_path ("tests/support/sound.ini");
    g_auto (CvpnChecked) checked = cvpn_test_check (path);

    cvpn_assert_int (checked.findings->len, 0);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "a sound configuration has no finding", test_sound },
        { "each code is found, and not where it nearly is", test_codes },
    };

    return cvpn_test_main ("check: codes", tests, G_N_ELEMENTS (tests));
}
