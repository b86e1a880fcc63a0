/* cli: answers of the AWS CLI, as its describe-, get-, search- and export- calls print them.
 *
 * A table says which top-level key is whose (calls.c); a reader takes one element of the list
 * behind it.  The things come first, then what is said of them in other calls, so that the order
 * of files does not matter.  Shapes are those of the Amazon EC2 API Reference, in the CLI's
 * spelling; words of states are never refused, since the service prints some that are in no list.
 */
#pragma once

#include "import/forms.h"

typedef struct {
    CvpnInventory *inventory;
    gboolean seen[CVPN_ALL_KINDS], more[CVPN_ALL_KINDS]; /* a call's key; with further pages */
    /* Sets of "CALL ID": what a call that asks for one thing (an endpoint, a table) has answered,
     * wholly or not. */
    GHashTable *answered, *partial;
    GHashTable *unnamed;     /* call -> how many empty answers are about one cannot tell whom */
    GHashTable *connections; /* ids of those counted */
    GHashTable *attached;    /* instance -> GPtrArray of its interfaces that were read */
    GHashTable *named;       /* "PREFIX FILE" -> the id in its name, "" if there is none */
    GHashTable *statics;     /* a set: tables of which only the static routes were asked for */
    GHashTable *networks;    /* endpoint -> its AssociatedTargetNetworks: GPtrArray of ids */
} CvpnCliReader;

struct CvpnCliCall;

typedef struct {
    CvpnCliReader *reader;
    CvpnInventory *inventory;
    const CvpnSource *source;
    const CvpnNode *object; /* the answer, with its top-level keys */
    const struct CvpnCliCall *call;
    gboolean more;     /* there are further pages */
    GHashTable *about; /* a set: ids of what the elements were about */
} CvpnCliAnswer;

typedef enum {
    CVPN_CLI_THINGS, /* what has an id of its own */
    CVPN_CLI_PARTS,  /* what belongs to such a thing */
    CVPN_CLI_PASSES
} CvpnCliPass;

typedef struct CvpnCliCall {
    const char *key, *call;
    CvpnCliPass pass;
    gint all; /* CvpnAll: what is complete if the answer is; -1: nothing */
    /* Where several calls print the same key: whether this is the one.  'element' is NULL for an
     * empty list.  NULL: it is the only one. */
    gboolean (*suits) (const json_t *answer, const json_t *element);
    void (*read) (CvpnCliAnswer *answer, const CvpnNode *element);
    /* After the last element; NULL: nothing to do. */
    void (*done) (CvpnCliAnswer *answer);
    gboolean whole; /* the answer has no list: 'read' gets the answer itself */
} CvpnCliCall;

/* The calls that print that key: the first of them, or NULL; those behind it have the same key. */
const CvpnCliCall *cvpn_cli_call (const char *key);
/* "describe-key-pairs: not needed": of a key that is known and of no use here; NULL: not known. */
const char *cvpn_cli_unused (const char *key);
/* Keys of captures that keep several answers in a list, each with the id it was asked for. */
#define CVPN_CLI_STATIC_ROUTES "TransitGatewayStaticRoutes"
gboolean cvpn_cli_is_bundle (const char *key);
/* Keys that go with others: "NextToken", "Status". */
gboolean cvpn_cli_is_companion (const char *key);

/* element.c: what readers of elements share. */

/* As cvpn_inventory_is_new, for elements of the call. */
gboolean cvpn_cli_is_new (CvpnCliAnswer *answer, const char *key, const CvpnNode *element);
/* A member that is an id, kept; NULL where absent. */
const char *cvpn_cli_id (CvpnCliAnswer *answer, const CvpnNode *object, const char *name);
/* A member that is a word, kept; NULL where absent or empty. */
const char *cvpn_cli_word (CvpnCliAnswer *answer, const CvpnNode *object, const char *name);
/* Whether its State says that it is deleted, or soon will be. */
gboolean cvpn_cli_is_gone (const CvpnNode *element);
/* Status: { Code: WORD }, kept; "not said" where absent. */
const char *cvpn_cli_status_word (CvpnCliAnswer *answer, const CvpnNode *object);
/* A word among 'active' (in force), among 'inactive', or neither; both end in NULL. */
CvpnStatus cvpn_cli_status (const char *word, const char *const *active,
                            const char *const *inactive);
/* The tag Name of a list of Key and Value; borrowed, NULL: none. */
const char *cvpn_cli_name (const CvpnNode *object, const char *tags);
/* Appends ids: of a list of strings (member NULL), or of that member of each element.
 * FALSE: the list is absent. */
gboolean cvpn_cli_ids (CvpnCliAnswer *answer, const CvpnNode *object, const char *list,
                       const char *member, GPtrArray *ids);
