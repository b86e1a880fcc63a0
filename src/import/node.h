/* node: a value in a JSON document, which knows where it stands and says so when it is not what
 * it should be.
 *
 * Nodes live on the stack of who reads: a member's parent must outlive it.  An absent value, a
 * null and a member of either are absent, not faults: whoever needs a value says so. */
#pragma once

#include "base/prefix.h"
#include "import/source.h"

typedef struct CvpnNode {
    const struct CvpnNode *parent; /* NULL: the document itself */
    const CvpnSource *source;
    CvpnReport *report;
    guint document;     /* which of the file's */
    const char *member; /* its name in the parent; NULL: an element, or the document */
    gsize index;
    json_t *json; /* NULL: absent; borrowed */
} CvpnNode;

CvpnNode cvpn_node_root (const CvpnSource *source, guint document, json_t *json,
                         CvpnReport *report);

/* A fault if 'object' is there and is no object. */
CvpnNode cvpn_node_member (const CvpnNode *object, const char *name);
/* A fault if 'array' is there and is no array; then 0. */
gsize cvpn_node_length (const CvpnNode *array);
CvpnNode cvpn_node_element (const CvpnNode *array, gsize index);

/* NULL where absent, or not of the type, which is a fault.  Borrowed from the document. */
const char *cvpn_node_string (const CvpnNode *node);
gboolean cvpn_node_boolean (const CvpnNode *node, gboolean fallback);
gint64 cvpn_node_integer (const CvpnNode *node, gint64 fallback);

/* Shorthands for a member of an object. */
const char *cvpn_node_get_string (const CvpnNode *object, const char *name);
gboolean cvpn_node_get_boolean (const CvpnNode *object, const char *name, gboolean fallback);
gint64 cvpn_node_get_integer (const CvpnNode *object, const char *name, gint64 fallback);

/* A string that can be the name of a group: an id of AWS's, whatever its length.  Any other
 * string is a fault, a number or an address too.  NULL where absent or "". */
const char *cvpn_node_id (const CvpnNode *node);
const char *cvpn_node_get_id (const CvpnNode *object, const char *name);
/* The same, but absent is a fault too: what every answer of the call has. */
const char *cvpn_node_need_id (const CvpnNode *object, const char *name);

/* FALSE where absent, empty, or not one, which is a fault. Host bits are cleared as the
 * EC2 API does it ("100.68.0.18/18" becomes 100.68.0.0/18). */
gboolean cvpn_node_cidr (const CvpnNode *node, CvpnPrefix *cidr);
gboolean cvpn_node_address (const CvpnNode *node, guint32 *address);
gboolean cvpn_node_get_cidr (const CvpnNode *object, const char *name, CvpnPrefix *cidr);
gboolean cvpn_node_get_address (const CvpnNode *object, const char *name, guint32 *address);

/* The file's line: error: "Subnets[3].CidrBlock: …". */
void cvpn_node_fault (const CvpnNode *node, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The same of an object that lacks something, or whose members do not go together: nothing where a
 * member is a fault already, for that is what is lacking. */
void cvpn_node_lacks (const CvpnNode *object, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* "Subnets[3].CidrBlock", newly allocated. */
char *cvpn_node_path (const CvpnNode *node);

/* The steps from the document to the node, newly allocated; names are the node's. */
CvpnSourceStep *cvpn_node_steps (const CvpnNode *node, gsize *n);
/* Equal for values of equal content, in whatever order their members and elements are (no answer
 * of the AWS CLI says that it has one); newly allocated. */
char *cvpn_node_digest (const CvpnNode *node);
