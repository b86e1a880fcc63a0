/* finding_codes: what findings can say, a row each: of `check`, and those of `diagnose` that
 * are no codes of a verdict (CvpnCode).  SARIF's rules, docs/checks.md and `check --list` are
 * made of it. */
#pragma once

#include <cvpnsim/finding.h>

/* The documents that findings rest on: title and section. */
#define CVPN_GUIDE(section)     "AWS Client VPN Administrator Guide, \"" section "\""
#define CVPN_VPC_GUIDE(section) "Amazon VPC User Guide, \"" section "\""
#define CVPN_SEVEN_STEPS                                                                           \
    "AWS re:Post, \"AWS Client VPN connection and traffic flow handling simplified\""

/* FINDING (word, severity, what it says in short, why that is bad, the cure, source or NULL)
 * by theme, as docs/checks.md has them. */
/* clang-format off */
#define CVPN_FINDINGS(FINDING) \
    FINDING (CLIENT_CIDR_SIZE, ERROR, "the client CIDR has a size that AWS does not take", \
             "The block from which clients get their addresses must be between /12 and /22 (in 2020: between /16 and /22). It cannot be changed after the endpoint was created.", \
             "Choose a block of that size, with twice the addresses that are in use at the peak.", \
             CVPN_GUIDE ("Rules and best practices")) \
    FINDING (CLIENT_CIDR_OVERLAP, ERROR, "the client CIDR overlaps something else", \
             "The client CIDR must not overlap the VPC of the associated subnets, nor a route that was added by hand, except the local route between clients.", \
             "Choose a block that nothing else uses. The endpoint has to be created anew.", \
             CVPN_GUIDE ("Rules and best practices")) \
    FINDING (CLIENT_CIDR_TIGHT, WARNING, "the client CIDR is smaller than twice the planned peak", \
             "A part of the client CIDR is kept for the availability of the service and never given to clients: AWS advises twice the number of concurrent connections.", \
             "Create the endpoint with a larger block; it cannot be changed later.", \
             CVPN_GUIDE ("Rules and best practices")) \
    FINDING (SUBNET_TOO_SMALL, ERROR, "an associated subnet is too small", \
             "A subnet to be associated must be at least a /27.", \
             "Associate another subnet of the zone.", \
             CVPN_GUIDE ("Target networks")) \
    FINDING (SUBNET_FEW_ADDRESSES, ERROR, "an associated subnet has too few free addresses", \
             "An associated subnet must have at least 20 free addresses at all times (in 2020: 8). With fewer, interfaces cannot be made, and new connections fail.", \
             "Free addresses, or associate another subnet of the zone.", \
             CVPN_GUIDE ("Target networks")) \
    FINDING (ASSOCIATIONS_SHARE_ZONE, ERROR, "two associated subnets are in one Availability Zone", \
             "Only one subnet of a zone can be associated with an endpoint.", \
             "Keep one of them, or associate a subnet of another zone.", \
             CVPN_GUIDE ("Target networks")) \
    FINDING (ASSOCIATIONS_IN_TWO_VPCS, ERROR, "associated subnets are in different VPCs", \
             "All subnets that are associated with an endpoint must be in one VPC.", \
             "Associate subnets of one VPC, and reach the other by peering or a transit gateway.", \
             CVPN_GUIDE ("Target networks")) \
    FINDING (DEDICATED_TENANCY, ERROR, "an associated subnet is in a VPC of dedicated tenancy", \
             "A subnet of a VPC whose tenancy is dedicated cannot be associated.", \
             "Associate subnets of a VPC of default tenancy.", \
             CVPN_GUIDE ("Target networks")) \
    FINDING (NO_ASSOCIATION, WARNING, "no subnet is associated", \
             "Clients cannot connect to an endpoint without an associated subnet.", \
             "Associate a subnet, better one in each of two zones.", \
             CVPN_GUIDE ("Target networks")) \
    FINDING (SINGLE_ASSOCIATION, NOTE, "only one subnet is associated", \
             "If that Availability Zone fails, nobody can connect. Each association is paid by the hour, so that it may be meant.", \
             "Associate a subnet of a second zone, and give it the same routes.", \
             CVPN_GUIDE ("Target networks")) \
    FINDING (VPC_CIDR_CONFLICT, ERROR, "blocks of VPCs or subnets contradict each other", \
             "Blocks of one VPC, and its subnets, must not overlap; a subnet lies within a block of its VPC; two VPCs that are peered must not overlap.", \
             "Correct the blocks.", \
             CVPN_VPC_GUIDE ("VPC CIDR blocks")) \
    FINDING (VPC_CIDR_SIZE, ERROR, "a block of a VPC or a subnet has a size that AWS does not take", \
             "A block of a VPC, and a subnet, is between /16 and /28.", \
             "Correct the block; a VPC can have several.", \
             CVPN_VPC_GUIDE ("VPC CIDR blocks")) \
    FINDING (SECURITY_GROUP_IN_OTHER_VPC, ERROR, "a security group of the endpoint is in another VPC", \
             "The security groups of an endpoint belong to the VPC of its associated subnets.", \
             "Name groups of that VPC.", \
             CVPN_GUIDE ("Target networks")) \
    FINDING (QUOTA_EXCEEDED, ERROR, "a quota is exceeded", \
             "AWS refuses what goes beyond a quota. Where AWS raises the quota on request, and the configuration is within that, it is a warning.", \
             "Ask for a higher quota and say so in [quotas], or summarize routes and rules.", \
             CVPN_GUIDE ("AWS Client VPN quotas")) \
    FINDING (NAME_TOO_LONG, ERROR, "a name is longer than AWS takes", \
             "The identifier of an access group has at most 255 characters.", \
             "Shorten it, at the identity provider too.", \
             CVPN_GUIDE ("AWS Client VPN quotas")) \
    FINDING (CVPN_ROUTES_DIFFER, ERROR, "the endpoint's routes differ between associated subnets", \
             "A session uses only the routes of the subnet where it landed, and the resolver decides where that is. What one subnet has no route to works after some connections and fails after others.", \
             "Add the same route for each associated subnet.", \
             CVPN_GUIDE ("Troubleshooting: access to a peered VPC, Amazon S3, or the internet is intermittent")) \
    FINDING (SUBNET_ROUTES_DIFFER, ERROR, "the associated subnets' own route tables differ", \
             "The endpoint's routes are alike, but behind them one subnet's route table leads to the destination and another's does not: it works on some landings only.", \
             "Give the subnets' tables the same routes, or associate the subnets with one table.", \
             CVPN_SEVEN_STEPS) \
    FINDING (SUBNET_ACLS_DIFFER, ERROR, "the network ACLs of associated subnets differ in what clients use", \
             "Each landing's own network ACL judges what leaves its subnet and what comes back: it works on some landings only.", \
             "Give the subnets the same entries, or associate them with one network ACL.", \
             CVPN_SEVEN_STEPS) \
    FINDING (CLIENT_PORTS_DIFFER, WARNING, "answers come back to some of the clients' own ports only", \
             "A network ACL is stateless: answers must be let in by their destination port, which is the client's own. SNAT keeps it, so an entry that is narrower than what the clients' systems use loses the connections from the other ports.", \
             "Let tcp and udp 1024-65535 in and out for answers.", \
             CVPN_VPC_GUIDE ("Ephemeral ports")) \
    FINDING (RETURN_ROUTES_DIFFER, ERROR, "answers find the way back to some associated subnets only", \
             "The client's source address becomes that of an interface in the landing's subnet. If the far side has a route to one of these subnets and not to another, it works on some landings only.", \
             "Route the whole block of the VPC back.", \
             CVPN_GUIDE ("Access to a peered VPC")) \
    FINDING (ROUTE_WITHOUT_RULE, WARNING, "no authorization rule allows what is routed", \
             "The endpoint drops what no authorization rule allows, whatever its routes say. A VPC's own route, which comes by itself, is only a note as long as there are other rules.", \
             "Authorize the destination, or delete the route.", \
             CVPN_GUIDE ("Authorization rules")) \
    FINDING (RULE_WITHOUT_ROUTE, WARNING, "the endpoint has no route to what is authorized", \
             "A rule does not make a route: what is authorized and not routed is dropped, or with split tunnel never enters the tunnel.", \
             "Add a route for each associated subnet, or revoke the rule.", \
             CVPN_GUIDE ("Client VPN routes")) \
    FINDING (RULE_SHADOWED, WARNING, "a more specific authorization rule takes the place of another", \
             "The rule with the longest prefix decides, of all groups' rules and not only of one's own: a group that is authorized for a wide block loses what a more specific rule names for others. Where the wide rule is for everyone, that may be how access is restricted, and it is a note.", \
             "Authorize the group for the more specific block, too.", \
             CVPN_GUIDE ("Authorization rules")) \
    FINDING (RULE_NEVER_DECIDES, NOTE, "more specific rules cover all of an authorization rule", \
             "Every address of it has a longer match: the rule has no effect.", \
             "Revoke it.", \
             CVPN_GUIDE ("Authorization rules")) \
    FINDING (RULE_TOO_BROAD, NOTE, "private addresses are authorized by a rule for everything only", \
             "A rule for 0.0.0.0/0, meant for the internet, opens every private network that is routed, too.", \
             "Authorize the private network by a rule of its own, for whom it is meant.", \
             CVPN_GUIDE ("Authorization rules")) \
    FINDING (RULE_WITHOUT_AUTHENTICATION, WARNING, "a rule names a group that nobody can be in", \
             "Groups come from a directory or an identity provider. With certificates alone, only rules for everyone match.", \
             "Authorize everyone, or authenticate users.", \
             CVPN_GUIDE ("Restrict access to your network")) \
    FINDING (GROUP_WITHOUT_RULE, NOTE, "clients are in a group that no rule names", \
             "The group gives them nothing. Identifiers of groups are compared letter by letter.", \
             "Name the group in a rule, or correct its spelling.", \
             CVPN_GUIDE ("Authorization rules")) \
    FINDING (GROUP_WITHOUT_CLIENTS, NOTE, "a rule names a group in which no clients are", \
             "Nobody in this scenario uses the rule, and others do not get what it covers.", \
             "Correct the group's spelling, or add clients.", \
             CVPN_GUIDE ("Authorization rules")) \
    FINDING (ROUTE_TARGET_NOT_ASSOCIATED, ERROR, "a route targets a subnet that is not associated", \
             "The target of an endpoint route is one of the associated subnets, or `local`.", \
             "Associate the subnet, or correct the route's target.", \
             CVPN_GUIDE ("Client VPN routes")) \
    FINDING (DUPLICATE_ROUTE, WARNING, "a route is there already", \
             "Associating a subnet adds the VPC's route to it. Adding it again fails with InvalidClientVpnDuplicateRoute, and whatever a template would have made after it is missing.", \
             "Take the line away.", \
             CVPN_GUIDE ("Client VPN routes")) \
    FINDING (VPC_BLOCK_NOT_ROUTED, WARNING, "a block of the VPC is not in the endpoint's route table", \
             "An association adds routes to the blocks that the VPC has at that time. Blocks that are added later have no route.", \
             "Add a route for each associated subnet, or associate the subnets anew.", \
             CVPN_GUIDE ("Target networks")) \
    FINDING (LOCAL_ROUTE_CONFLICT, ERROR, "a local route is not for the client CIDR", \
             "A route to `local` joins clients to each other; its destination is the client CIDR.", \
             "Correct the destination.", \
             CVPN_GUIDE ("Client-to-client access")) \
    FINDING (CLIENT_TO_CLIENT_INCOMPLETE, WARNING, "half of what lets clients reach each other is missing", \
             "Clients reach each other by a route from the client CIDR to `local` and a rule for everyone at the client CIDR; rules for groups are not supported there.", \
             "Add what is missing, or take the other half away.", \
             CVPN_GUIDE ("Client-to-client access")) \
    FINDING (SPLIT_TUNNEL_DEFAULT_ROUTE, WARNING, "a route to 0.0.0.0/0 with split tunnel", \
             "Split tunnel pushes every route of the endpoint to the clients, and so a default route that may capture the tunnel itself. AWS advises against it: connections may come and go.", \
             "Switch split tunnel off, or route what is needed only.", \
             CVPN_GUIDE ("Split-tunnel")) \
    FINDING (FULL_TUNNEL_INTERNET, WARNING, "full tunnel, and no way to the internet", \
             "Without split tunnel all of the clients' traffic enters the tunnel: what is not routed and authorized is lost while they are connected. With neither a route nor a rule for it that may be meant, and is a note.", \
             "Enable split tunnel; or add a 0.0.0.0/0 route for each associated subnet, and a rule for it.", \
             CVPN_GUIDE ("Access to the internet")) \
    FINDING (MANY_PUSHED_ROUTES, WARNING, "clients get more routes than they take", \
             "Split tunnel pushes every route of the endpoint, and devices take only so many; a long list has been cut in the middle of a route.", \
             "Summarize routes.", \
             CVPN_GUIDE ("Split-tunnel")) \
    FINDING (CLIENT_NETWORK_OVERLAP, WARNING, "the clients' own network overlaps what they reach through the tunnel", \
             "A device sends to the more specific route, and on a tie to its own network: what the two have in common does not enter the tunnel.", \
             "Renumber one of them, or have the client enforce its routes (Client Route Enforcement).", \
             CVPN_GUIDE ("Client Route Enforcement")) \
    FINDING (CLIENT_NETWORK_NOT_PRIVATE, WARNING, "the clients' own network has no private addresses", \
             "If a client's network is outside RFC 1918 and 169.254.0.0/16, the endpoint blocks it while the client is connected.", \
             "Renumber the network.", \
             CVPN_GUIDE ("Rules and best practices")) \
    FINDING (SECURITY_GROUP_NARROWER, WARNING, "the endpoint's security groups let out less than is authorized and routed", \
             "The outbound rules of the endpoint's security groups judge behind rules and routes: what none of them names is dropped.", \
             "Add an outbound rule, or revoke the authorization.", \
             CVPN_SEVEN_STEPS) \
    FINDING (INTERFACE_GROUPS_LAG, WARNING, "the interfaces' security groups are not the endpoint's", \
             "Modified security groups take up to 4 hours to be those of the endpoint's interfaces, and what clients send meets the interfaces' groups; API and console show the endpoint's. Meanwhile rules that name the endpoint's groups do not admit its clients.", \
             "Apply the endpoint's security groups to the target network: the interfaces have them at once.", \
             CVPN_GUIDE ("Modify a Client VPN endpoint")) \
    FINDING (INTERFACES_TOLD_APART, WARNING, "a rule or route tells apart the interfaces of one associated subnet", \
             "An association may have several interfaces, and AWS does not document by which of them a client's traffic leaves. What names one of their addresses holds for some connections only; explain and run take the first.", \
             "Name the associated subnet, the VPC, or the endpoint's security group.", \
             CVPN_GUIDE ("How Client VPN works")) \
    FINDING (DEFAULT_SECURITY_GROUP, NOTE, "the endpoint uses the VPC's default security group", \
             "Where no group is given, AWS applies the VPC's default one. Every host in it then admits the clients, by the group's rule for itself.", \
             "Give the endpoint a group of its own.", \
             CVPN_GUIDE ("Target networks")) \
    FINDING (SECURITY_GROUP_RULE_REDUNDANT, NOTE, "another rule of the security group admits all of it", \
             "The rule has no effect.", \
             "Take the rule away.", \
             CVPN_VPC_GUIDE ("Security group rules")) \
    FINDING (CLIENT_CIDR_BEHIND_NAT, WARNING, "a filter names the client CIDR, whose addresses nobody sees", \
             "What a client sends has the address of an interface in the associated subnet when it arrives: a rule for the client CIDR never matches it.", \
             "Name the associated subnets, the VPC, or the endpoint's security group.", \
             CVPN_GUIDE ("Restrict access to your network")) \
    FINDING (ACL_PORT_ZERO, WARNING, "an entry is for port 0 only", \
             "Ports 0 to 0 are port 0, which nobody uses; all ports are 0 to 65535.", \
             "Write * for all ports.", \
             CVPN_VPC_GUIDE ("Network ACL rules")) \
    FINDING (ACL_ENTRY_UNREACHED, WARNING, "an entry is never reached", \
             "Entries are judged in the order of their numbers, and the first that matches decides: an earlier one matches all of it. If it decides alike, it is a note.", \
             "Give it a lower number, or take it away.", \
             CVPN_VPC_GUIDE ("Network ACL rules")) \
    FINDING (ACL_EPHEMERAL_PORTS, WARNING, "a network ACL admits answers to some of the clients' ports only", \
             "Network ACLs have no memory, and the client's port is kept where it can: answers come to any port from 1024 to 65535.", \
             "Allow 1024-65535 for answers.", \
             CVPN_VPC_GUIDE ("Ephemeral ports")) \
    FINDING (BLACKHOLE_ROUTE, WARNING, "a route is a blackhole", \
             "Its target is gone or not active: what it covers is dropped, even if a wider route would carry it.", \
             "Replace the target, or delete the route.", \
             CVPN_VPC_GUIDE ("Route tables")) \
    FINDING (ROUTE_NEVER_CHOSEN, NOTE, "more specific routes cover all of a route", \
             "Every address of it has a longer match: the route has no effect.", \
             "Delete it.", \
             CVPN_VPC_GUIDE ("Route priority")) \
    FINDING (ROUTE_MISSING, WARNING, "a host that is authorized and routed has no route to it", \
             "The endpoint sends it on, and a route table behind it does not know the way, from no associated subnet.", \
             "Add the route; see `cvpnsim explain` for the command.", \
             CVPN_GUIDE ("Access to a peered VPC")) \
    FINDING (RETURN_ROUTE_MISSING, WARNING, "answers of a host find no way back", \
             "Requests arrive, and a table on the far side has no route to the associated subnets.", \
             "Route the block of the endpoint's VPC back, on each hop.", \
             CVPN_GUIDE ("Access to a peered VPC")) \
    FINDING (DNS_SERVER_UNREACHABLE, ERROR, "a DNS server cannot be reached through the tunnel", \
             "Clients ask the servers that the endpoint pushes. A server needs a rule and a route like everything else, from every associated subnet: without them no name resolves, though addresses work.", \
             "Authorize and route the server, by a rule for its /32 for everyone; or push another.", \
             CVPN_GUIDE ("Troubleshooting: clients cannot access a peered VPC, Amazon S3, or the internet")) \
    FINDING (SESSION_TIMEOUT_VALUE, ERROR, "the session timeout is none that AWS takes", \
             "A session lasts at most 8, 10, 12 or 24 hours.", \
             "Choose one of them.", \
             CVPN_GUIDE ("Maximum VPN session duration timeout")) \
    FINDING (CRL_EXPIRES, WARNING, "the certificate revocation list expires during the run", \
             "With a list that has expired nobody can connect by certificate.", \
             "Import a new list in time.", \
             CVPN_GUIDE ("Client certificate revocation lists")) \
    FINDING (CERTIFICATE_EXPIRES, WARNING, "a certificate expires during the run", \
             "With a server certificate that has expired nobody can connect; with one of the identity provider, nobody who logs in there.", \
             "Renew it in time.", \
             CVPN_GUIDE ("Troubleshooting: clients unable to connect")) \
    FINDING (MFA_NOT_PROMPTED, WARNING, "the clients' configuration file is from before multi-factor authentication", \
             "Clients that do not ask for the code cannot log in once it is required.", \
             "Export the configuration file again and hand it out.", \
             CVPN_GUIDE ("Active Directory authentication")) \
    FINDING (METHOD_NOT_OFFERED, WARNING, "clients lack a method of authentication that the endpoint asks for", \
             "An endpoint with two methods asks for both.", \
             "Give the clients the certificate or the account that they lack.", \
             CVPN_GUIDE ("Client authentication")) \
    FINDING (INCOMPLETE_DATA, NOTE, "the file does not contain something that it refers to", \
             "What depends on it could not be checked.", \
             "Supply the output of the AWS CLI call that is named.", NULL)
/* clang-format on */

typedef struct {
    const char *code;
    CvpnSeverity severity;                   /* the usual one */
    const char *brief, *why, *cure, *source; /* source NULL: ours */
} CvpnFindingKind;

/* All rows, in their order. */
const CvpnFindingKind *cvpn_finding_kinds (guint *n);
/* The row of a code; NULL: it has none, as codes of verdicts. */
const CvpnFindingKind *cvpn_finding_kind (const char *code);
/* What a code says in short, one of a verdict too; "" if it is unknown. */
const char *cvpn_finding_brief (const char *code);

/* The codes by number, so that the compiler finds a misspelt one. */
typedef enum {
#define CVPN_FINDING_ENUM(word, severity, brief, why, cure, source) CVPN_FINDING_##word,
    CVPN_FINDINGS (CVPN_FINDING_ENUM) CVPN_N_FINDINGS
#undef CVPN_FINDING_ENUM
} CvpnFindingCode;

const char *cvpn_finding_word (CvpnFindingCode code);
