/* What the input refers to and does not contain, or may not have all of: the only place that
 * makes [unknown] groups, and knows which call of the AWS CLI would supply what. */
#include "import/draft/parts.h"

#include <string.h>

/* By kind of group: what AWS's ids of it begin with, and the call that takes them. */
static const struct {
    const char *kind, *prefix, *call;
} calls[] = {
    { "vpc", "vpc-", "describe-vpcs --vpc-ids" },
    { "subnet", "subnet-", "describe-subnets --subnet-ids" },
    { "route-table", "rtb-", "describe-route-tables --route-table-ids" },
    { "internet-gateway", "igw-", "describe-internet-gateways --internet-gateway-ids" },
    { "nat-gateway", "nat-", "describe-nat-gateways --nat-gateway-ids" },
    { "vpc-peering-connection", "pcx-",
      "describe-vpc-peering-connections --vpc-peering-connection-ids" },
    { "transit-gateway", "tgw-", "describe-transit-gateways --transit-gateway-ids" },
    { "transit-gateway-attachment", "tgw-attach-",
      "describe-transit-gateway-attachments --transit-gateway-attachment-ids" },
    { "transit-gateway-route-table", "tgw-rtb-",
      "search-transit-gateway-routes --filters Name=state,Values=active,blackhole "
      "--transit-gateway-route-table-id" },
    { "virtual-private-gateway", "vgw-", "describe-vpn-gateways --vpn-gateway-ids" },
    { "vpn-connection", "vpn-", "describe-vpn-connections --vpn-connection-ids" },
    { "prefix-list", "pl-", "get-managed-prefix-list-entries --prefix-list-id" },
    { "vpc-endpoint", "vpce-", "describe-vpc-endpoints --vpc-endpoint-ids" },
    { "security-group", "sg-", "describe-security-groups --group-ids" },
    { "network-acl", "acl-", "describe-network-acls --network-acl-ids" },
    { "host", "eni-", "describe-network-interfaces --network-interface-ids" },
    { "host", "i-", "describe-instances --instance-ids" },
    { "client-vpn-routes", "cvpn-endpoint-",
      "describe-client-vpn-routes --client-vpn-endpoint-id" },
    { "authorization-rules", "cvpn-endpoint-",
      "describe-client-vpn-authorization-rules --client-vpn-endpoint-id" },
    { "client-vpn-target-networks", "cvpn-endpoint-",
      "describe-client-vpn-target-networks --client-vpn-endpoint-id" },
    { "client-vpn-endpoint", "cvpn-endpoint-",
      "describe-client-vpn-endpoints --client-vpn-endpoint-ids" },
};

char *
cvpn_drafting_call (const char *kind, const char *id)
{
    for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
        if (g_str_equal (calls[i].kind, kind) && g_str_has_prefix (id, calls[i].prefix))
            return g_strdup_printf ("%s %s", calls[i].call, id);
    return NULL;
}

static void
add_note (CvpnDrafting *d, const char *name, const char *call, const char *why)
{
    CvpnImportNote *note = g_new0 (CvpnImportNote, 1);

    *note = (CvpnImportNote){ .kind = CVPN_IMPORT_MISSING,
                              .what = cvpn_inventory_keep (d->inventory, name),
                              .text = cvpn_inventory_keep (d->inventory, why),
                              .call = cvpn_inventory_keep (d->inventory, call) };
    g_ptr_array_add (d->draft->notes, note);
}

/* A reference that leads to a thing of another kind: nothing missing would mend it. */
static void
check_kind (CvpnDrafting *d, const char *kind, const char *name, const char *why)
{
    const char *its = g_hash_table_lookup (d->written, name);
    const CvpnSource *source = NULL;
    const guint line = its ? cvpn_inventory_line (d->inventory, name, &source) : 0;

    if (its)
        cvpn_report_add (d->inventory->report, CVPN_SEVERITY_ERROR, source ? source->path : NULL,
                         line, "%s: it is there as [%s], but referred to as [%s]%s%s", name, its,
                         kind, *why ? ": " : "", why);
}

