/* span: handles, and runs of them in the flat arrays of a network. */
#pragma once

#include <glib.h>

#define CVPN_NONE G_MAXUINT32

typedef struct {
    guint32 first, count;
} CvpnSpan;
