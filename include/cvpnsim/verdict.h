/* Verdicts: what became of a flow, at which step, and by which rule.
 *
 * The steps are those of "AWS Client VPN connection and traffic flow handling
 * simplified" (AWS re:Post), numbered as there, and the two that it leaves
 * out: the destination's side and the way back.  The codes are AWS's
 * Reachability Analyzer's where it has one; CVPN_ marks what it lacks.
 * This file is the only list of either. */
#pragma once

#include <glib.h>

/* clang-format off */
#define CVPN_STEPS(STEP)                               \
    STEP (CONNECTION,     "1",           "connection")     \
    STEP (AUTHORIZATION,  "2",           "authorization")  \
    STEP (VPN_ROUTE,      "3",           "vpn route")      \
    STEP (SECURITY_GROUP, "4",           "security group") \
    STEP (SNAT,           "5",           "snat")           \
    STEP (SUBNET_ROUTE,   "6",           "subnet route")   \
    STEP (NACL,           "7",           "network acl")    \
    STEP (DESTINATION,    "destination", "destination")    \
    STEP (RETURN,         "return",      "return")

/* CODE (word, what it says to a person) */
#define CVPN_CODES(CODE)                                                                           \
    CODE (NONE, "")                                                                                \
    CODE (BAD_STATE, "the resource is not in a usable state")                                      \
    CODE (BAD_STATE_ATTACHMENT, "the attachment is not in a usable state")                         \
    CODE (BAD_STATE_ROUTE, "the route is a blackhole")                                             \
    CODE (ENI_SG_RULES_MISMATCH, "no rule of the security groups admits it")                       \
    CODE (SG_HAS_NO_RULES, "the security groups have no rule in this direction")                   \
    CODE (UNKNOWN_PEERED_SGS, "the group it refers to is in a VPC without an active peering")      \
    CODE (ENI_SOURCE_DEST_CHECK_RESTRICTION, "the interface takes only packets of its own address") \
    CODE (SUBNET_ACL_RESTRICTION, "the network ACL denies it")                                     \
    CODE (NO_ROUTE_TO_DESTINATION, "the route table has no route")                                 \
    CODE (MORE_SPECIFIC_ROUTE, "a more specific route wins")                                       \
    CODE (HIGHER_PRIORITY_ROUTE, "a route of higher priority wins")                                \
    CODE (NO_POSSIBLE_DESTINATION, "no host has this address")                                     \
    CODE (VPC_LOCAL_ROUTE_CIDR_RESTRICTION, "the address is outside the VPC")                      \
    CODE (PCX_REQUIRES_ADDRESS_IN_VPC_CIDR, "peering carries only what goes from one VPC to the other")         \
    CODE (TGW_ROUTE_AZ_RESTRICTION, "the attachment has no subnet in this zone")                   \
    CODE (TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION, "the attachment has no route table")             \
    CODE (TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT, "the transit gateway's table has no route")          \
    CODE (TGW_RTB_BAD_STATE_ROUTE, "the transit gateway's route is a blackhole")                   \
    CODE (IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS, "the sender has no public address")                \
    CODE (IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS, "an internet gateway does not carry private addresses") \
    CODE (NGW_REQUIRES_SOURCE_IN_VPC, "a NAT gateway serves its own VPC only")                     \
    CODE (NGW_PORT_ALLOCATION, "the NAT gateway has no port left for this destination")            \
    CODE (NGW_IDLE_TIMEOUT, "the NAT gateway has forgotten the connection, which was idle for too long") \
    CODE (PROTOCOL_RESTRICTION, "the gateway does not carry this protocol")                        \
    CODE (VPCE_GATEWAY_PROTOCOL_RESTRICTION, "a gateway endpoint carries TCP and echo requests only") \
    CODE (GATEWAY_REJECTS_SPOOFED_TRAFFIC, "the gateway takes packets of its own VPC's addresses only") \
    CODE (VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS, "a virtual private gateway takes packets of its own VPC only") \
    CODE (VGW_NO_ROUTE, "no VPN connection of the gateway has a route")                            \
    CODE (FIREWALL_RULES_RESTRICTION, "the network's firewall denies it")                          \
    CODE (NO_RETURN_ROUTE, "the network does not send answers back over the VPN")                  \
    CODE (NO_LISTENER, "nothing listens there")                                                    \
    CODE (MTU_EXCEEDED, "the packet is too large")                                                 \
    CODE (UNKNOWN_RESOURCE, "the file does not contain this resource")                             \
    CODE (UNSUPPORTED_COMPONENT, "this component is not modelled")                                 \
    CODE (CVPN_DNS_NO_ANSWER, "the endpoint's name does not resolve")                              \
    CODE (CVPN_NO_TARGET_NETWORK, "no subnet is associated")                                       \
    CODE (CVPN_TRANSPORT_RESTRICTION, "the transport does not reach the endpoint")                 \
    CODE (CVPN_HANDSHAKE_TIMEOUT, "TLS key negotiation failed to occur within 60 seconds")         \
    CODE (CVPN_AUTHENTICATION_FAILED, "authentication failed")                                     \
    CODE (CVPN_CONNECTION_QUOTA_EXCEEDED, "the quota of concurrent connections is used up")        \
    CODE (CVPN_CLIENT_CIDR_EXHAUSTED, "the client CIDR has no free address")                       \
    CODE (CVPN_SUBNET_ADDRESS_EXHAUSTED, "the subnet has no free address for an interface")        \
    CODE (CVPN_SESSION_EXPIRED, "the session has reached its time limit")                          \
    CODE (CVPN_SPLIT_TUNNEL_NOT_CAPTURED, "no pushed route covers it")               \
    CODE (CVPN_CLIENT_ROUTE_STALE, "the session began before the route was made")                  \
    CODE (CVPN_PUSHED_ROUTES_TRUNCATED, "the client took no more routes than its limit")           \
    CODE (CVPN_CLIENT_LOCAL_CIDR_OVERLAP, "the client's own network covers it")                    \
    CODE (CVPN_TUNNEL_ROUTE_LOOP, "the pushed default route captures the tunnel itself")           \
    CODE (CVPN_NO_AUTHORIZATION_RULE, "no authorization rule covers it")                           \
    CODE (CVPN_AUTHORIZATION_GROUP_MISMATCH, "the most specific rule is for other groups")         \
    CODE (CVPN_NO_ROUTE_TO_DESTINATION, "the endpoint has no route from this subnet")              \
    CODE (CVPN_CLIENT_TO_CLIENT_RESTRICTION, "clients reach each other by a local route only")     \
    CODE (CVPN_CONNECTION_TRACKING_EXPIRED, "the security groups have forgotten the connection, and no rule admits the answer") \
    CODE (CVPN_ROUTING_LOOP, "the routes lead the packet round in a circle") \
    CODE (CVPN_SNAT_PORT_EXHAUSTED, "the interface has no port left for this destination")         \
    CODE (CVPN_SOURCE_ADDRESS_REASSIGN, "the source becomes the interface's address")              \
    CODE (REMAP_EPHEMERAL_PORT, "the source port is replaced")                                     \
    CODE (AVAILABILITY_ZONE_CROSSED, "the packet crosses zones")

