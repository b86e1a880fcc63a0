/* mend: for each obstacle the change that removes it.
 *
 * A change is one key of one group and the AWS CLI command that does the same.
 * Changes of all landings are merged: one line per key.  Some obstacles have no
 * cure (an address that nobody has); they get none. */
#include "analyze/mend.h"

#include <string.h>

typedef void (*MendFunc) (const CvpnMendContext *c);

static const MendFunc mends[CVPN_N_CODES] = {
    [CVPN_CODE_CVPN_DNS_NO_ANSWER] = cvpn_mend_name,
    [CVPN_CODE_CVPN_TRANSPORT_RESTRICTION] = cvpn_mend_transport,
    [CVPN_CODE_CVPN_AUTHENTICATION_FAILED] = cvpn_mend_authentication,
    [CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED] = cvpn_mend_limit,
    [CVPN_CODE_CVPN_SUBNET_ADDRESS_EXHAUSTED] = cvpn_mend_limit,
    [CVPN_CODE_CVPN_NO_AUTHORIZATION_RULE] = cvpn_mend_authorization,
    [CVPN_CODE_CVPN_AUTHORIZATION_GROUP_MISMATCH] = cvpn_mend_authorization,
    [CVPN_CODE_CVPN_SPLIT_TUNNEL_NOT_CAPTURED] = cvpn_mend_vpn_route,
    [CVPN_CODE_CVPN_TUNNEL_ROUTE_LOOP] = cvpn_mend_tunnel_route,
    [CVPN_CODE_CVPN_NO_ROUTE_TO_DESTINATION] = cvpn_mend_vpn_route,
    [CVPN_CODE_CVPN_CLIENT_TO_CLIENT_RESTRICTION] = cvpn_mend_vpn_route,
    [CVPN_CODE_CVPN_SNAT_PORT_EXHAUSTED] = cvpn_mend_snat,
    [CVPN_CODE_NO_ROUTE_TO_DESTINATION] = cvpn_mend_route,
    [CVPN_CODE_BAD_STATE_ROUTE] = cvpn_mend_route,
    [CVPN_CODE_IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS] = cvpn_mend_route,
    [CVPN_CODE_PCX_REQUIRES_ADDRESS_IN_VPC_CIDR] = cvpn_mend_route,
    [CVPN_CODE_NO_POSSIBLE_DESTINATION] = cvpn_mend_lost_answer,
    [CVPN_CODE_CVPN_ROUTING_LOOP] = cvpn_mend_loop,
    [CVPN_CODE_IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS] = cvpn_mend_route,
    [CVPN_CODE_TGW_ROUTE_AZ_RESTRICTION] = cvpn_mend_transit,
    [CVPN_CODE_TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION] = cvpn_mend_transit,
    [CVPN_CODE_TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT] = cvpn_mend_transit,
    [CVPN_CODE_TGW_RTB_BAD_STATE_ROUTE] = cvpn_mend_transit,
    [CVPN_CODE_NGW_PORT_ALLOCATION] = cvpn_mend_nat_gateway,
    [CVPN_CODE_ENI_SOURCE_DEST_CHECK_RESTRICTION] = cvpn_mend_forwarder,
    [CVPN_CODE_SUBNET_ACL_RESTRICTION] = cvpn_mend_acl,
    [CVPN_CODE_ENI_SG_RULES_MISMATCH] = cvpn_mend_group,
    [CVPN_CODE_SG_HAS_NO_RULES] = cvpn_mend_group,
    [CVPN_CODE_VGW_NO_ROUTE] = cvpn_mend_network,
    [CVPN_CODE_FIREWALL_RULES_RESTRICTION] = cvpn_mend_network,
    [CVPN_CODE_NO_RETURN_ROUTE] = cvpn_mend_network,
    [CVPN_CODE_MTU_EXCEEDED] = cvpn_mend_size,
    [CVPN_CODE_NO_LISTENER] = cvpn_mend_listener,
};

static CvpnMend *
find_mend (const CvpnAnswer *answer, const char *group, const char *key)
{
    for (guint i = 0; i < answer->mends->len; i++) {
        CvpnMend *mend = answer->mends->pdata[i];
        if (g_str_equal (mend->group, group) && g_str_equal (mend->key, key))
            return mend;
    }
    return NULL;
}

static void
append_command (CvpnMend *mend, const char *command)
{
    char *both =
        *mend->command ? g_strconcat (mend->command, " && ", command, NULL) : g_strdup (command);

    g_free (mend->command);
    mend->command = both;
}

/* One key may need several commands: a route for each landing. */
static void
add_command (CvpnMend *mend, const char *command)
{
    if (*command && !strstr (mend->command, command))
        append_command (mend, command);
}

