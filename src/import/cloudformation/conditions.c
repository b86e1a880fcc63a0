/* Conditions, and Fn::If: true, false, or not known because a parameter is not. */
#include "import/cloudformation/cloudformation.h"

#include <string.h>

typedef struct {
    CvpnCfnTruth truth;
    const CvpnCfnValue *cause; /* of NOT_KNOWN; NULL: a fault has been said */
} Outcome;

static Outcome judge (CvpnCfn *cfn, const CvpnNode *node);
static Outcome judge_named (CvpnCfn *cfn, const CvpnNode *node, const char *name);

static Outcome
known (gboolean truth)
{
    return (Outcome){ .truth = truth ? CVPN_CFN_TRUE : CVPN_CFN_FALSE };
}

static Outcome
fault (const CvpnNode *node, const char *message)
{
    cvpn_node_fault (node, "%s", message);
    return (Outcome){ .truth = CVPN_CFN_NOT_KNOWN };
}

/* The text of a value, of a list its items with commas between; NULL: not known. */
static char *
comparable (const CvpnCfnValue *value)
{
    if (value->kind == CVPN_CFN_TEXT)
        return g_strdup (value->text);
    if (value->kind == CVPN_CFN_ABSENT)
        return g_strdup ("");
    if (value->kind != CVPN_CFN_LIST)
        return NULL;
    GString *text = g_string_new (NULL);
    for (guint i = 0; i < value->items->len; i++) {
        const CvpnCfnValue *item = g_ptr_array_index (value->items, i);
        if (item->kind != CVPN_CFN_TEXT || text->len > CVPN_CFN_TEXT_MAX) {
            g_string_free (text, TRUE);
            return NULL;
        }
        g_string_append_printf (text, "%s%s", i > 0 ? "," : "", item->text);
    }
    return g_string_free (text, FALSE);
}

static Outcome
judge_equals (CvpnCfn *cfn, const CvpnNode *arguments)
{
    if (!cvpn_cfn_has_arguments (arguments, 2, 2))
        return (Outcome){ .truth = CVPN_CFN_NOT_KNOWN };
    const CvpnCfnValue *a = cvpn_cfn_argument (cfn, arguments, 0);
    const CvpnCfnValue *b = cvpn_cfn_argument (cfn, arguments, 1);
    g_autofree char *one = comparable (a);
    g_autofree char *other = comparable (b);

    if (one && other)
        return known (strcmp (one, other) == 0);
    return (Outcome){ .truth = CVPN_CFN_NOT_KNOWN, .cause = one ? b : a };
}

/* Fn::And is decided by one that is false, Fn::Or by one that is true, whatever the others. */
static Outcome
judge_several (CvpnCfn *cfn, const CvpnNode *arguments, CvpnCfnTruth decides)
{
    Outcome outcome = { .truth = decides == CVPN_CFN_TRUE ? CVPN_CFN_FALSE : CVPN_CFN_TRUE };

    if (!cvpn_cfn_has_arguments (arguments, 1, 100))
        return (Outcome){ .truth = CVPN_CFN_NOT_KNOWN };
    for (gsize i = 0; i < json_array_size (arguments->json); i++) {
        const Outcome one = judge (cfn, cvpn_cfn_node (cfn, cvpn_node_element (arguments, i)));
        if (one.truth == decides)
            return one;
        if (one.truth == CVPN_CFN_NOT_KNOWN && outcome.truth != CVPN_CFN_NOT_KNOWN)
            outcome = one;
    }
    return outcome;
}

static Outcome
judge_not (CvpnCfn *cfn, const CvpnNode *arguments)
{
    if (!cvpn_cfn_has_arguments (arguments, 1, 1))
        return (Outcome){ .truth = CVPN_CFN_NOT_KNOWN };
    const Outcome one = judge (cfn, cvpn_cfn_node (cfn, cvpn_node_element (arguments, 0)));

    return one.truth == CVPN_CFN_NOT_KNOWN ? one : known (one.truth == CVPN_CFN_FALSE);
}

