/* cloudformation: a template in JSON as its readers see it: resources, and properties whose
 * intrinsic functions are resolved (AWS CloudFormation Template Reference Guide, "Intrinsic
 * function reference").
 *
 * A value that only a deployment knows is CVPN_CFN_UNKNOWN and says why; it is never supposed.
 * Everything is resolved when a reader asks for it, and once: what no reader asks for (user data,
 * keys, descriptions) is never looked at. */
#pragma once

#include "import/inventory.h"

#define CVPN_CFN_TEXT_MAX      (16u << 10) /* bytes of one text that a function makes */
#define CVPN_CFN_PRODUCED_MAX  (64u << 20) /* of all of them */
#define CVPN_CFN_DEPTH_MAX     200         /* of functions that refer to functions */
#define CVPN_CFN_RESOURCES_MAX 5000        /* CloudFormation takes 500 */
#define CVPN_CFN_ZONES         26          /* Availability Zones of Fn::GetAZs */

typedef enum {
    CVPN_CFN_ABSENT,  /* not there, null, AWS::NoValue */
    CVPN_CFN_TEXT,    /* numbers and booleans too, as CloudFormation takes them */
    CVPN_CFN_THING,   /* the id of a resource, or of what comes with one */
    CVPN_CFN_LIST,    /* without its absent items */
    CVPN_CFN_OBJECT,  /* no function: its members are resolved by cvpn_cfn_get */
    CVPN_CFN_UNKNOWN, /* what only a deployment knows */
} CvpnCfnKind;

typedef struct {
    CvpnCfnKind kind;
    const CvpnNode *node;   /* where it stands */
    const char *text;       /* TEXT; THING: its name in the scenario; UNKNOWN: "${VpcId}-public" */
    gboolean secret;        /* TEXT: of a NoEcho parameter, not to be printed */
    const char *type;       /* THING: "AWS::EC2::VPC" */
    const char *why;        /* UNKNOWN: a clause: "the parameter VpcId has no value" */
    const char *gives;      /* UNKNOWN: what --parameter would name; NULL: nothing */
    const GPtrArray *items; /* LIST: const CvpnCfnValue * */
} CvpnCfnValue;

typedef enum { CVPN_CFN_FALSE, CVPN_CFN_TRUE, CVPN_CFN_NOT_KNOWN } CvpnCfnTruth;

typedef struct {
    const char *id;   /* its logical id */
    const char *name; /* in the scenario: the logical id, unless that is a word of the format */
    const char *type;
    const CvpnNode *node;
    const CvpnCfnValue *properties;
    gboolean exists_asked, exists;
} CvpnCfnResource;

typedef struct {
    CvpnInventory *inventory;
    const CvpnSource *source;
    const CvpnNode *template;
    const CvpnNode *parameters, *mappings, *conditions;
    GPtrArray *resources;       /* CvpnCfnResource *, owned, sorted by logical id */
    GHashTable *resource_by_id; /* borrowed */
    GHashTable *given;          /* parameters by name */
    GHashTable *meant;          /* names of 'given' that were found to be something */
    GHashTable *memo;           /* json_t * -> CvpnCfnValue *, of functions; NULL: under way */
    GHashTable *truths;         /* condition -> CvpnCfnTruth + 1; 0: under way */
    GHashTable *causes;         /* condition -> CvpnCfnValue *, why it is not known */
    GHashTable
        *egress;       /* names of groups that have an egress rule as a resource; NULL: not asked */
    GHashTable *said;  /* what is to be said once */
    GHashTable *names; /* name -> the text of the unknown that has it */
    GPtrArray *owned;  /* nodes and values */
    GPtrArray *lists;
    gsize produced;
    guint depth;
} CvpnCfn;

/* --- template.c: the template, its resources, what is said of it --- */

void cvpn_cfn_open (CvpnCfn *cfn, CvpnInventory *inventory, const CvpnNode *template,
                    const char *const *parameters);
void cvpn_cfn_close (CvpnCfn *cfn);