/* The new group, or NULL if there is one of that name. */
static CvpnDraftGroup *
add_group (CvpnDrafting *d, const char *kind, const char *name, const char *why)
{
    if (g_hash_table_contains (d->draft->unknown, name))
        return NULL;
    check_kind (d, kind, name, why);
    CvpnDraftGroup *group = cvpn_drafting_group_new ("unknown", name);
    g_autofree char *comment = cvpn_drafting_clean (why);
    if (*comment)
        cvpn_drafting_comment (group, "%s", comment);
    cvpn_drafting_line (group, "kind", kind, NULL);
    g_hash_table_insert (d->draft->unknown, group->name, group);
    return group;
}

/* People copy it into a shell: it has what names of AWS have, and nothing that a shell obeys. */
static gboolean
is_harmless (const char *call)
{
    return strspn (call, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS " -_.,=:/") == strlen (call);
}

const char *
cvpn_drafting_unknown (CvpnDrafting *d, const char *kind, const char *name, const char *of,
                       const char *call, const char *why)
{
    CvpnDraftGroup *group = add_group (d, kind, name, why);

    if (!group)
        return ((CvpnDraftGroup *) g_hash_table_lookup (d->draft->unknown, name))->name;
    if (call && !is_harmless (call))
        call = NULL;
    if (of)
        cvpn_drafting_line (group, "of", of, NULL);
    if (call)
        cvpn_drafting_line (group, "call", call, NULL);
    add_note (d, name, call, why);
    return group->name;
}

const char *
cvpn_drafting_not_modelled (CvpnDrafting *d, const char *kind, const char *name, const char *what)
{
    CvpnDraftGroup *group = add_group (d, kind, name, "");

    if (!group)
        return ((CvpnDraftGroup *) g_hash_table_lookup (d->draft->unknown, name))->name;
    cvpn_drafting_line (group, "not-modelled", what, NULL);
    cvpn_drafting_remark (d, name,
                          "%s, which is not modelled: what goes through it is "
                          "undetermined",
                          what);
    return group->name;
}

/* A subnet that the input has, in a VPC that it has not: the VPC is what is missing. */
static const char *
find_missing_vpc (const CvpnDrafting *d, const char *kind, const char *id)
{
    const CvpnSubnetThing *subnet;

    if (!g_str_equal (kind, "subnet"))
        return NULL;
    subnet = cvpn_inventory_find (d->inventory, d->inventory->subnets, id);
    return subnet && !cvpn_drafting_has (d, "vpc", subnet->vpc) ? subnet->vpc : NULL;
}

/* A connection whose routes come by BGP: there is nothing more to ask. */
static gboolean
is_dynamic (const CvpnDrafting *d, const char *kind, const char *id)
{
    const CvpnVpnConnectionThing *connection =
        g_str_equal (kind, "vpn-connection")
            ? cvpn_inventory_find (d->inventory, d->inventory->vpn_connections, id)
            : NULL;

    return connection && connection->dynamic;
}

const char *
cvpn_drafting_refer (CvpnDrafting *d, const char *kind, const char *id, const char *format, ...)
{
    va_list arguments;

    if (cvpn_drafting_has (d, kind, id))
        return id;
    va_start (arguments, format);
    g_autofree char *why = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    if (is_dynamic (d, kind, id)) {
        g_autofree char *text = g_strdup_printf ("%s; its routes are by BGP", why);
        return cvpn_drafting_unknown (d, kind, id, NULL, NULL, text);
    }
    const char *vpc = find_missing_vpc (d, kind, id);
    g_autofree char *call = vpc ? cvpn_drafting_call ("vpc", vpc) : cvpn_drafting_call (kind, id);
    return cvpn_drafting_unknown (d, kind, id, NULL, call, why);
}