/* Why CVPN_AUTHENTICATION_FAILED. */
#define CVPN_REASONS(REASON)                                   \
    REASON (NONE, "")                                          \
    REASON (CERTIFICATE_REVOKED, "certificate-revoked")        \
    REASON (CRL_EXPIRED, "crl-expired")                        \
    REASON (SERVER_CERTIFICATE_EXPIRED, "server-certificate-expired") \
    REASON (WRONG_CREDENTIALS, "wrong-credentials")            \
    REASON (MFA_NOT_PROMPTED, "mfa-not-prompted")              \
    REASON (HANDLER_DENIED, "handler-denied")                  \
    REASON (HANDLER_TIMED_OUT, "handler-timed-out")            \
    REASON (HANDLER_INVALID_RESPONSE, "handler-invalid-response") \
    REASON (HANDLER_EXECUTION_ERROR, "handler-execution-error")   \
    REASON (HANDLER_THROTTLED, "handler-throttled")               \
    REASON (HANDLER_SERVICE_ERROR, "handler-service-error")       \
    REASON (ASSERTION_ELSEWHERE, "assertion-elsewhere")           \
    REASON (IDENTITY_PROVIDER_CERTIFICATE_EXPIRED, "identity-provider-certificate-expired") \
    REASON (METHOD_NOT_OFFERED, "method-not-offered")

