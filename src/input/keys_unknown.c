/* keys_unknown: what an imported file refers to and does not contain. */
#include "input/keys.h"

static const CvpnKey unknown_keys[] = {
    { .name = "kind",
      .type = CVPN_KEY_WORD,
      CVPN_IN (CvpnUnknownSpec, kind),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "vpc|subnet|route-table|internet-gateway|nat-gateway|vpc-peering-connection|"
                "transit-gateway|transit-gateway-attachment|transit-gateway-route-table|"
                "virtual-private-gateway|vpn-connection|network|prefix-list|vpc-endpoint|"
                "security-group|network-acl|host",
      .help = "The kind of group that it would be." },
    { .name = "call",
      .type = CVPN_KEY_TEXT,
      CVPN_IN (CvpnUnknownSpec, call),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_NOT_EMPTY,
      .value = "text",
      .help = "The AWS CLI call that would supply it, as `describe-vpcs`; `explain` repeats it." },
};

const CvpnSection cvpn_section_unknown = {
    .kind = "unknown",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnUnknownSpec, unknowns),
    CVPN_KEYS (unknown_keys),
    .help = "Something that an imported file refers to and does not contain. Other groups may name "
            "it as if it were there; a flow that needs to know more of it is `undetermined`, code "
            "UNKNOWN_RESOURCE, never supposed to pass or to be stopped.",
};
