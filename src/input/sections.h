/* sections: the groups of a scenario file, each a table of keys.
 *
 * One array lists the kinds in the order in which the reference page shows
 * them. */
#pragma once

#include "input/section.h"

/* All kinds; 'n' receives how many. */
const CvpnSection *const *cvpn_sections (guint *n);

/* The section of that kind, or NULL. */
const CvpnSection *cvpn_sections_find (const char *kind);

/* Whether a group of that kind shares the name space of resources. */
gboolean cvpn_sections_is_resource (const char *kind);

/* Reads every group of 'document' into a new spec, which takes the document.
 * All faults go to 'report': unknown groups and keys, values, missing keys,
 * dangling references.  Never NULL. */
CvpnSpec *cvpn_spec_read (CvpnDocument *document, CvpnReport *report);
void cvpn_spec_free (CvpnSpec *spec);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnSpec, cvpn_spec_free)