/* TRUE if the member is a text with a colon: an address or block of IPv6. */
gboolean cvpn_cli_is_ipv6 (const CvpnNode *object, const char *name);
/* Counts what is left out as IPv6. */
void cvpn_cli_left_out_ipv6 (CvpnCliAnswer *answer, const char *what, guint64 count);
/* How ids begin. */
#define CVPN_CLI_ENDPOINT      "cvpn-endpoint-"
#define CVPN_CLI_TRANSIT_TABLE "tgw-rtb-"
#define CVPN_CLI_ATTACHMENT    "tgw-attach-"
#define CVPN_CLI_PREFIX_LIST   "pl-"

/* The id of the thing of that kind that an answer is about, kept: from beside the answer's list, or
 * from the name of its file or folders: of a thing that was read, else any that begins with
 * 'prefix' as ids do.  NULL: none. */
const char *cvpn_cli_named (CvpnCliAnswer *answer, const GPtrArray *kind, const char *prefix);

/* What a call that asks for one thing has answered: to be called for each thing that its elements
 * are about, and at the end, with those that can be asked for. */
void cvpn_cli_about (CvpnCliAnswer *answer, const char *id);
void cvpn_cli_answered (CvpnCliAnswer *answer, const GPtrArray *kind, const char *prefix);
/* Whether all that the call says of 'id' was read. */
gboolean cvpn_cli_knows (const CvpnCliReader *reader, const char *call, const char *id);
/* Whether the call was read, wholly or not, for 'id'. */
gboolean cvpn_cli_heard (const CvpnCliReader *reader, const char *call, const char *id);

/* Readers of elements, by file. */

/* vpcs.c */
void cvpn_cli_read_vpc (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_read_subnet (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_read_peering (CvpnCliAnswer *answer, const CvpnNode *element);
/* gateways.c */
void cvpn_cli_read_internet_gateway (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_read_nat_gateway (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_read_vpc_endpoint (CvpnCliAnswer *answer, const CvpnNode *element);
/* routes.c */
void cvpn_cli_read_route_table (CvpnCliAnswer *answer, const CvpnNode *element);
/* implied.c: adds the VPCs and internet gateways that only route tables tell of. */
void cvpn_cli_imply (CvpnCliReader *reader);
/* filters.c */
void cvpn_cli_read_security_group (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_read_security_group_rule (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_done_security_group_rules (CvpnCliAnswer *answer);
void cvpn_cli_finish_security_groups (CvpnCliReader *reader);
/* default_groups.c: of several groups of a VPC with the name of the default one, one is it, or
 * none. */
void cvpn_cli_settle_default_groups (CvpnInventory *inventory);
/* network_acls.c */
void cvpn_cli_read_network_acl (CvpnCliAnswer *answer, const CvpnNode *element);
/* match.c: a protocol as a word or number in a string.  FALSE: of IPv6, or a fault. */
gboolean cvpn_cli_protocol (CvpnCliAnswer *answer, const CvpnNode *protocol, CvpnRuleThing *rule);
/* The two ends of a range of ports, or an ICMP type and code; -1: absent.  FALSE: a fault. */
gboolean cvpn_cli_ports (const CvpnNode *at, gint64 from, gint64 to, CvpnRuleThing *rule);
/* prefix_lists.c */
void cvpn_cli_read_prefix_list (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_read_prefix_list_entry (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_done_prefix_list_entries (CvpnCliAnswer *answer);
/* interfaces.c */
void cvpn_cli_read_interface (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_read_reservation (CvpnCliAnswer *answer, const CvpnNode *element);
/* Reads an interface in either call's form. */
CvpnInterfaceThing *cvpn_cli_add_interface (CvpnCliAnswer *answer, const CvpnNode *element,
                                            const char *id);
/* transit.c */
void cvpn_cli_read_transit_gateway (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_read_attachment (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_read_vpc_attachment (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_read_transit_table (CvpnCliAnswer *answer, const CvpnNode *element);
/* transit_tables.c */
void cvpn_cli_read_transit_association (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_done_transit_associations (CvpnCliAnswer *answer);
void cvpn_cli_read_transit_propagation (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_done_transit_propagations (CvpnCliAnswer *answer);
void cvpn_cli_read_attachment_propagation (CvpnCliAnswer *answer, const CvpnNode *element);
/* transit_finish.c */
void cvpn_cli_finish_transit (CvpnCliReader *reader);
/* transit_routes.c */
void cvpn_cli_read_transit_route (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_done_transit_routes (CvpnCliAnswer *answer);
CvpnTransitTableThing *cvpn_cli_transit_table (CvpnCliAnswer *answer);
/* vpn.c */
void cvpn_cli_read_vpn_gateway (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_read_vpn_connection (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_read_customer_gateway (CvpnCliAnswer *answer, const CvpnNode *element);
/* client_vpn.c */
void cvpn_cli_read_client_vpn (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_finish_client_vpns (CvpnCliReader *reader);
/* client_parts.c */
void cvpn_cli_read_target_network (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_read_client_route (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_read_authorization_rule (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_read_connection (CvpnCliAnswer *answer, const CvpnNode *element);
void cvpn_cli_done_client_vpn (CvpnCliAnswer *answer);
void cvpn_cli_read_revocation_list (CvpnCliAnswer *answer, const CvpnNode *element);
