/* Parameters and pseudo parameters: what --parameter gives, else a default, else not known. */
#include "import/cloudformation/cloudformation.h"

#include <string.h>

#include "base/spelling.h"

#define SHOWN_MAX 60

static const char *const pseudo[] = {
    "AWS::AccountId", "AWS::NotificationARNs", "AWS::Partition", "AWS::Region",
    "AWS::StackId",   "AWS::StackName",        "AWS::URLSuffix",
};

gboolean
cvpn_cfn_is_parameter (const CvpnCfn *cfn, const char *name)
{
    return cfn->parameters->json && json_is_object (cfn->parameters->json) &&
           json_object_get (cfn->parameters->json, name);
}

const char *
cvpn_cfn_given (CvpnCfn *cfn, const char *name)
{
    const char *given = g_hash_table_lookup (cfn->given, name);

    if (given)
        g_hash_table_add (cfn->meant, g_strdup (name));
    return given;
}

static gboolean
is_meant (const CvpnCfn *cfn, const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS (pseudo); i++)
        if (strcmp (pseudo[i], name) == 0)
            return TRUE;
    return cvpn_cfn_is_parameter (cfn, name) || g_hash_table_contains (cfn->meant, name);
}

static char *
hint (const CvpnCfn *cfn, const char *name)
{
    g_autoptr (GPtrArray) known = g_ptr_array_new ();
    const char *parameter;
    json_t *value;

    if (cfn->parameters->json)
        json_object_foreach (cfn->parameters->json, parameter, value)
            g_ptr_array_add (known, (gpointer) (gsize) parameter);
    return cvpn_spelling_hint (name, (const char *const *) known->pdata, known->len);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
    return strcmp (a, b);
}

void
cvpn_cfn_check_given (CvpnCfn *cfn)
{
    GList *names = g_list_sort (g_hash_table_get_keys (cfn->given), compare_names);

    for (GList *at = names; at; at = at->next) {
        if (is_meant (cfn, at->data))
            continue;
        g_autofree char *near = hint (cfn, at->data);
        cvpn_node_fault (cfn->template, "--parameter %s: the template has no such parameter%s",
                         (const char *) at->data, near);
    }
    g_list_free (names);
}

static gboolean
is_list_type (const char *type)
{
    return type && (strstr (type, "CommaDelimitedList") || strstr (type, "List<"));
}

static const CvpnCfnValue *
value_of_text (CvpnCfn *cfn, const CvpnNode *node, const char *text, gboolean list, gboolean secret)
{
    if (!list)
        return cvpn_cfn_text (cfn, node, text, secret);
    GPtrArray *items = g_ptr_array_new ();
    g_auto (GStrv) parts = g_strsplit (text, ",", -1);
    if (!parts[0]) /* one empty text, by which templates tell that no list was given */
        g_ptr_array_add (items, (gpointer) (gsize) cvpn_cfn_text (cfn, node, "", secret));
    for (guint i = 0; parts[i]; i++)
        g_ptr_array_add (
            items, (gpointer) (gsize) cvpn_cfn_text (cfn, node, g_strstrip (parts[i]), secret));
    return cvpn_cfn_list (cfn, node, items);
}

/* A default may be written as a number or boolean too. */
static const char *
default_text (CvpnCfn *cfn, const CvpnNode *parameter)
{
    const CvpnNode *node = cvpn_cfn_node_member (cfn, parameter, "Default");

    if (!node->json || json_is_null (node->json))
        return NULL;
    if (json_is_array (node->json) || json_is_object (node->json)) {
        cvpn_node_fault (node, "a string is expected");
        return NULL;
    }
    const CvpnCfnValue *value = cvpn_cfn_resolve (cfn, node);
    return value->kind == CVPN_CFN_TEXT ? value->text : NULL;
}

static gboolean
is_plain (const char *text)
{
    for (const char *c = text; *c; c++)
        if (!g_ascii_isprint (*c))
            return FALSE;
    return strlen (text) <= SHOWN_MAX;
}

static void
say_default (CvpnCfn *cfn, const char *name, const char *text, gboolean secret)
{
    if (secret || !is_plain (text))
        cvpn_cfn_remark (cfn, name, "the parameter's default was taken");
    else
        cvpn_cfn_remark (cfn, name,
                         "the parameter's default was taken: '%s'; --parameter "
                         "%s=VALUE gives another value",
                         text, name);
}

static void
check_allowed (CvpnCfn *cfn, const CvpnNode *parameter, const char *name, const char *given)
{
    const CvpnNode *allowed = cvpn_cfn_node_member (cfn, parameter, "AllowedValues");
    const gsize n = cvpn_node_length (allowed);

    for (gsize i = 0; i < n; i++) {
        const CvpnCfnValue *value = cvpn_cfn_argument (cfn, allowed, i);
        if (value->kind == CVPN_CFN_TEXT && strcmp (value->text, given) == 0)
            return;
    }
    if (n > 0 && cvpn_cfn_once (cfn, "allowed %s", name))
        cvpn_node_fault (allowed, "what --parameter gives for %s is none of these", name);
}

const CvpnCfnValue *
cvpn_cfn_parameter (CvpnCfn *cfn, const CvpnNode *node, const char *name)
{
    const CvpnNode *parameter = cvpn_cfn_node_member (cfn, cfn->parameters, name);
    const char *type = cvpn_node_get_string (parameter, "Type");
    const CvpnNode *hidden = cvpn_cfn_node_member (cfn, parameter, "NoEcho");
    const CvpnCfnValue *no_echo = cvpn_cfn_resolve (cfn, hidden);
    const gboolean secret = no_echo->kind == CVPN_CFN_TEXT && strcmp (no_echo->text, "false") != 0;
    const char *given = cvpn_cfn_given (cfn, name);
    /* The default of a Systems Manager parameter is the name of one. */
    const char *otherwise = type && g_str_has_prefix (type, "AWS::SSM::Parameter::")
                                ? NULL
                                : default_text (cfn, parameter);

    if (given) {
        check_allowed (cfn, parameter, name, given);
        return value_of_text (cfn, node, given, is_list_type (type), secret);
    }
    if (otherwise) {
        say_default (cfn, name, otherwise, secret);
        return value_of_text (cfn, node, otherwise, is_list_type (type), secret);
    }
    g_autofree char *text = g_strconcat ("${", name, "}", NULL);
    g_autofree char *why = g_strdup_printf ("the parameter %s has no value", name);
    return cvpn_cfn_unknown (cfn, node, text, why, name);
}

const CvpnCfnValue *
cvpn_cfn_pseudo (CvpnCfn *cfn, const CvpnNode *node, const char *name)
{
    const char *given = cvpn_cfn_given (cfn, name);
    gboolean known = FALSE;

    for (guint i = 0; i < G_N_ELEMENTS (pseudo); i++)
        known = known || strcmp (pseudo[i], name) == 0;
    if (!known)
        return cvpn_cfn_broken (cfn, node, "there is no pseudo parameter '%s'", name);
    if (given)
        return cvpn_cfn_text (cfn, node, given, FALSE);
    g_autofree char *text = g_strconcat ("${", name, "}", NULL);
    g_autofree char *why = g_strdup_printf ("the template does not say %s", name);
    return cvpn_cfn_unknown (cfn, node, text, why, name);
}