static Outcome
judge_function (CvpnCfn *cfn, const CvpnNode *arguments)
{
    const char *name = arguments->member;

    if (strcmp (name, "Fn::Equals") == 0)
        return judge_equals (cfn, arguments);
    if (strcmp (name, "Fn::And") == 0)
        return judge_several (cfn, arguments, CVPN_CFN_FALSE);
    if (strcmp (name, "Fn::Or") == 0)
        return judge_several (cfn, arguments, CVPN_CFN_TRUE);
    if (strcmp (name, "Fn::Not") == 0)
        return judge_not (cfn, arguments);
    if (strcmp (name, "Condition") == 0 && json_is_string (arguments->json))
        return judge_named (cfn, arguments, json_string_value (arguments->json));
    return fault (arguments, "Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition is expected");
}

static Outcome
judge (CvpnCfn *cfn, const CvpnNode *node)
{
    if (!json_is_object (node->json) || json_object_size (node->json) != 1)
        return fault (node, "a condition is expected, an object of one function");
    if (cfn->depth >= CVPN_CFN_DEPTH_MAX)
        return fault (node, "conditions refer to each other too deeply");
    const char *name = json_object_iter_key (json_object_iter (node->json));
    cfn->depth++;
    const Outcome outcome = judge_function (cfn, cvpn_cfn_node_member (cfn, node, name));
    cfn->depth--;
    return outcome;
}

static Outcome
judge_named (CvpnCfn *cfn, const CvpnNode *node, const char *name)
{
    gpointer before;

    if (g_hash_table_lookup_extended (cfn->truths, name, NULL, &before)) {
        if (!before)
            return fault (node, "the condition refers to itself");
        return (Outcome){ .truth = (CvpnCfnTruth) (GPOINTER_TO_UINT (before) - 1),
                          .cause = g_hash_table_lookup (cfn->causes, name) };
    }
    if (!cfn->conditions->json || !json_is_object (cfn->conditions->json) ||
        !json_object_get (cfn->conditions->json, name)) {
        cvpn_node_fault (node, "there is no condition '%s'", name);
        return (Outcome){ .truth = CVPN_CFN_NOT_KNOWN };
    }
    const char *kept = cvpn_cfn_keep (cfn, name);
    g_hash_table_insert (cfn->truths, (gpointer) (gsize) kept, NULL);
    const Outcome outcome = judge (cfn, cvpn_cfn_node_member (cfn, cfn->conditions, kept));
    g_hash_table_insert (cfn->truths, (gpointer) (gsize) kept,
                         GUINT_TO_POINTER (outcome.truth + 1u));
    if (outcome.cause)
        g_hash_table_insert (cfn->causes, (gpointer) (gsize) kept,
                             (gpointer) (gsize) outcome.cause);
    return outcome;
}

/* Both ways would be a guess, and two networks: the user decides. */
CvpnCfnTruth
cvpn_cfn_condition (CvpnCfn *cfn, const CvpnNode *node, const char *name)
{
    const Outcome outcome = judge_named (cfn, node, name);

    if (outcome.truth == CVPN_CFN_NOT_KNOWN && outcome.cause &&
        cvpn_cfn_once (cfn, "condition %s", name)) {
        const CvpnNode *condition = cvpn_cfn_node_member (cfn, cfn->conditions, name);
        const CvpnCfnValue *cause = outcome.cause;
        const char *why = cause->why ? cause->why : "it compares what is no text";
        if (cause->gives)
            cvpn_node_fault (condition,
                             "whether it is met is not known: %s; --parameter %s=VALUE gives one",
                             why, cause->gives);
        else
            cvpn_node_fault (condition, "whether it is met is not known: %s", why);
    }
    return outcome.truth;
}

const CvpnCfnValue *
cvpn_cfn_if (CvpnCfn *cfn, const CvpnNode *arguments)
{
    if (!cvpn_cfn_has_arguments (arguments, 3, 3))
        return cvpn_cfn_unknown (cfn, arguments, "not-known", NULL, NULL);
    const CvpnNode *condition = cvpn_cfn_node (cfn, cvpn_node_element (arguments, 0));
    const char *name = cvpn_node_string (condition);
    const CvpnCfnTruth truth =
        name ? cvpn_cfn_condition (cfn, condition, name) : CVPN_CFN_NOT_KNOWN;

    if (truth == CVPN_CFN_NOT_KNOWN)
        return cvpn_cfn_unknown (cfn, arguments, "not-known", NULL, NULL);
    return cvpn_cfn_argument (cfn, arguments, truth == CVPN_CFN_TRUE ? 1 : 2);
}
