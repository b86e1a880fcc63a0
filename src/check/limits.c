/* limits: quotas of Client VPN, by profile, and those of the VPC that it meets.
 *
 * AWS Client VPN Administrator Guide, "AWS Client VPN quotas" (2020 and current); Amazon VPC
 * User Guide, "Amazon VPC quotas".  Where AWS raises a quota on request, up to a known limit,
 * what is between the two is a warning. */
#include "check/check.h"

#define VPC_QUOTAS CVPN_VPC_GUIDE ("Amazon VPC quotas")

typedef struct {
    const CvpnGroup *group;
    const char *key;  /* or NULL */
    const char *what; /* "authorization rules", of which there are n */
    gint64 n;
    gint64 quota, most; /* most: when raised; 0: not known */
    const char *source; /* NULL: Client VPN's */
} Limit;

static void
check_limit (CvpnCheck *check, Limit limit)
{
    if (limit.n <= limit.quota)
        return;
    const gboolean raised = limit.most > 0 && limit.n <= limit.most;
    g_autofree char *name = g_strdup_printf ("[%s%s%s]", limit.group->kind,
                                             *limit.group->name ? " " : "", limit.group->name);
    CvpnFinding *finding = cvpn_found_at_key (
        check, CVPN_FINDING_QUOTA_EXCEEDED, limit.group, limit.key,
        "%s has %" G_GINT64_FORMAT " %s; the quota is %" G_GINT64_FORMAT "%s", name, limit.n,
        limit.what, limit.quota, raised ? ", unless AWS has raised it" : "");
    if (raised)
        finding->severity = CVPN_SEVERITY_WARNING;
    if (limit.source)
        finding->source = limit.source;
}

static const CvpnGroup *
find_rows (const GPtrArray *all, const CvpnGroup *endpoint)
{
    for (guint i = 0; i < all->len; i++) {
        const CvpnEndpointRowsSpec *rows = all->pdata[i];
        if (g_str_equal (rows->group->name, endpoint->name))
            return rows->group;
    }
    return endpoint;
}

static gint64
count_rules (const CvpnCheck *check, const CvpnTables *tables)
{
    gint64 n = 0;

    for (guint i = 0; i < tables->rules->len; i++) {
        const guint32 target = cvpn_prefix_table_get (tables->endpoint->authorization,
                                                      g_array_index (tables->rules, CvpnPrefix, i));
        n += cvpn_at (check->net->authorization_targets, CvpnAuthorizationTarget, target)
                 ->rules.count;
    }
    return n;
}

/* In 2020 the quota was of the endpoint's routes, now it is of each association's. */
static void
check_routes (CvpnCheck *check, const CvpnTables *tables)
{
    const CvpnQuotas *quotas = &check->net->quotas;
    Limit limit = { .group = find_rows (check->spec->endpoint_routes, tables->spec->group),
                    .quota = quotas->routes };

    if (quotas->profile == CVPN_PROFILE_2020) {
        limit.what = "routes, those to the VPC among them";
        limit.n = tables->endpoint->vpn_routes.count;
        check_limit (check, limit);
        return;
    }
    for (guint i = 0; i < tables->landings->len; i++) {
        const CvpnSubnet *subnet =
            cvpn_check_landing_subnet (check, cvpn_tables_landing (tables, i));
        g_autofree char *what = g_strdup_printf ("routes from [subnet %s], the automatic ones "
                                                 "among them",
                                                 subnet->name);
        limit.what = what;
        limit.n = ((const GArray *) tables->landing_routes->pdata[i])->len;
        check_limit (check, limit);
    }
}

static void
check_endpoint (CvpnCheck *check, const CvpnTables *tables)
{
    const CvpnQuotas *quotas = &check->net->quotas;
    const CvpnEndpointSpec *spec = tables->spec;

    check_limit (check, (Limit){ .group = find_rows (check->spec->authorization_rules, spec->group),
                                 .what = "authorization rules",
                                 .n = count_rules (check, tables),
                                 .quota = quotas->authorization_rules });
    check_routes (check, tables);
    check_limit (check, (Limit){ .group = spec->group,
                                 .key = "security-groups",
                                 .what = "security groups",
                                 .n = spec->security_groups->len,
                                 .quota = 5 });
}

static void
check_revocation_lists (CvpnCheck *check)
{
    for (guint i = 0; i < check->spec->revocation_lists->len; i++) {
        const CvpnCrlSpec *list = check->spec->revocation_lists->pdata[i];
        check_limit (check, (Limit){ .group = list->group,
                                     .key = "revoked",
                                     .what = "revoked certificates",
                                     .n = list->revoked->len,
                                     .quota = check->net->quotas.crl_entries });
    }
}

/* A prefix list counts as many rules as it has entries. */
static gint64
count_filter_rules (const CvpnNetwork *net, CvpnSpan rules)
{
    gint64 n = 0;

    for (guint32 i = rules.first; i < rules.first + rules.count; i++) {
        const guint32 list = cvpn_at (net->filter_rules, CvpnFilterRule, i)->prefix_list;
        n += list == CVPN_NONE ? 1
                               : cvpn_at (net->prefix_lists, CvpnPrefixList, list)->entries.count;
    }
    return n;
}