static void
add_more (CvpnDrafting *d, const char *prefix, const char *kind, const char *vpc,
          const char *filter, const char *why)
{
    g_autofree char *name = g_strconcat (prefix, vpc, NULL);
    g_autofree char *call = g_str_has_prefix (vpc, "vpc-") ? g_strconcat (filter, vpc, NULL) : NULL;
    g_autofree char *text = g_strdup_printf ("%s may have %s", vpc, why);

    cvpn_drafting_unknown (d, kind, name, vpc, call, text);
}

/* Interfaces that the user left out are there. */
static void
add_more_hosts (CvpnDrafting *d, const CvpnVpcThing *vpc)
{
    const char *id = vpc->thing.id;
    const guint left_out =
        GPOINTER_TO_UINT (g_hash_table_lookup (d->hosts_left_out, vpc->thing.id));
    g_autofree char *name = g_strconcat ("hosts-of-", id, NULL);

    if (left_out > 0) {
        g_autofree char *why =
            g_strdup_printf ("%u interfaces of %s were left out, as asked for", left_out, id);
        cvpn_drafting_unknown (d, "host", name, id, "import --hosts all", why);
    } else if (!d->inventory->all[CVPN_ALL_INTERFACES] &&
               !(d->options->assume & CVPN_ASSUME_HOSTS)) {
        add_more (d, "hosts-of-", "host", id,
                  "describe-network-interfaces --filters Name=vpc-id,Values=",
                  "interfaces that the input has not (--assume hosts: none)");
    }
}

void
cvpn_drafting_add_more_of_vpc (CvpnDrafting *d, const CvpnVpcThing *vpc)
{
    const char *id = vpc->thing.id;

    if (!cvpn_drafting_all (d, CVPN_ALL_SUBNETS, id))
        add_more (d, "subnets-of-", "subnet", id, "describe-subnets --filters Name=vpc-id,Values=",
                  "subnets that the input has not");
    if (!cvpn_drafting_all (d, CVPN_ALL_INTERNET_GATEWAYS, id) &&
        !g_hash_table_contains (d->gateway_of, id))
        add_more (d, "internet-gateway-of-", "internet-gateway", id,
                  "describe-internet-gateways --filters Name=attachment.vpc-id,Values=",
                  "an internet gateway");
    add_more_hosts (d, vpc);
}

/* In the order of the kinds above, those of no call last. */
static guint
rank_of (const CvpnDraftGroup *group)
{
    const CvpnDraftLine *kind = group->lines->pdata[0];

    for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
        if (g_str_equal (calls[i].kind, kind->value))
            return i;
    return G_N_ELEMENTS (calls);
}

static gint
compare_groups (gconstpointer a, gconstpointer b)
{
    const CvpnDraftGroup *one = *(const CvpnDraftGroup *const *) a;
    const CvpnDraftGroup *other = *(const CvpnDraftGroup *const *) b;
    const gint ranks = (gint) rank_of (one) - (gint) rank_of (other);

    return ranks != 0 ? ranks : strcmp (one->name, other->name);
}

/* Where nothing that is written refers to the VPC, it is not [unknown]; that it is missing is said.
 */
static void
note_missing_vpcs (CvpnDrafting *d)
{
    GHashTableIter iter;
    gpointer vpc;

    g_hash_table_iter_init (&iter, d->missing_vpcs);
    while (g_hash_table_iter_next (&iter, &vpc, NULL)) {
        g_autofree char *call = cvpn_drafting_call ("vpc", vpc);
        if (!g_hash_table_contains (d->draft->unknown, vpc))
            add_note (d, vpc, call, "the VPC of what was left out");
    }
}

void
cvpn_drafting_append_unknowns (CvpnDrafting *d)
{
    g_autoptr (GPtrArray) groups = g_ptr_array_new ();
    GHashTableIter iter;
    gpointer group;

    g_hash_table_iter_init (&iter, d->draft->unknown);
    while (g_hash_table_iter_next (&iter, NULL, &group))
        g_ptr_array_add (groups, group);
    note_missing_vpcs (d);
    g_ptr_array_sort (groups, compare_groups);
    for (guint i = 0; i < groups->len; i++)
        g_ptr_array_add (d->draft->groups, groups->pdata[i]);
}
