/* keys_filters: security groups and network ACLs. */
#include "input/keys.h"

#include "input/matches.h"

static const CvpnKey security_group_keys[] = {
    { .name = "vpc",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnSecurityGroupSpec, vpc),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "vpc",
      .help = "The VPC it is of." },
    { .name = "default",
      .type = CVPN_KEY_BOOLEAN,
      CVPN_IN (CvpnSecurityGroupSpec, is_default),
      .fallback = "false",
      .help = "Whether it is the VPC's default group. A VPC has at most one." },
    { .name = "ingress",
      .type = CVPN_KEY_MATCHES,
      CVPN_IN (CvpnSecurityGroupSpec, ingress),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_WITH_PEER,
      .refers = "security-group|prefix-list",
      .help = "What may come in; default: nothing. At the endpoint's own interfaces it does not "
              "matter." },
    { .name = "egress",
      .type = CVPN_KEY_MATCHES,
      CVPN_IN (CvpnSecurityGroupSpec, egress),
      .fallback = "all 0.0.0.0/0",
      .flags = CVPN_KEY_WITH_PEER,
      .refers = "security-group|prefix-list",
      .help = "What may go out; an empty value: nothing. At the endpoint's interfaces this is "
              "step 4." },
};

const CvpnSection cvpn_section_security_group = {
    .kind = "security-group",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnSecurityGroupSpec, security_groups),
    CVPN_KEYS (security_group_keys),
    .help =
        "A security group: stateful, allow rules only. Rules are `PROTOCOL PORTS PEER`, for "
        "example `tcp 443 sg-web`, `icmp 10.0.0.0/8`, `tcp 443 pl-s3`, `all 0.0.0.0/0`; a prefix "
        "list admits what any of its entries contains (Amazon VPC User Guide, Security group "
        "rules).",
};

static const CvpnKey network_acl_keys[] = {
    { .name = "vpc",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnAclSpec, vpc),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "vpc",
      .help = "The VPC it is of." },
    { .name = "inbound NUMBER, outbound NUMBER",
      .type = CVPN_KEY_ROWS,
      CVPN_IN (CvpnAclSpec, entries),
      .parse = cvpn_matches_parse_acl_entry,
      .value = "`allow\\|deny PROTOCOL PORTS CIDR`",
      .help = "An entry: `inbound 100 = allow tcp 1024-65535 0.0.0.0/0`. Numbers are 1 to 32766; "
              "the lowest comes first, the first match decides, and what no entry matches is "
              "denied." },
};

/* Two keys, one number: "inbound 100" and "inbound 0100". */
static void
check_acl (gpointer data, const CvpnReading *at)
{
    const CvpnAclSpec *spec = data;
    guint8 seen[2][(G_MAXUINT16 + 1) / 8] = { 0 }; /* a bit each, by direction */

    for (guint i = 0; i < spec->entries->len; i++) {
        const CvpnRowSpec *row = spec->entries->pdata[i];
        guint8 *place = &seen[row->inbound != 0][row->number / 8];
        const guint8 bit = (guint8) (1 << row->number % 8);
        if (row->number && *place & bit)
            cvpn_group_fail (at->group, row->entry->key, at->report, "entry %u is given twice",
                             row->number);
        *place |= bit;
    }
}

const CvpnSection cvpn_section_network_acl = {
    .kind = "network-acl",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnAclSpec, network_acls),
    CVPN_KEYS (network_acl_keys),
    .check = check_acl,
    .help = "A network ACL: stateless, so answers need entries of their own; not asked within a "
            "subnet (Amazon VPC User Guide, Network ACL rules).",
};
