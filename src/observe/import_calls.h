/* import_calls: the commands that would supply what an import misses; one fetches many ids. */
#pragma once

#include <cvpnsim/import.h>

typedef struct {
    GString *command; /* "aws ec2 describe-vpcs --vpc-ids vpc-1 vpc-2"; NULL: there is none */
    GHashTable *ids;  /* those in it, as a set, owned */
    GPtrArray *notes; /* const CvpnImportNote *, MISSING */
} CvpnImportCall;

/* Of the MISSING among the notes; CvpnImportCall, owned by the array. In the order of the
 * commands, what none supplies last. */
GPtrArray *cvpn_import_calls (const GPtrArray *notes);
