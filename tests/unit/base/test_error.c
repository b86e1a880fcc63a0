/* error: one domain, told apart by code. */
#include <cvpnsim/error.h>

#include "support.h"

static void
test_domain (void)
{
    g_autoptr (GError) error = g_error_new_literal (CVPN_ERROR, CVPN_ERROR_VALUE, "x");

    cvpn_assert_str (g_quark_to_string (CVPN_ERROR), "cvpn-error-quark");
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_VALUE));
    CU_ASSERT (!g_error_matches (error, CVPN_ERROR, CVPN_ERROR_IO));
    CU_ASSERT (CVPN_ERROR != G_FILE_ERROR);
}

int
main (void)
{
    static const CvpnTest tests[] = { { "domain", test_domain } };

    return cvpn_test_main ("base error", tests, G_N_ELEMENTS (tests));
}
