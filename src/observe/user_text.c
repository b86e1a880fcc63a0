/* user_text: names of users. */
#include "observe/user_text.h"

#define DIGITS_MAX 10 /* of 32 bits */

void
cvpn_user_append (GString *out, const CvpnUser *user)
{
    char digits[DIGITS_MAX];
    guint32 number = user->number;
    guint n = 0;

    if (user->name) {
        g_string_append (out, user->name);
        return;
    }
    do { /* a name for each flow: without printf */
        digits[DIGITS_MAX - ++n] = (char) ('0' + number % 10);
        number /= 10;
    } while (number > 0);
    g_string_append (out, user->population);
    g_string_append_c (out, '-');
    g_string_append_len (out, digits + DIGITS_MAX - n, n);
}
