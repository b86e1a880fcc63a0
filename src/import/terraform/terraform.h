/* terraform: the resources of `terraform show -json`, of states and of a plan, and what their
 * attributes refer to (Terraform, "JSON Output Format").
 *
 * In a state every reference is an id.  A plan knows ids only of what exists already: of the rest
 * the configuration's expressions say which resource is meant, through the inputs and outputs of
 * modules.  What they do not say for certain gets a name that nothing has, and so becomes an
 * [unknown]. */
#pragma once

#include "import/forms.h"

typedef struct CvpnTerraformModule {
    struct CvpnTerraformModule *parent; /* NULL: the root */
    const char *address;                /* "", "module.vpc", "module.vpc[\"a\"].module.x" */
    const char *call;                   /* "vpc" */
    const char *key;                    /* of count or for_each; NULL: none */
    json_t *configuration;              /* the module's; NULL: not known */
    json_t *inputs;                     /* expressions of its call; NULL: none */
} CvpnTerraformModule;

typedef struct {
    const char *address, *type, *name;
    const char *key; /* of count or for_each, as text; NULL: none */
    gboolean managed;
    CvpnTerraformModule *module;
    CvpnNode values;
    json_t *unknown;       /* what is known after apply; NULL: nothing */
    json_t *configuration; /* the resource's, with its "expressions"; NULL: not known */
    const char *id;        /* the name of what it is in the scenario */
} CvpnTerraformResource;

typedef struct {
    CvpnInventory *inventory;
    gboolean plan;
    json_t *variables;          /* of a plan: the root module's */
    GPtrArray *resources;       /* CvpnTerraformResource *, owned, in the order of the documents */
    GPtrArray *nodes;           /* CvpnNode *, owned: what values stand in */
    GHashTable *modules;        /* address -> CvpnTerraformModule *, owned */
    GHashTable *calls;          /* "module|call" -> GPtrArray of CvpnTerraformModule */
    GHashTable *instances;      /* "module|type.name", "module|@type" -> GPtrArray of resources */
    GHashTable *configurations; /* "pointer of a module's|mode.type.name" -> json_t */
    GHashTable *by_id;          /* the id of what becomes a group -> its resource */
    GHashTable *names;          /* ids given out */
    GHashTable *uncertain;      /* name -> GPtrArray of the ids that may be meant; NULL: any */
    GHashTable *loose;          /* subnets whose route table is not certain -> why */
    gboolean loose_acls;        /* whose a network ACL is is not certain of one at least */
    GHashTable *said;           /* remarks made */
    guint64 work;               /* done in resolving references, which is bounded */
    guint steps;                /* of it for the present one */
} CvpnTerraform;

/* collect.c: the resources of a document go to 'resources'. */
void cvpn_terraform_collect (CvpnTerraform *terraform, const CvpnDocumentRead *document);
CvpnTerraformModule *cvpn_terraform_module (CvpnTerraform *terraform, const char *address);
/* The instances of a resource of a module, or of all of a type, "@aws_vpc"; NULL: none.
 * "data.aws_vpc.x" is a data source. */
GPtrArray *cvpn_terraform_instances (const CvpnTerraform *terraform,
                                     const CvpnTerraformModule *module, const char *name);

/* name.c: a legal name made of an address, always the same of the same. */
const char *cvpn_terraform_legal_name (CvpnTerraform *terraform, const char *address);
/* The next part of "a.b[\"c.d\"].e": its text up to '.' or '[' and its key; both newly allocated,
 * '*key' NULL where there is none.  FALSE at the end. */
gboolean cvpn_terraform_next_part (const char **at, char **text, char **key);

/* reference.c: an attribute that refers to something.  NULL: absent or null.  Else the
 * id; of what cannot be told, a name that nothing has. */
const char *cvpn_terraform_refer (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                                  const char *attribute);
/* Whether a name that refer gave for want of certainty may be that thing. */
gboolean cvpn_terraform_may_be (const CvpnTerraform *terraform, const char *name, const char *id);
/* The same of a member of a block, the element 'block' of the attribute 'blocks'. */
const char *cvpn_terraform_refer_in (CvpnTerraform *terraform,
                                     const CvpnTerraformResource *resource, const char *blocks,
                                     const CvpnNode *block, const char *attribute);
/* All ids of a list or set, char const *, not owned.  '*known' says whether that is all. */
GPtrArray *cvpn_terraform_refer_all (CvpnTerraform *terraform,
                                     const CvpnTerraformResource *resource, const char *attribute,
                                     gboolean *known);
GPtrArray *cvpn_terraform_refer_all_in (CvpnTerraform *terraform,
                                        const CvpnTerraformResource *resource, const char *blocks,
                                        const CvpnNode *block, const char *attribute,
                                        gboolean *known);
