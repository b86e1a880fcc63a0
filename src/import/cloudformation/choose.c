/* Fn::Select, Fn::GetAZs, Fn::Cidr and Fn::FindInMap. */
#include "import/cloudformation/cloudformation.h"

#include <string.h>

static gboolean
whole_number (const CvpnCfnValue *value, guint64 most, guint64 *number)
{
    return value->kind == CVPN_CFN_TEXT && !value->secret &&
           g_ascii_string_to_unsigned (value->text, 10, 0, most, number, NULL);
}

/* Each item of a list that is not known is an unknown of its own. */
static const CvpnCfnValue *
item_of_unknown (CvpnCfn *cfn, const CvpnNode *node, const CvpnCfnValue *list, guint64 index)
{
    g_autofree char *text = g_strdup_printf ("%s.%" G_GUINT64_FORMAT, list->text, index);

    return cvpn_cfn_unknown (cfn, node, text, list->why, list->gives);
}

const CvpnCfnValue *
cvpn_cfn_select (CvpnCfn *cfn, const CvpnNode *arguments)
{
    guint64 index = 0;

    if (!cvpn_cfn_has_arguments (arguments, 2, 2))
        return cvpn_cfn_unknown (cfn, arguments, "not-known", NULL, NULL);
    const CvpnCfnValue *which = cvpn_cfn_argument (cfn, arguments, 0);
    const CvpnCfnValue *list = cvpn_cfn_argument (cfn, arguments, 1);
    if (which->kind == CVPN_CFN_UNKNOWN)
        return which;
    if (!whole_number (which, G_MAXUINT32, &index))
        return cvpn_cfn_broken (cfn, arguments, "an index and a list are expected");
    if (list->kind == CVPN_CFN_UNKNOWN)
        return item_of_unknown (cfn, arguments, list, index);
    if (list->kind != CVPN_CFN_LIST)
        return cvpn_cfn_broken (cfn, arguments, "an index and a list are expected");
    if (index >= list->items->len)
        return cvpn_cfn_broken (cfn, arguments, "the list has %u items, none at %" G_GUINT64_FORMAT,
                                list->items->len, index);
    return g_ptr_array_index (list->items, index);
}

/* Labels: which zones an account has, and in which order, only AWS says. */
const CvpnCfnValue *
cvpn_cfn_get_azs (CvpnCfn *cfn, const CvpnNode *arguments)
{
    const CvpnCfnValue *region = cvpn_cfn_resolve (cfn, arguments);
    GPtrArray *items = g_ptr_array_new ();
    gboolean named = FALSE;

    if (region->kind == CVPN_CFN_TEXT && !*region->text)
        region = cvpn_cfn_pseudo (cfn, arguments, "AWS::Region");
    named = region->kind == CVPN_CFN_TEXT && !region->secret;
    for (guint i = 0; i < CVPN_CFN_ZONES; i++) {
        g_autofree char *zone = named ? g_strdup_printf ("%s%c", region->text, 'a' + (char) i)
                                      : g_strdup_printf ("zone-%u", i + 1);
        g_ptr_array_add (items, (gpointer) (gsize) cvpn_cfn_text (cfn, arguments, zone, FALSE));
    }
    if (named)
        cvpn_cfn_remark (cfn, "Fn::GetAZs",
                         "the first zone is called %sa, and so on; which "
                         "zones an account has only AWS says",
                         region->text);
    else
        cvpn_cfn_remark (cfn, "Fn::GetAZs",
                         "the first zone is called zone-1, and so on; "
                         "--parameter AWS::Region=REGION gives them letters");
    return cvpn_cfn_list (cfn, arguments, items);
}

/* [block, count, bits]: so many blocks of 2^bits addresses, from the beginning. */
const CvpnCfnValue *
cvpn_cfn_cidr_blocks (CvpnCfn *cfn, const CvpnNode *arguments)
{
    CvpnPrefix block;
    guint64 count = 0, bits = 0;

    if (!cvpn_cfn_has_arguments (arguments, 3, 3))
        return cvpn_cfn_unknown (cfn, arguments, "not-known", NULL, NULL);
    for (gsize i = 0; i < 3; i++) {
        const CvpnCfnValue *argument = cvpn_cfn_argument (cfn, arguments, i);
        if (argument->kind == CVPN_CFN_UNKNOWN)
            return argument;
    }
    if (!cvpn_cfn_cidr (cfn, cvpn_cfn_argument (cfn, arguments, 0), &block) ||
        !whole_number (cvpn_cfn_argument (cfn, arguments, 1), 256, &count) ||
        !whole_number (cvpn_cfn_argument (cfn, arguments, 2), 32, &bits))
        return cvpn_cfn_broken (cfn, arguments,
                                "an IPv4 CIDR block, a count up to 256 and a "
                                "number of bits up to 32 are expected");
    if (count << bits > cvpn_prefix_size (block))
        return cvpn_cfn_broken (cfn, arguments, "the block does not hold so many");
    GPtrArray *items = g_ptr_array_new ();
    for (guint64 i = 0; i < count; i++) {
        char text[CVPN_PREFIX_TEXT];
        const CvpnPrefix part = { .address = block.address + (guint32) (i << bits),
                                  .length = (guint8) (32 - bits) };
        g_ptr_array_add (items, (gpointer) (gsize) cvpn_cfn_text (
                                    cfn, arguments, cvpn_prefix_format (part, text), FALSE));
    }
    return cvpn_cfn_list (cfn, arguments, items);
}

/* The default of a fourth argument, {"DefaultValue": …}; NULL: none. */
static const CvpnCfnValue *
map_default (CvpnCfn *cfn, const CvpnNode *arguments)
{
    if (json_array_size (arguments->json) < 4)
        return NULL;
    const CvpnCfnValue *options = cvpn_cfn_argument (cfn, arguments, 3);
    return options->kind == CVPN_CFN_OBJECT ? cvpn_cfn_get (cfn, options, "DefaultValue") : NULL;
}

const CvpnCfnValue *
cvpn_cfn_find_in_map (CvpnCfn *cfn, const CvpnNode *arguments)
{
    const CvpnNode *at = cfn->mappings;

    if (!cvpn_cfn_has_arguments (arguments, 3, 4))
        return cvpn_cfn_unknown (cfn, arguments, "not-known", NULL, NULL);
    for (gsize i = 0; i < 3; i++) {
        const CvpnCfnValue *key = cvpn_cfn_argument (cfn, arguments, i);
        if (key->kind == CVPN_CFN_UNKNOWN) {
            g_autofree char *text = g_strdup_printf ("map-%s", key->text);
            return cvpn_cfn_unknown (cfn, arguments, text, key->why, key->gives);
        }
        if (key->kind != CVPN_CFN_TEXT)
            return cvpn_cfn_broken (cfn, key->node, "the name of a map or of a key is expected");
        if (!at->json || !json_is_object (at->json) || !json_object_get (at->json, key->text)) {
            const CvpnCfnValue *otherwise = map_default (cfn, arguments);
            return otherwise
                       ? otherwise
                       : cvpn_cfn_broken (cfn, key->node, "Mappings has no such %s '%s'",
                                          i == 0 ? "map" : "key", key->secret ? "…" : key->text);
        }
        at = cvpn_cfn_node_member (cfn, at, key->text);
    }
    return cvpn_cfn_resolve (cfn, at);
}