#define CVPN_OUTCOMES(OUTCOME)              \
    OUTCOME (DELIVERED, "delivered")        \
    OUTCOME (DROPPED, "dropped")            \
    OUTCOME (REJECTED, "rejected")          \
    OUTCOME (BYPASSED, "bypassed")          \
    OUTCOME (UNDETERMINED, "undetermined")  \
    OUTCOME (INTERMITTENT, "intermittent")
/* clang-format on */

typedef enum {
#define CVPN_STEP_ENUM(word, number, name) CVPN_STEP_##word,
    CVPN_STEPS (CVPN_STEP_ENUM) CVPN_N_STEPS
#undef CVPN_STEP_ENUM
} CvpnStep;

typedef enum {
#define CVPN_CODE_ENUM(word, text) CVPN_CODE_##word,
    CVPN_CODES (CVPN_CODE_ENUM) CVPN_N_CODES
#undef CVPN_CODE_ENUM
} CvpnCode;

typedef enum {
#define CVPN_REASON_ENUM(word, text) CVPN_REASON_##word,
    CVPN_REASONS (CVPN_REASON_ENUM) CVPN_N_REASONS
#undef CVPN_REASON_ENUM
} CvpnReason;

/* INTERMITTENT is of several landings, never of one flow. */
typedef enum {
#define CVPN_OUTCOME_ENUM(word, text) CVPN_OUTCOME_##word,
    CVPN_OUTCOMES (CVPN_OUTCOME_ENUM) CVPN_N_OUTCOMES
#undef CVPN_OUTCOME_ENUM
} CvpnOutcome;

typedef enum { CVPN_FORWARD, CVPN_RETURN } CvpnDirection;

typedef enum {
    CVPN_RESULT_OK,
    CVPN_RESULT_FAIL,    /* the first obstacle */
    CVPN_RESULT_ALSO,    /* a further one behind it */
    CVPN_RESULT_SKIPPED, /* not on this way, or not reached */
} CvpnResult;

#define CVPN_RULE_NONE G_MAXUINT32

/* What a step decided, and by which rule: an index into the network's rules,
 * where text, file and line are (cvpn_network_rule).  No strings, copied by
 * value; text is made from it by who writes. */
typedef struct {
    guint8 step;      /* CvpnStep */
    guint8 result;    /* CvpnResult */
    guint8 direction; /* CvpnDirection */
    guint8 reason;    /* CvpnReason */
    guint16 code;     /* CvpnCode; a remark's code may stand beside OK */
    guint32 rule;     /* or CVPN_RULE_NONE */
} CvpnVerdict;

/* "1" to "7", "destination", "return"; and "connection", "vpn route", … */
const char *cvpn_step_number (CvpnStep step);
const char *cvpn_step_name (CvpnStep step);
/* The word, "" for NONE. */
const char *cvpn_code_word (CvpnCode code);
const char *cvpn_code_text (CvpnCode code);
const char *cvpn_reason_word (CvpnReason reason);
const char *cvpn_outcome_word (CvpnOutcome outcome);
const char *cvpn_result_word (CvpnResult result);
const char *cvpn_direction_word (CvpnDirection direction);

/* The inverse; -1 for an unknown word. */
gint cvpn_step_from_number (const char *number);
gint cvpn_code_from_word (const char *word);
gint cvpn_outcome_from_word (const char *word);