/* What every such thing has and the provider computes, "main_route_table_id": its id, or a name
 * for it that other resources' references give too. */
const char *cvpn_terraform_computed (CvpnTerraform *terraform,
                                     const CvpnTerraformResource *resource, const char *attribute);

/* resolve.c: the ids that an expression of 'resource' may lead to, of the types wanted
 * for 'attribute'; '*certain' is FALSE if it may lead elsewhere too. */
typedef struct {
    const CvpnTerraformResource *of;
    const char *attribute;
    gboolean many;    /* a list is wanted */
    const char *key;  /* of count or for_each, where the expression has one; NULL: none */
    guint peers;      /* how many instances have keys beside that one, it included */
    gboolean passed;  /* the list came through a variable, so that its order is not certain */
    gboolean listed;  /* the expression is what an output gives, in whose order the key counts */
    const char *pick; /* "0" of "[0]" behind an output or variable; NULL: none */
    gboolean certain; /* FALSE: one of those found, but it is not said which */
    gboolean open;    /* or another */
    guint depth;
    GPtrArray *found; /* const char *, each once */
} CvpnTerraformSearch;

void cvpn_terraform_search (CvpnTerraform *terraform, CvpnTerraformModule *module,
                            json_t *expression, CvpnTerraformSearch *search);

/* wanted.c: whether an attribute refers to things of that type. */
gboolean cvpn_terraform_is_wanted (const char *attribute, const char *type);
/* The only thing of the types wanted in a module; NULL: there is none, or more. */
const CvpnTerraformResource *cvpn_terraform_only (const CvpnTerraform *terraform,
                                                  const CvpnTerraformModule *module,
                                                  const char *attribute);
/* How many instances a resource has. */
guint cvpn_terraform_peers (const CvpnTerraform *terraform, const CvpnTerraformResource *resource);
/* The instance that is meant, by a key or by what the search knows; NULL: not certain. */
const CvpnTerraformResource *cvpn_terraform_choose (CvpnTerraform *terraform,
                                                    const GPtrArray *instances, const char *key,
                                                    const CvpnTerraformSearch *search);

/* values.c */
/* Whether an attribute is known after apply only, as a whole or in a part. */
gboolean cvpn_terraform_unknown (const CvpnTerraformResource *resource, const char *attribute);
/* NULL where absent or empty. */
const char *cvpn_terraform_text (const CvpnNode *object, const char *name);
const char *cvpn_terraform_text_of (const CvpnTerraformResource *resource, const char *name);
const char *cvpn_terraform_id_of (const CvpnNode *object, const char *name);
gboolean cvpn_terraform_flag (const CvpnTerraformResource *resource, const char *name,
                              gboolean fallback);
gboolean cvpn_terraform_cidr (const CvpnTerraformResource *resource, const char *name,
                              CvpnPrefix *cidr);
/* The Name tag; in a plan else the address of what has no id yet. */
const char *cvpn_terraform_label (CvpnTerraform *terraform, const CvpnTerraformResource *resource);
/* Number or string of digits, as both are seen; 'fallback' where absent. */
gint64 cvpn_terraform_number (const CvpnNode *object, const char *name, gint64 fallback);
void cvpn_terraform_addresses (const CvpnNode *list, GArray *addresses);
/* The kind of group that a resource type becomes, "nat-gateway"; NULL: none. */
const char *cvpn_terraform_kind (const CvpnTerraform *terraform, const char *id,
                                 const char *fallback);
void cvpn_terraform_remark (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                            const char *text);
void cvpn_terraform_left_out (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                              const char *what, const char *text);
#define CVPN_TERRAFORM_NEW(terraform, resource, kind)                                              \
    cvpn_terraform_declare (resource,                                                              \
                            cvpn_inventory_add_##kind ((terraform)->inventory, (resource)->id,     \
                                                       cvpn_terraform_label (terraform, resource), \
                                                       (resource)->values.source))
gpointer cvpn_terraform_declare (const CvpnTerraformResource *resource, gpointer thing);

/* The readers, one per resource type, in the tables of types.c. */
typedef void (*CvpnTerraformReader) (CvpnTerraform *terraform,
                                     const CvpnTerraformResource *resource);

typedef enum {
    CVPN_TERRAFORM_THINGS, /* what has an id that others refer to */
    CVPN_TERRAFORM_INNER,  /* what is in those and others refer to, too */
    CVPN_TERRAFORM_PARTS,  /* rows and associations */
    CVPN_TERRAFORM_PASSES
} CvpnTerraformPass;

