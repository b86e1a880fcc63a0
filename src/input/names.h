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

/* NULL if 'name' is a group of one of the kinds in 'refers' ("vpc|subnet"), or
 * one of its words ("=local"); "" if it is of a kind that is not supported,
 * which has been said where that group stands; else what is wrong with it.
 * Newly allocated. */
char *cvpn_names_check (const CvpnNames *names, const char *refers, const char *name);

/* "a vpc, subnet or network": the kinds and words of 'refers'; newly allocated. */
char *cvpn_names_describe (const char *refers);
