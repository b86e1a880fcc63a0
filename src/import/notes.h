/* notes: what is said about an import, in its order. */
#pragma once

#include "import/draft/draft.h"

/* Copies of the readers' and the draft's, and how many of each kind were read; 'strings' has
 * their text. */
GPtrArray *cvpn_notes_collect (const CvpnInventory *inventory, const CvpnImportDraft *draft,
                               GStringChunk *strings);