typedef struct {
    const char *type;
    const char *kind; /* of the group that it becomes; NULL: none */
    CvpnTerraformPass pass;
    CvpnTerraformReader managed, data; /* NULL: says nothing */
} CvpnTerraformType;

const CvpnTerraformType *cvpn_terraform_type (const char *type);

#define CVPN_TERRAFORM_READER(name)                                                                \
    void cvpn_terraform_read_##name (CvpnTerraform *terraform,                                     \
                                     const CvpnTerraformResource *resource)

/* vpc.c */
CVPN_TERRAFORM_READER (vpc);
CVPN_TERRAFORM_READER (vpc_block);
CVPN_TERRAFORM_READER (subnet);
CVPN_TERRAFORM_READER (internet_gateway);
CVPN_TERRAFORM_READER (gateway_attachment);
CVPN_TERRAFORM_READER (vpn_gateway);
CVPN_TERRAFORM_READER (nat_gateway);
CVPN_TERRAFORM_READER (egress_only);
/* endpoint.c */
CVPN_TERRAFORM_READER (vpc_endpoint);
CVPN_TERRAFORM_READER (vpc_endpoint_table);
CVPN_TERRAFORM_READER (prefix_list);
CVPN_TERRAFORM_READER (prefix_list_entry);
/* routes.c */
CVPN_TERRAFORM_READER (route_table);
CVPN_TERRAFORM_READER (default_route_table);
CVPN_TERRAFORM_READER (route_table_data);
CVPN_TERRAFORM_READER (route);
CVPN_TERRAFORM_READER (table_association);
CVPN_TERRAFORM_READER (main_association);
CVPN_TERRAFORM_READER (propagation);
CvpnRouteTableThing *cvpn_terraform_find_table (const CvpnTerraform *terraform, const char *id);
void cvpn_terraform_add_endpoint_route (CvpnRouteTableThing *table, const char *prefix_list,
                                        const char *endpoint);
/* associate.c */
void cvpn_terraform_associate (CvpnTerraform *terraform, CvpnRouteTableThing *table,
                               const char *subnet);
/* groups.c */
CVPN_TERRAFORM_READER (security_group);
CVPN_TERRAFORM_READER (default_security_group);
CVPN_TERRAFORM_READER (security_group_data);
CVPN_TERRAFORM_READER (group_rule);
CVPN_TERRAFORM_READER (group_ingress);
CVPN_TERRAFORM_READER (group_egress);
/* acl.c */
CVPN_TERRAFORM_READER (network_acl);
CVPN_TERRAFORM_READER (default_network_acl);
CVPN_TERRAFORM_READER (acl_rule);
CVPN_TERRAFORM_READER (acl_association);
void cvpn_terraform_finish_acls (CvpnTerraform *terraform);
/* match.c */
/* Protocol and ports of a rule; FALSE if they are not known or not IPv4's. */
gboolean cvpn_terraform_match (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                               const CvpnNode *rule, const char *protocol, CvpnRuleThing *match);
gboolean cvpn_terraform_same_rule (const CvpnRuleThing *a, const CvpnRuleThing *b);
/* transit.c */
CVPN_TERRAFORM_READER (peering);
CVPN_TERRAFORM_READER (peering_accepter);
CVPN_TERRAFORM_READER (vpn_connection);
CVPN_TERRAFORM_READER (vpn_connection_route);
CVPN_TERRAFORM_READER (transit_gateway);
CVPN_TERRAFORM_READER (vpc_attachment);
CVPN_TERRAFORM_READER (other_attachment);
CVPN_TERRAFORM_READER (transit_table);
CVPN_TERRAFORM_READER (transit_route);
CVPN_TERRAFORM_READER (transit_association);
CVPN_TERRAFORM_READER (transit_propagation);
void cvpn_terraform_use_default_tables (CvpnTerraform *terraform,
                                        const CvpnTerraformResource *resource,
                                        CvpnAttachmentThing *attachment, gboolean associate,
                                        gboolean propagate);
/* hosts.c */
CVPN_TERRAFORM_READER (network_interface);
CVPN_TERRAFORM_READER (instance);
CVPN_TERRAFORM_READER (interface_attachment);
CVPN_TERRAFORM_READER (interface_group);
CVPN_TERRAFORM_READER (public_address);
/* client_vpn.c */
CVPN_TERRAFORM_READER (client_vpn);
CVPN_TERRAFORM_READER (client_vpn_association);
CVPN_TERRAFORM_READER (client_vpn_route);
CVPN_TERRAFORM_READER (client_vpn_rule);
void cvpn_terraform_finish_tables (CvpnTerraform *terraform);
void cvpn_terraform_finish_client_vpns (CvpnTerraform *terraform);
