/* keys_unknown: what an imported file refers to and does not contain, and what it may lack
 * besides. */
#include <string.h>

#include "input/keys.h"

static const CvpnKey unknown_keys[] = {
    { .name = "kind",
      .type = CVPN_KEY_WORD,
      CVPN_IN (CvpnUnknownSpec, kind),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "vpc|subnet|route-table|internet-gateway|nat-gateway|vpc-peering-connection|"
                "transit-gateway|transit-gateway-attachment|transit-gateway-route-table|"
                "virtual-private-gateway|vpn-connection|network|prefix-list|vpc-endpoint|"
                "security-group|network-acl|host|client-vpn-routes|authorization-rules",
      .help = "The kind of group that it would be; the last two only with `of`." },
    { .name = "of",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnUnknownSpec, of),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = "vpc|subnet|client-vpn-endpoint|virtual-private-gateway|transit-gateway",
      .help = "It is nothing in particular, and nothing can name it: there may be more of this "
              "kind, there, than the file has. A `host` of a vpc or subnet; a `subnet` of a vpc, "
              "or of a client-vpn-endpoint, whose target network it would be; "
              "`client-vpn-routes` and `authorization-rules` of a client-vpn-endpoint; a "
              "`vpn-connection` of a virtual-private-gateway or transit-gateway; an "
              "`internet-gateway` of a vpc; a `transit-gateway-attachment` of a "
              "transit-gateway." },
    { .name = "call",
      .type = CVPN_KEY_TEXT,
      CVPN_IN (CvpnUnknownSpec, call),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_NOT_EMPTY,
      .value = "text",
      .help = "The AWS CLI call that would supply it, as `describe-vpcs`; `explain` repeats it." },
    { .name = "not-modelled",
      .type = CVPN_KEY_TEXT,
      CVPN_IN (CvpnUnknownSpec, not_modelled),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_NOT_EMPTY,
      .value = "text",
      .help = "What it is, where it is known and this program does not model it, as `a peering "
              "attachment of a transit gateway`: the code is UNSUPPORTED_COMPONENT then." },
};

/* What there may be more of, and in what. */
static const struct {
    const char *kind, *of;
} pairs[] = {
    { "host", "vpc" },
    { "host", "subnet" },
    { "subnet", "vpc" },
    { "subnet", "client-vpn-endpoint" },
    { "client-vpn-routes", "client-vpn-endpoint" },
    { "authorization-rules", "client-vpn-endpoint" },
    { "vpn-connection", "virtual-private-gateway" },
    { "vpn-connection", "transit-gateway" },
    { "internet-gateway", "vpc" },
    { "transit-gateway-attachment", "transit-gateway" },
};

/* The kinds that can have more of 'kind', as cvpn_names_describe takes them; "" if there are
 * none. */
static char *
list_owners (const char *kind)
{
    GString *owners = g_string_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
        if (strcmp (pairs[i].kind, kind) == 0)
            g_string_append_printf (owners, "%s%s", owners->len > 0 ? "|" : "", pairs[i].of);
    return g_string_free (owners, FALSE);
}

/* NULL: of any kind. */
static gboolean
is_pair (const char *kind, const char *of)
{
    for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
        if ((!kind || strcmp (pairs[i].kind, kind) == 0) && strcmp (pairs[i].of, of) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
needs_owner (const char *kind)
{
    return strcmp (kind, "client-vpn-routes") == 0 || strcmp (kind, "authorization-rules") == 0;
}

/* Names that are wrong have been reported. */
static void
check_unknown (gpointer data, const CvpnReading *at)
{
    const CvpnUnknownSpec *spec = data;
    const char *of = spec->of ? cvpn_names_kind (at->names, spec->of) : NULL;

    if (!spec->kind)
        return;
    g_autofree char *owners = list_owners (spec->kind);
    g_autofree char *expected = *owners ? cvpn_names_describe (owners) : NULL;
    if (needs_owner (spec->kind) && !cvpn_reading_has (at, "of"))
        cvpn_group_fail (at->group, "kind", at->report,
                         "'%s' alone is nothing that can be named; expected 'of = ENDPOINT' too",
                         spec->kind);
    if (of && !expected)
        cvpn_group_fail (at->group, "of", at->report,
                         "a '%s' that nothing names makes no difference; 'of' is for others",
                         spec->kind);
    else if (of && is_pair (NULL, of) && !is_pair (spec->kind, of))
        cvpn_group_fail (at->group, "of", at->report, "'%s' is a %s; a '%s' would be of %s",
                         spec->of, of, spec->kind, expected);
}

const CvpnSection cvpn_section_unknown = {
    .kind = "unknown",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnUnknownSpec, unknowns),
    CVPN_KEYS (unknown_keys),
    .check = check_unknown,
    .help = "Something that an imported file refers to and does not contain, or, with `of`, may "
            "lack. Other groups may name it as if it were there; a flow that needs to know more of "
            "it is `undetermined`, code UNKNOWN_RESOURCE, never supposed to pass or to be stopped.",
};
