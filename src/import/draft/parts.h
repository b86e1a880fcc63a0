/* draft_parts: what the parts of a draft share: the groups that are made, which names they will
 * have, and what hangs together in the inventory.
 *
 * What is written is settled before anything is (cvpn_drafting_plan), so that a reference knows
 * whether it leads somewhere. */
#pragma once

#include "import/draft/draft.h"

typedef struct {
    CvpnImportDraft *draft;
    CvpnInventory *inventory; /* its arrays are sorted by id */
    const CvpnImportOptions *options;
    GHashTable *written;        /* name, owned -> kind of group (const char *); no [unknown] */
    GHashTable *table_of;       /* subnet -> CvpnRouteTableThing *, associated explicitly */
    GHashTable *main_table_of;  /* VPC -> CvpnRouteTableThing * */
    GHashTable *acl_of;         /* subnet -> CvpnAclThing * */
    GHashTable *default_acl_of; /* VPC -> CvpnAclThing * */
    GHashTable *group_of;       /* VPC -> its default CvpnSecurityGroupThing * */
    GHashTable *gateway_of;     /* VPC -> internet gateway, CvpnGatewayThing * */
    GHashTable *landings;       /* ids of associated subnets, as a set */
    GHashTable *hosts_of;       /* interface or instance -> name of its host, owned */
    GHashTable *hosts_left_out; /* VPC -> how many */
    GHashTable *left_out;       /* what and text, owned -> CvpnImportNote *, of the draft */
    GHashTable *missing_vpcs;   /* of what was left out, as a set */
    GHashTable *route_targets;  /* interfaces and instances that routes lead to, as a set */
} CvpnDrafting;

/* Containers of what they do not own, which is constant. */
static inline void
cvpn_drafting_add (GPtrArray *list, gconstpointer item)
{
    g_ptr_array_add (list, GSIZE_TO_POINTER ((gsize) item));
}

static inline void
cvpn_drafting_put (GHashTable *table, const char *key, gconstpointer value)
{
    g_hash_table_insert (table, GSIZE_TO_POINTER ((gsize) key), GSIZE_TO_POINTER ((gsize) value));
}

/* FALSE if the key was there. */
static inline gboolean
cvpn_drafting_put_new (GHashTable *table, const char *key)
{
    return g_hash_table_add (table, GSIZE_TO_POINTER ((gsize) key));
}

static inline void
cvpn_drafting_extend (GPtrArray *list, const GPtrArray *more)
{
    for (guint i = 0; i < more->len; i++)
        g_ptr_array_add (list, more->pdata[i]);
}

/* plan.c: sorts the inventory, finds what belongs together, settles what is written. */
void cvpn_drafting_plan (CvpnDrafting *d);
/* Whether a group of that name will be in the file, an [unknown] aside. */
gboolean cvpn_drafting_has (const CvpnDrafting *d, const char *kind, const char *name);
/* Marks a name as written; a name that has another kind already is a fault. */
void cvpn_drafting_write (CvpnDrafting *d, const char *kind, const CvpnThing *thing);
void cvpn_drafting_write_named (CvpnDrafting *d, const char *kind, const char *name,
                                const CvpnThing *thing);
/* Whether nothing but what the input says exists in this VPC, as far as that kind goes. */
gboolean cvpn_drafting_all (const CvpnDrafting *d, CvpnAll kind, const char *vpc);

/* group.c: groups and their lines.  Formats make one line each. */
CvpnDraftGroup *cvpn_drafting_group_new (const char *kind, const char *name);
void cvpn_drafting_group_free (gpointer group);
/* Appends a group to the draft; 'thing' NULL or without a Name tag: no comment. */
CvpnDraftGroup *cvpn_drafting_group (CvpnDrafting *d, const char *kind, const CvpnThing *thing);
CvpnDraftGroup *cvpn_drafting_group_named (CvpnDrafting *d, const char *kind, const char *name,
                                           const CvpnThing *thing);
