/* keys_services: prefix lists, and the gateway endpoints to the services that have them. */
#include "input/keys.h"

static const CvpnKey prefix_list_keys[] = {
    { .name = "entries",
      .type = CVPN_KEY_PREFIXES,
      CVPN_IN (CvpnPrefixListSpec, entries),
      .flags = CVPN_KEY_REQUIRED,
      .help = "The blocks that the name stands for." },
};

const CvpnSection cvpn_section_prefix_list = {
    .kind = "prefix-list",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnPrefixListSpec, prefix_lists),
    CVPN_KEYS (prefix_list_keys),
    .help = "A prefix list, one of AWS's or one's own: its name stands for its entries as the "
            "destination of routes in route tables, and as the peer of security group rules "
            "(Amazon VPC User Guide, Customer-managed prefix lists).",
};
