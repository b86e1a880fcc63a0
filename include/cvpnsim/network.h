/* The network of a scenario: constant once built, shared without locks. */
#pragma once

#include <glib.h>

typedef struct CvpnNetwork CvpnNetwork;

/* What decided: a rule and its resource, or the resource as a whole. */
typedef struct {
    const char *component; /* the resource's name: "rtb-a", "sg-web", "cvpn-1" */
    const char *text;      /* the rule as written, "172.31.0.0/16 = pcx-ab"; "" for the whole */
    const char *file;      /* NULL where nothing stands in a file */
    guint line;
    guint kind; /* CvpnRuleKind */
} CvpnRule;

typedef enum {
    CVPN_RULE_OBJECT, /* the resource as a whole */
    CVPN_RULE_AUTHORIZATION,
    CVPN_RULE_VPN_ROUTE,
    CVPN_RULE_SECURITY_GROUP_INGRESS,
    CVPN_RULE_SECURITY_GROUP_EGRESS,
    CVPN_RULE_ROUTE,
    CVPN_RULE_ACL_INBOUND,
    CVPN_RULE_ACL_OUTBOUND,
    CVPN_RULE_VPN_CONNECTION_ROUTE,
    CVPN_RULE_FIREWALL,
    CVPN_RULE_RETURN_ROUTE,
    CVPN_RULE_CLIENT_ROUTE,
    CVPN_RULE_UNKNOWN, /* an [unknown]; the text names the call that would supply it, or is "" */
    CVPN_RULE_NOT_MODELLED, /* an [unknown] that is no secret; the text says what it is */
} CvpnRuleKind;

/* The rule with that number (CvpnVerdict.rule); NULL for CVPN_RULE_NONE.
 * Owned by the network. */
const CvpnRule *cvpn_network_rule (const CvpnNetwork *network, guint32 rule);
