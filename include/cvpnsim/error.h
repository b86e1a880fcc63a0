/* Errors of the library: what is wrong with the input or the outside.  What
 * the simulated network refuses is never an error but a verdict. */
#pragma once

#include <glib.h>

#define CVPN_ERROR (cvpn_error_quark ())
GQuark cvpn_error_quark (void);

typedef enum {
    CVPN_ERROR_USAGE,     /* the call's words are off */
    CVPN_ERROR_SYNTAX,    /* a file cannot be read as what it should be */
    CVPN_ERROR_VALUE,     /* a value is not of its type or out of bounds */
    CVPN_ERROR_REFERENCE, /* a name that does not exist */
    CVPN_ERROR_SCENARIO,  /* faults were reported; the message counts them */
    CVPN_ERROR_IO,        /* the outside failed: cannot read, cannot write, disk full */
} CvpnError;