static void
add_line (const CvpnMendContext *c, const char *kind, const char *name, const char *key,
          const char *value, const char *command)
{
    const CvpnDocument *document = c->answer->scenario->spec->document;
    const CvpnGroup *group = cvpn_document_group (document, kind, name);
    const CvpnEntry *entry = group ? cvpn_group_entry (group, key) : NULL;
    g_autofree char *header = g_strdup_printf ("%s %s", kind, name);
    CvpnMend *mend = find_mend (c->answer, header, key);

    if (mend) {
        add_command (mend, command);
        return;
    }
    mend = g_new0 (CvpnMend, 1);
    mend->group = g_steal_pointer (&header);
    mend->key = g_strdup (key);
    mend->value = g_strdup (value);
    mend->command = g_strdup (command);
    mend->file = entry ? entry->file : group ? group->file : NULL;
    mend->line = entry ? entry->line : group ? group->line : 0;
    g_ptr_array_add (c->answer->mends, mend);
}

gboolean
cvpn_mend_differs (const CvpnMendContext *c, const char *kind, const char *name, const char *key,
                   const char *value)
{
    g_autofree char *header = g_strdup_printf ("%s %s", kind, name);
    g_autofree char *line = g_strdup_printf ("%s\n%s", header, key);
    const CvpnMend *mend = find_mend (c->answer, header, key);
    const char *taken = c->answer->taken ? g_hash_table_lookup (c->answer->taken, line) : NULL;

    return (mend && g_strcmp0 (mend->value, value) != 0) || (taken && !g_str_equal (taken, value));
}

void
cvpn_mend_remove (const CvpnMendContext *c, const char *kind, const char *name, const char *key,
                  const char *command)
{
    add_line (c, kind, name, key, NULL, command);
}

char *
cvpn_mend_declare (const CvpnMendContext *c, const char *kind, const char *name)
{
    const char *slash = strchr (name, '/');
    const gboolean table = g_str_equal (kind, "route-table");

    if (!slash)
        return g_strdup (name);
    g_autofree char *vpc = g_strndup (name, (gsize) (slash - name));
    char *declared = g_strdup_printf ("%s-%s", vpc, slash + 1);
    add_line (c, kind, declared, "vpc", vpc, "");
    add_line (c, kind, declared, table ? "main" : "default", "true", "");
    return declared;
}

void
cvpn_mend_add (const CvpnMendContext *c, const char *kind, const char *name, const char *key,
               const char *value, const char *command)
{
    g_autofree char *declared = cvpn_mend_declare (c, kind, name);
    g_autoptr (GString) words = g_string_new (command);

    g_string_replace (words, name, declared, 0);
    add_line (c, kind, declared, key, value, words->str);
}

const char *
cvpn_mend_present (const CvpnMendContext *c, const char *kind, const char *name, const char *key)
{
    g_autofree char *header = g_strdup_printf ("%s %s", kind, name);
    const CvpnMend *mend = find_mend (c->answer, header, key);
    const CvpnGroup *group = cvpn_document_group (c->answer->scenario->spec->document, kind, name);
    const CvpnEntry *entry = group ? cvpn_group_entry (group, key) : NULL;

    return mend ? mend->value : entry ? entry->value : NULL;
}

void
cvpn_mend_put (const CvpnMendContext *c, const char *kind, const char *name, const char *key,
               const char *value, const char *command)
{
    g_autofree char *declared = cvpn_mend_declare (c, kind, name);
    g_autofree char *header = g_strdup_printf ("%s %s", kind, declared);
    CvpnMend *mend = find_mend (c->answer, header, key);

    if (mend) {
        char *other = g_strdup (value); /* which may be made of the old one */
        g_free (mend->value);
        mend->value = other;
    }
    cvpn_mend_add (c, kind, name, key, value, command);
}

char *
cvpn_mend_append (const CvpnMendContext *c, const char *kind, const char *name, const char *key,
                  const char *item)
{
    const char *present = cvpn_mend_present (c, kind, name, key);
    g_autofree char *before = g_strdup (present ? present : "");

    g_strchomp (before);
    if (g_str_has_suffix (before, ";"))
        before[strlen (before) - 1] = '\0';
    return *before ? g_strdup_printf ("%s; %s", before, item) : g_strdup (item);
}

static gboolean
has_item (const char *list, const char *item)
{
    g_auto (GStrv) items = g_strsplit (list, ";", -1);

    for (guint i = 0; items[i]; i++)
        if (g_str_equal (g_strstrip (items[i]), item))
            return TRUE;
    return FALSE;
}

char *
cvpn_mend_shell_word (const char *text)
{
    for (const char *p = text; *p; p++)
        if (!g_ascii_isalnum (*p) && !strchr ("._-:/@%+=,", *p))
            return g_shell_quote (text);
    return g_strdup (text);
}

gboolean
cvpn_mend_is_instance (const char *host)
{
    return g_str_has_prefix (host, "i-");
}

