/* names: which names a scenario declares, and what they name. */
#pragma once

#include "base/document.h"

typedef struct {
    const CvpnDocument *document; /* borrowed */
    const CvpnReport *report;     /* borrowed: how many faults there are already */
    GHashTable *resources;        /* name -> const CvpnGroup *, borrowed */
} CvpnNames;

/* Indexes the resources of 'document'; a name that is reserved or taken is
 * reported. */
CvpnNames *cvpn_names_new (const CvpnDocument *document, CvpnReport *report);
void cvpn_names_free (CvpnNames *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnNames, cvpn_names_free)

/* The kind of resource that has this name, that which an [unknown] declares; "" if
 * that declares none; NULL: no resource has it. */
const char *cvpn_names_kind (const CvpnNames *names, const char *name);
/* TRUE if that is an [unknown]. */
gboolean cvpn_names_is_unknown (const CvpnNames *names, const char *name);

/* NULL if 'name' is a group of one of the kinds in 'refers' ("vpc|subnet"), or
 * one of its words ("=local"), or an [unknown] of such a kind; "" if it is of a kind that is not
 * supported, or that an [unknown] should have declared, which has been said where that group
 * stands; else what is wrong with it. Newly allocated. */
char *cvpn_names_check (const CvpnNames *names, const char *refers, const char *name);

/* The same where an [unknown] will not do: the group itself is needed. */
char *cvpn_names_check_known (const CvpnNames *names, const char *refers, const char *name);

/* "a vpc, subnet or network": the kinds and words of 'refers'; newly allocated. */
char *cvpn_names_describe (const char *refers);
