#include "mend_text.h"

char *
cvpn_test_mends (const CvpnAnswer *answer)
{
    GString *list = g_string_new (NULL);

    for (guint i = 0; i < answer->mends->len; i++) {
        const CvpnMend *mend = answer->mends->pdata[i];
        g_autofree char *text = cvpn_mend_text (mend);
        g_string_append_printf (list, "%s\n  %s\n", text, mend->command);
    }
    return g_string_free (list, FALSE);
}

char *
cvpn_test_mend_patch (const CvpnMend *mend)
{
    return mend->value ? g_strdup_printf ("[%s]\n%s = %s\n", mend->group, mend->key, mend->value)
                       : g_strdup_printf ("[%s]\n-%s\n", mend->group, mend->key);
}