CvpnCfnResource *cvpn_cfn_resource (const CvpnCfn *cfn, const char *id);
/* Whether its condition is met; a fault if that is not known. */
gboolean cvpn_cfn_exists (CvpnCfn *cfn, CvpnCfnResource *resource);

/* Nodes and values live as long as the template. */
const CvpnNode *cvpn_cfn_node (CvpnCfn *cfn, CvpnNode node);
const CvpnNode *cvpn_cfn_node_member (CvpnCfn *cfn, const CvpnNode *object, const char *name);
const char *cvpn_cfn_keep (CvpnCfn *cfn, const char *text);
/* Whether this is the first time. */
gboolean cvpn_cfn_once (CvpnCfn *cfn, const char *format, ...) G_GNUC_PRINTF (2, 3);
void cvpn_cfn_remark (CvpnCfn *cfn, const char *what, const char *format, ...) G_GNUC_PRINTF (3, 4);
void cvpn_cfn_left_out (CvpnCfn *cfn, const char *what, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* A name for what a text is of, legal in a scenario and nobody else's. */
const char *cvpn_cfn_unknown_name (CvpnCfn *cfn, const CvpnCfnValue *unknown);

/* --- resolve.c --- */

const CvpnCfnValue *cvpn_cfn_resolve (CvpnCfn *cfn, const CvpnNode *node);

const CvpnCfnValue *cvpn_cfn_absent (CvpnCfn *cfn, const CvpnNode *node);
const CvpnCfnValue *cvpn_cfn_text (CvpnCfn *cfn, const CvpnNode *node, const char *text,
                                   gboolean secret);
const CvpnCfnValue *cvpn_cfn_thing (CvpnCfn *cfn, const CvpnNode *node, const char *name,
                                    const char *type);
const CvpnCfnValue *cvpn_cfn_list (CvpnCfn *cfn, const CvpnNode *node, GPtrArray *items);
const CvpnCfnValue *cvpn_cfn_unknown (CvpnCfn *cfn, const CvpnNode *node, const char *text,
                                      const char *why, const char *gives);
/* The value of a fault: unknown, and nothing more is said of it. */
const CvpnCfnValue *cvpn_cfn_broken (CvpnCfn *cfn, const CvpnNode *node, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* An argument list of a function: a fault unless there are so many. */
gboolean cvpn_cfn_has_arguments (const CvpnNode *arguments, gsize least, gsize most);
const CvpnCfnValue *cvpn_cfn_argument (CvpnCfn *cfn, const CvpnNode *arguments, gsize index);

/* --- the functions, a file for each theme; 'arguments' is the function's own value --- */

/* refer.c */
const CvpnCfnValue *cvpn_cfn_ref (CvpnCfn *cfn, const CvpnNode *arguments);
const CvpnCfnValue *cvpn_cfn_get_att (CvpnCfn *cfn, const CvpnNode *arguments);
const CvpnCfnValue *cvpn_cfn_import_value (CvpnCfn *cfn, const CvpnNode *arguments);
const CvpnCfnValue *cvpn_cfn_refer (CvpnCfn *cfn, const CvpnNode *node, const char *name);
const CvpnCfnValue *cvpn_cfn_attribute (CvpnCfn *cfn, const CvpnNode *node, const char *id,
                                        const char *attribute);
/* parameters.c */
gboolean cvpn_cfn_is_parameter (const CvpnCfn *cfn, const char *name);
const CvpnCfnValue *cvpn_cfn_parameter (CvpnCfn *cfn, const CvpnNode *node, const char *name);
const CvpnCfnValue *cvpn_cfn_pseudo (CvpnCfn *cfn, const CvpnNode *node, const char *name);
/* What --parameter gives under that name; NULL: nothing. */
const char *cvpn_cfn_given (CvpnCfn *cfn, const char *name);
/* A fault for each name given that is nothing of the template's. */
void cvpn_cfn_check_given (CvpnCfn *cfn);
/* text.c */
const CvpnCfnValue *cvpn_cfn_sub (CvpnCfn *cfn, const CvpnNode *arguments);
const CvpnCfnValue *cvpn_cfn_join (CvpnCfn *cfn, const CvpnNode *arguments);
const CvpnCfnValue *cvpn_cfn_split (CvpnCfn *cfn, const CvpnNode *arguments);
const CvpnCfnValue *cvpn_cfn_plain_text (CvpnCfn *cfn, const CvpnNode *node);
/* choose.c */
const CvpnCfnValue *cvpn_cfn_select (CvpnCfn *cfn, const CvpnNode *arguments);
const CvpnCfnValue *cvpn_cfn_get_azs (CvpnCfn *cfn, const CvpnNode *arguments);
const CvpnCfnValue *cvpn_cfn_cidr_blocks (CvpnCfn *cfn, const CvpnNode *arguments);
const CvpnCfnValue *cvpn_cfn_find_in_map (CvpnCfn *cfn, const CvpnNode *arguments);
/* conditions.c */
const CvpnCfnValue *cvpn_cfn_if (CvpnCfn *cfn, const CvpnNode *arguments);
/* A fault where it is not there, and, once, where it is not known. */
CvpnCfnTruth cvpn_cfn_condition (CvpnCfn *cfn, const CvpnNode *node, const char *name);

/* --- values.c: what a reader wants a value to be ---
 *
 * Absent: NULL, the fallback, FALSE. A value of another form is a fault; so is one that is not
 * known, unless the function says otherwise. */

/* A member of a resource's properties, or of an object among them. */
const CvpnCfnValue *cvpn_cfn_get (CvpnCfn *cfn, const CvpnCfnValue *object, const char *member);
const CvpnCfnValue *cvpn_cfn_property (CvpnCfn *cfn, const CvpnCfnResource *resource,
                                       const char *name);
/* Whether the template has it at all, whatever it is; of an IPv6 block no more is asked. */
gboolean cvpn_cfn_has (const CvpnCfnValue *object, const char *member);
/* The items; NULL where absent or, without a fault, not known. */
const GPtrArray *cvpn_cfn_items (CvpnCfn *cfn, const CvpnCfnValue *value);

/* An id: of what is not known one that nothing has, with a remark. */
const char *cvpn_cfn_id (CvpnCfn *cfn, const CvpnCfnValue *value);
const char *cvpn_cfn_property_id (CvpnCfn *cfn, const CvpnCfnResource *resource, const char *name);
/* The same, but absent is a fault. */
const char *cvpn_cfn_need_id (CvpnCfn *cfn, const CvpnCfnResource *resource, const char *name);
/* Appends ids; FALSE if the list is not known. */
gboolean cvpn_cfn_ids (CvpnCfn *cfn, const CvpnCfnValue *value, GPtrArray *ids);

const char *cvpn_cfn_string (CvpnCfn *cfn, const CvpnCfnValue *value);
gboolean cvpn_cfn_boolean (CvpnCfn *cfn, const CvpnCfnValue *value, gboolean fallback);
gint64 cvpn_cfn_integer (CvpnCfn *cfn, const CvpnCfnValue *value, gint64 fallback);
/* Of "enable" and "disable". */
gboolean cvpn_cfn_enabled (CvpnCfn *cfn, const CvpnCfnValue *value, gboolean fallback);
/* What is not known and --parameter could give is a fault; else FALSE without one. */
gboolean cvpn_cfn_cidr (CvpnCfn *cfn, const CvpnCfnValue *value, CvpnPrefix *cidr);
gboolean cvpn_cfn_address (CvpnCfn *cfn, const CvpnCfnValue *value, guint32 *address);
/* A fault: "is not known: the parameter X has no value". */
void cvpn_cfn_need (CvpnCfn *cfn, const CvpnCfnValue *value);
/* The Name tag; NULL: none. */
const char *cvpn_cfn_name_tag (CvpnCfn *cfn, const CvpnCfnResource *resource);
