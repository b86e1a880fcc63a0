/* draft: the scenario that an inventory becomes, as groups of lines, before it is text.
 *
 * References that lead to nothing become [unknown] groups here: this is the only place that
 * decides what is known. */
#pragma once

#include "import/inventory.h"

typedef struct {
    char *key, *value;
    char *comment; /* a line of its own above; NULL: none */
} CvpnDraftLine;

typedef struct {
    char *kind, *name;
    char *comment;    /* lines above the group, without '#'; NULL: none */
    GPtrArray *lines; /* CvpnDraftLine *, owned, in the order of the file */
} CvpnDraftGroup;

typedef struct {
    GPtrArray *groups;   /* CvpnDraftGroup *, owned, in the order of the file */
    GHashTable *unknown; /* name -> CvpnDraftGroup *, borrowed */
    GPtrArray *notes;    /* CvpnImportNote *: MISSING and LEFT_OUT, REMARK of the drafting */
} CvpnImportDraft;

/* Faults (what cannot be in a scenario at all) go to the inventory's report. */
CvpnImportDraft *cvpn_import_draft_new (CvpnInventory *inventory, const CvpnImportOptions *options);
void cvpn_import_draft_free (CvpnImportDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnImportDraft, cvpn_import_draft_free)

/* The text, with the commented template for people and traffic at its end; newly allocated. */
char *cvpn_import_draft_text (const CvpnImportDraft *draft, const CvpnInventory *inventory,
                              const CvpnImportOptions *options);