static void
check_filters (CvpnCheck *check)
{
    const CvpnNetwork *net = check->net;

    for (guint i = 0; i < check->spec->security_groups->len; i++) {
        const CvpnSecurityGroupSpec *spec = check->spec->security_groups->pdata[i];
        const CvpnSecurityGroup *group = cvpn_at (net->security_groups, CvpnSecurityGroup, i);
        Limit limit = { .group = spec->group, .quota = 60, .source = VPC_QUOTAS };
        limit.key = "ingress";
        limit.what = "inbound rules";
        limit.n = count_filter_rules (net, group->ingress);
        check_limit (check, limit);
        limit.key = "egress";
        limit.what = "outbound rules";
        limit.n = count_filter_rules (net, group->egress);
        check_limit (check, limit);
    }
    for (guint i = 0; i < check->spec->network_acls->len; i++) {
        const CvpnAclSpec *spec = check->spec->network_acls->pdata[i];
        const CvpnAcl *acl = cvpn_at (net->acls, CvpnAcl, i);
        Limit limit = { .group = spec->group, .quota = 20, .most = 40, .source = VPC_QUOTAS };
        limit.what = "inbound entries";
        limit.n = acl->inbound.count - 1; /* without the deny that ends each list */
        check_limit (check, limit);
        limit.what = "outbound entries";
        limit.n = acl->outbound.count - 1;
        check_limit (check, limit);
    }
}

static void
check_route_tables (CvpnCheck *check)
{
    const CvpnNetwork *net = check->net;
    const gboolean old = net->quotas.profile == CVPN_PROFILE_2020;

    for (guint i = 0; i < check->spec->route_tables->len; i++) {
        const CvpnRouteTableSpec *spec = check->spec->route_tables->pdata[i];
        const CvpnSpan routes = cvpn_at (net->route_tables, CvpnRouteTable, i)->routes;
        gint64 propagated = 0, local = 0;
        for (guint32 j = routes.first; j < routes.first + routes.count; j++) {
            propagated += cvpn_at (net->routes, CvpnRoute, j)->propagated;
            local += cvpn_at (net->routes, CvpnRoute, j)->target.kind == CVPN_TARGET_LOCAL;
        }
        check_limit (check, (Limit){ .group = spec->group,
                                     .what = "routes",
                                     .n = routes.count - propagated - local,
                                     .quota = old ? 50 : 500,
                                     .most = 1000,
                                     .source = VPC_QUOTAS });
        check_limit (check, (Limit){ .group = spec->group,
                                     .what = "propagated routes",
                                     .n = propagated,
                                     .quota = 100,
                                     .source = VPC_QUOTAS });
    }
}

static guint
count_subnets (const CvpnNetwork *net, guint32 vpc)
{
    guint n = 0;

    for (guint32 i = 0; i < net->subnets->len; i++)
        n += cvpn_subnet (net, i)->vpc == vpc;
    return n;
}

static void
check_vpcs (CvpnCheck *check)
{
    for (guint i = 0; i < check->spec->vpcs->len; i++) {
        const CvpnVpcSpec *spec = check->spec->vpcs->pdata[i];
        check_limit (check, (Limit){ .group = spec->group,
                                     .key = "cidr-block",
                                     .what = "blocks",
                                     .n = spec->cidr_block->len,
                                     .quota = 5,
                                     .most = 50,
                                     .source = VPC_QUOTAS });
        check_limit (check, (Limit){ .group = spec->group,
                                     .what = "subnets",
                                     .n = count_subnets (check->net, i),
                                     .quota = 200,
                                     .source = VPC_QUOTAS });
    }
    for (guint i = 0; i < check->spec->hosts->len; i++) {
        const CvpnHostSpec *spec = check->spec->hosts->pdata[i];
        check_limit (check, (Limit){ .group = spec->group,
                                     .key = "security-groups",
                                     .what = "security groups",
                                     .n = spec->security_groups->len,
                                     .quota = 5,
                                     .most = 16,
                                     .source = VPC_QUOTAS });
    }
}

static void
check_size (CvpnCheck *check, const CvpnGroup *group, CvpnPrefix block)
{
    char text[CVPN_PREFIX_TEXT];

    if (block.length < 16 || block.length > 28)
        cvpn_found_at_key (check, CVPN_FINDING_VPC_CIDR_SIZE, group, "cidr-block",
                           "[%s %s] %s: the block must be between /16 and /28", group->kind,
                           group->name, cvpn_prefix_format (block, text));
}

static void
check_sizes (CvpnCheck *check)
{
    for (guint i = 0; i < check->spec->vpcs->len; i++) {
        const CvpnVpcSpec *spec = check->spec->vpcs->pdata[i];
        for (guint j = 0; j < spec->cidr_block->len; j++)
            check_size (check, spec->group, g_array_index (spec->cidr_block, CvpnPrefix, j));
    }
    for (guint i = 0; i < check->spec->subnets->len; i++) {
        const CvpnSubnetSpec *spec = check->spec->subnets->pdata[i];
        check_size (check, spec->group, spec->cidr_block);
    }
}

void
cvpn_check_limits (CvpnCheck *check)
{
    const gint64 endpoints = check->net->quotas.endpoints;

    for (guint32 i = 0; i < check->net->endpoints->len; i++) {
        g_autoptr (CvpnTables) tables = cvpn_tables_new (check, i);
        check_endpoint (check, tables);
        if (i == endpoints)
            cvpn_found_at_key (check, CVPN_FINDING_QUOTA_EXCEEDED, tables->spec->group, NULL,
                               "there are %u endpoints; the quota is %" G_GINT64_FORMAT
                               " in a Region",
                               check->net->endpoints->len, endpoints);
    }
    check_revocation_lists (check);
    check_filters (check);
    check_route_tables (check);
    check_vpcs (check);
    check_sizes (check);
}
