/* error: the one error domain of the library. */
#include <cvpnsim/error.h>

/* Not G_DEFINE_QUARK: clang-format takes the dashes of its name for minus signs. */
GQuark
cvpn_error_quark (void)
{
    return g_quark_from_static_string ("cvpn-error-quark");
}