void cvpn_drafting_comment (CvpnDraftGroup *group, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The newest line's comment is 'comment' (NULL: none). */
void cvpn_drafting_line (CvpnDraftGroup *group, const char *key, const char *value,
                         const char *comment);
void cvpn_drafting_flag (CvpnDraftGroup *group, const char *key, gboolean value);
void cvpn_drafting_prefix (CvpnDraftGroup *group, const char *key, CvpnPrefix prefix);
/* Joined with "; "; sorted and each once, if 'sort' says so.  Items are char *. */
void cvpn_drafting_list (CvpnDraftGroup *group, const char *key, GPtrArray *items, gboolean sort);
void cvpn_drafting_sort_unique (GPtrArray *items);
/* CvpnPrefix values, sorted, each once; newly allocated texts. */
GPtrArray *cvpn_drafting_prefixes (const GArray *prefixes);
gint cvpn_drafting_compare_prefixes (CvpnPrefix a, CvpnPrefix b);
GArray *cvpn_drafting_copy_array (const GArray *array);
/* Fit for a comment: one line, no control characters, valid UTF-8, 120 characters at most. */
char *cvpn_drafting_clean (const char *text);
/* The same, whatever its length and the spaces at its ends. */
char *cvpn_drafting_line_of (const char *text);
/* Whether it is one line of valid UTF-8, of characters that can be seen. */
gboolean cvpn_drafting_is_plain (const char *text);
/* As the value of a key: backslashes escaped. */
char *cvpn_drafting_escape (const char *text);

/* Notes of the drafting; texts are copied.  LEFT_OUT of one text are added up. */
void cvpn_drafting_left_out (CvpnDrafting *d, const char *what, guint64 count, const char *text);
void cvpn_drafting_remark (CvpnDrafting *d, const char *what, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
void cvpn_drafting_fault (CvpnDrafting *d, const CvpnThing *thing, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* unknown.c: the only place that makes [unknown] groups. */

/* The name to refer to 'id' by, of that kind of group: if it will not be in the file it becomes an
 * [unknown].  The format says what it is to whom, "the accepter's VPC of pcx-1". */
const char *cvpn_drafting_refer (CvpnDrafting *d, const char *kind, const char *id,
                                 const char *format, ...) G_GNUC_PRINTF (4, 5);
/* An [unknown] of a name that is not AWS's.  'of': what there may be more of this kind in, or NULL;
 * 'call': NULL: none. */
const char *cvpn_drafting_unknown (CvpnDrafting *d, const char *kind, const char *name,
                                   const char *of, const char *call, const char *why);
/* One that is there, and that no kind of group describes. */
const char *cvpn_drafting_not_modelled (CvpnDrafting *d, const char *kind, const char *name,
                                        const char *what);
/* "describe-vpcs --vpc-ids vpc-1"; NULL if the id is not one of AWS's.  Newly allocated. */
char *cvpn_drafting_call (const char *kind, const char *id);
/* What may be there beside what the input has: of a VPC, of a gateway. */
void cvpn_drafting_add_more_of_vpc (CvpnDrafting *d, const CvpnVpcThing *vpc);
void cvpn_drafting_append_unknowns (CvpnDrafting *d);

/* The themes, each in the order of the file. */
void cvpn_drafting_add_vpc (CvpnDrafting *d, const CvpnVpcThing *vpc);
void cvpn_drafting_add_subnets (CvpnDrafting *d, const CvpnVpcThing *vpc);
void cvpn_drafting_add_route_tables (CvpnDrafting *d, const CvpnVpcThing *vpc);
void cvpn_drafting_add_vpc_gateways (CvpnDrafting *d, const CvpnVpcThing *vpc);
void cvpn_drafting_add_nat_gateways (CvpnDrafting *d, const CvpnVpcThing *vpc);
void cvpn_drafting_add_vpc_endpoints (CvpnDrafting *d, const CvpnVpcThing *vpc);
void cvpn_drafting_add_security_groups (CvpnDrafting *d, const char *vpc);
void cvpn_drafting_add_network_acls (CvpnDrafting *d, const CvpnVpcThing *vpc);
void cvpn_drafting_add_hosts (CvpnDrafting *d, const CvpnVpcThing *vpc);
void cvpn_drafting_add_prefix_lists (CvpnDrafting *d);
void cvpn_drafting_add_peerings (CvpnDrafting *d);
void cvpn_drafting_add_transit (CvpnDrafting *d);
void cvpn_drafting_add_vpn_connections (CvpnDrafting *d);
void cvpn_drafting_add_endpoints (CvpnDrafting *d);

/* choice.c: which interfaces become hosts; fills hosts_of and written. */
void cvpn_drafting_plan_hosts (CvpnDrafting *d);
/* tables.c: the interfaces and instances that routes lead to. */
void cvpn_drafting_plan_targets (CvpnDrafting *d);
/* gateways.c: the VPC that a NAT gateway is in; NULL: not known. */
const char *cvpn_drafting_vpc_of_nat (const CvpnDrafting *d, const CvpnNatThing *nat);
/* The NAT gateway whose interface that is, told by its address; NULL: none. */
const char *cvpn_drafting_nat_of (const CvpnDrafting *d, const CvpnInterfaceThing *interface);
/* The list of a gateway endpoint's service, or NULL; of the inventory or known by routes. */
const char *cvpn_drafting_list_of_endpoint (CvpnDrafting *d, const CvpnVpcEndpointThing *endpoint);
/* Whether the static routes of the gateway's VPN connections are all there is behind it. */
gboolean cvpn_drafting_connections_known (const CvpnDrafting *d, const char *gateway);
/* hosts.c: 'security-groups' of something in that VPC; 'whose' is for messages. */
void cvpn_drafting_add_groups (CvpnDrafting *d, CvpnDraftGroup *group, const GPtrArray *ids,
                               const char *vpc);
const char *cvpn_drafting_refer_to_group (CvpnDrafting *d, const char *id, const char *vpc,
                                          const char *whose);
/* Whether the endpoint is wanted and there. */
gboolean cvpn_drafting_wants (const CvpnDrafting *d, const CvpnClientVpnThing *endpoint);
/* template.c */
void cvpn_drafting_append_template (GString *out, const CvpnImportDraft *draft,
                                    const CvpnInventory *inventory);