gboolean
cvpn_mend_has_item (const CvpnMendContext *c, const char *kind, const char *name, const char *key,
                    const char *item)
{
    const char *present = cvpn_mend_present (c, kind, name, key);

    return present && has_item (present, item);
}

void
cvpn_mend_add_item (const CvpnMendContext *c, const char *kind, const char *name, const char *key,
                    const char *item, const char *command)
{
    g_autofree char *declared = cvpn_mend_declare (c, kind, name);

    if (cvpn_mend_has_item (c, kind, declared, key, item))
        return;
    g_autofree char *value = cvpn_mend_append (c, kind, declared, key, item);
    cvpn_mend_put (c, kind, name, key, value, command);
}

static gboolean
best_block (const CvpnNetwork *net, CvpnSpan cidrs, guint32 address, CvpnPrefix *block)
{
    for (guint32 i = cidrs.first; i < cidrs.first + cidrs.count; i++) {
        *block = *cvpn_at (net->cidrs, CvpnPrefix, i);
        if (cvpn_prefix_contains (*block, address))
            return TRUE;
    }
    return FALSE;
}

/* Of the services that the endpoint's VPC has a gateway endpoint to. */
static gboolean
best_entry (const CvpnMendContext *c, guint32 address, CvpnPrefix *block)
{
    const CvpnNetwork *net = c->net;

    for (guint32 i = 0; i < net->vpc_endpoints->len; i++) {
        const CvpnVpcEndpoint *service = cvpn_at (net->vpc_endpoints, CvpnVpcEndpoint, i);
        if (service->vpc == c->endpoint->vpc &&
            best_block (net,
                        cvpn_at (net->prefix_lists, CvpnPrefixList, service->prefix_list)->entries,
                        address, block))
            return TRUE;
    }
    return FALSE;
}

CvpnPrefix
cvpn_mend_block (const CvpnMendContext *c, guint32 address)
{
    const CvpnNetwork *net = c->net;
    const guint32 outside = cvpn_network_outside_at (net, address);
    CvpnPrefix block = { address, 32 };

    if (cvpn_prefix_contains (c->endpoint->client_cidr, address))
        return c->endpoint->client_cidr;
    for (guint32 i = 0; i < net->vpcs->len; i++)
        if (best_block (net, cvpn_vpc (net, i)->cidrs, address, &block))
            return block;
    if (outside != CVPN_NONE &&
        best_block (net, cvpn_at (net->networks, CvpnOutside, outside)->cidrs, address, &block))
        return block;
    if (best_entry (c, address, &block))
        return block;
    return cvpn_address_is_private (address) ? (CvpnPrefix){ address, 32 } : (CvpnPrefix){ 0, 0 };
}

/* The landing's own filters, which the packet meets whatever way it takes. */
static gboolean
is_own_filter (const CvpnMendContext *c)
{
    return c->verdict->code == CVPN_CODE_SUBNET_ACL_RESTRICTION &&
           cvpn_subnet (c->net, c->spot->subnet) == c->subnet;
}

static void
mend_obstacle (const CvpnMendContext *c, CvpnAlikeness *alike, gboolean *asked)
{
    const gboolean behind =
        c->verdict->step >= CVPN_STEP_SUBNET_ROUTE && c->verdict->step != CVPN_STEP_NACL;

    if (behind && !*asked) {
        *asked = TRUE;
        *alike = cvpn_mend_alike (c);
        if (*alike != CVPN_ALIKE_NOT)
            return;
    }
    if (mends[c->verdict->code] && (*alike != CVPN_ALIKE_OTHER_WAY || is_own_filter (c)))
        mends[c->verdict->code](c);
}

static void
mend_landing (CvpnAnswer *answer, const CvpnLanding *landing)
{
    const CvpnNetwork *net = answer->net;
    CvpnAlikeness alike = CVPN_ALIKE_NOT;
    gboolean asked = FALSE;

    for (guint i = 0; i < landing->trace.n; i++) {
        const CvpnVerdict *verdict = &landing->trace.verdicts[i];
        const CvpnMendContext c = {
            .answer = answer,
            .net = net,
            .landing = landing,
            .verdict = verdict,
            .spot = &landing->trace.spots[i],
            .endpoint = cvpn_endpoint (net, answer->person.endpoint),
            .subnet = cvpn_subnet (net, cvpn_association (net, landing->association)->subnet),
        };
        if (verdict->result == CVPN_RESULT_FAIL || verdict->result == CVPN_RESULT_ALSO)
            mend_obstacle (&c, &alike, &asked);
    }
}

void
cvpn_answer_mend (CvpnAnswer *answer)
{
    for (guint i = 0; i < answer->landings->len; i++)
        mend_landing (answer, &g_array_index (answer->landings, CvpnLanding, i));
}
