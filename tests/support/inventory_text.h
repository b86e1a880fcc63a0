/* inventory_text: what an import has read, a line a thing, for tests that compare it as a whole. */
#pragma once

#include "import/inventory.h"

/* "subnet subnet-1 vpc=vpc-1 10.0.0.0/24 zone=a\n  …"; what is absent is not written.  First the
 * things by kind in the order of their reading, then "all: …", notes and faults.  Newly allocated.
 */
char *cvpn_inventory_text (const CvpnInventory *inventory);
