/* interfaces: associations with several of them, which a rule or a route treats differently.
 *
 * Packets are taken to leave by the first, as no document says by which: so what names another
 * one's address, or the first one's alone, is worth a look. */
#include "check/check.h"

typedef struct {
    CvpnCheck *check;
    const char *endpoint, *subnet;
    guint32 first, other; /* addresses of two interfaces */
} Pair;

/* A block of a rule or route: is one of the two in it, and the other not? */
static void
look_at (const Pair *pair, CvpnPrefix block, guint32 rule)
{
    char one[CVPN_ADDRESS_TEXT], two[CVPN_ADDRESS_TEXT], text[CVPN_PREFIX_TEXT];

    if (cvpn_prefix_contains (block, pair->first) == cvpn_prefix_contains (block, pair->other) ||
        rule == CVPN_RULE_NONE)
        return;
    cvpn_found_at_rule (pair->check, CVPN_FINDING_INTERFACES_TOLD_APART, rule,
                        "%s tells apart %s and %s, interfaces of [client-vpn-endpoint %s] in "
                        "[subnet %s]: connections may leave by either",
                        cvpn_prefix_format (block, text), cvpn_address_format (pair->first, one),
                        cvpn_address_format (pair->other, two), pair->endpoint, pair->subnet);
}

static void
look_at_filters (const Pair *pair)
{
    const CvpnNetwork *net = pair->check->net;

    for (guint32 i = 0; i < net->filter_rules->len; i++) {
        const CvpnFilterRule *rule = cvpn_at (net->filter_rules, CvpnFilterRule, i);
        if (rule->group == CVPN_NONE && rule->prefix_list == CVPN_NONE)
            look_at (pair, rule->peer, rule->rule);
        const CvpnSpan entries =
            rule->prefix_list == CVPN_NONE
                ? (CvpnSpan){ 0, 0 }
                : cvpn_at (net->prefix_lists, CvpnPrefixList, rule->prefix_list)->entries;
        for (guint32 j = entries.first; j < entries.first + entries.count; j++)
            look_at (pair, *cvpn_at (net->cidrs, CvpnPrefix, j), rule->rule);
    }
    for (guint32 i = 0; i < net->acl_entries->len; i++) {
        const CvpnAclEntry *entry = cvpn_at (net->acl_entries, CvpnAclEntry, i);
        look_at (pair, entry->peer, entry->rule);
    }
}

static void
look_at_routes (const Pair *pair)
{
    const CvpnNetwork *net = pair->check->net;

    for (guint32 i = 0; i < net->routes->len; i++) {
        const CvpnRoute *route = cvpn_at (net->routes, CvpnRoute, i);
        look_at (pair, route->destination, route->rule);
    }
    for (guint32 i = 0; i < net->transit_routes->len; i++) {
        const CvpnTransitRoute *route = cvpn_at (net->transit_routes, CvpnTransitRoute, i);
        look_at (pair, route->destination, route->rule);
    }
}

/* The first of the subnet and each later one. */
static void
check_endpoint (CvpnCheck *check, const CvpnEndpointSpec *spec)
{
    const GPtrArray *all = spec->interface_addresses;

    for (guint i = 0; i < all->len; i++) {
        const CvpnInterfaceAddressSpec *other = all->pdata[i];
        const CvpnInterfaceAddressSpec *first = other;
        for (guint j = i; j-- > 0;)
            if (g_str_equal (((CvpnInterfaceAddressSpec *) all->pdata[j])->subnet, other->subnet))
                first = all->pdata[j];
        const Pair pair = { check, spec->group->name, other->subnet, first->address,
                            other->address };
        if (first == other)
            continue;
        look_at_filters (&pair);
        look_at_routes (&pair);
    }
}

void
cvpn_check_interfaces (CvpnCheck *check)
{
    for (guint i = 0; i < check->spec->endpoints->len; i++)
        check_endpoint (check, check->spec->endpoints->pdata[i]);
}
