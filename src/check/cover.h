/* cover: is there an address inside these blocks and outside those? */
#pragma once

#include "base/prefix.h"

/* Blocks that an address must be in, or must not be in. */
typedef struct {
    const GArray *blocks; /* CvpnPrefix; they may overlap */
    gboolean inside;
} CvpnConstraint;

/* The lowest address of 'where' that meets all constraints; FALSE: there is none.  Time
 * grows with the number of blocks, not of addresses. */
gboolean cvpn_cover_find (CvpnPrefix where, const CvpnConstraint *constraints, guint n,
                          guint32 *address);

/* TRUE if the blocks together hold all of 'where'. */
gboolean cvpn_cover_all (CvpnPrefix where, const GArray *blocks);

/* The blocks that lie within 'where' and are smaller; newly allocated. */
GArray *cvpn_cover_within (CvpnPrefix where, const GArray *blocks);
