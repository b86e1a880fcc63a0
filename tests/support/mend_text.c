#include "mend_text.h"

char *
cvpn_test_mends (const CvpnAnswer *answer)
{
    GString *list = g_string_new (NULL);

    for (guint i = 0; i < answer->mends->len; i++) {
        const CvpnMend *mend = answer->mends->pdata[i];
        g_string_append_printf (list, "[%s] %s = %s\n  %s\n", mend->group, mend->key, mend->value,
                                mend->command);
    }
    return g_string_free (list, FALSE);
}
