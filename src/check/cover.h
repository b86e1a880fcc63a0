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

/* The same, an address that says something to a person if there is one: a public one rather
 * than 0.0.0.0.  'public_only': none else where 'where' has public addresses. */
gboolean cvpn_cover_sample (CvpnPrefix where, const CvpnConstraint *constraints, guint n,
                            gboolean public_only, guint32 *address);

/* The blocks that no internet gateway forwards (see cvpn_address_is_private); newly allocated. */
GArray *cvpn_cover_private_blocks (void);

/* TRUE if the blocks together hold all of 'where'. */
gboolean cvpn_cover_all (CvpnPrefix where, const GArray *blocks);

/* The blocks that lie within 'where' and are smaller; newly allocated. */
GArray *cvpn_cover_within (CvpnPrefix where, const GArray *blocks);

/* The same of blocks in the order of their addresses, without a look at the others. */
void cvpn_cover_sort (GArray *blocks);
GArray *cvpn_cover_within_sorted (CvpnPrefix where, const GArray *sorted);
