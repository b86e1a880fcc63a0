/* unknown: what an imported file refers to and does not contain, may lack besides, or contains
 * and this program does not model. */
#include <string.h>

#include "check/check.h"

/* What a verdict would say of it. */
static const char *
find_text (const CvpnCheck *check, const CvpnUnknownSpec *spec)
{
    for (guint i = 0; i < check->net->book->rules->len; i++) {
        const CvpnRule *rule = cvpn_network_rule (check->net, i);
        if ((rule->kind == CVPN_RULE_UNKNOWN || rule->kind == CVPN_RULE_NOT_MODELLED) &&
            g_str_equal (rule->component, spec->group->name))
            return rule->text;
    }
    return "";
}

/* "there may be further hosts in vpc-a", "tgw-0a1b is a peering attachment", "the vpc vpc-0a1b is
 * not in the file"; newly allocated. */
static char *
describe (const CvpnCheck *check, const CvpnUnknownSpec *spec)
{
    const char *text = find_text (check, spec);

    if (spec->of) { /* "there may be more in vpc-a; ask AWS: …" */
        const char *end = spec->call ? strstr (text, "; ") : NULL;
        return end ? g_strndup (text, (gsize) (end - text)) : g_strdup (text);
    }
    if (spec->not_modelled)
        return g_strdup_printf ("%s is not modelled: %s", spec->group->name, text);
    return g_strdup_printf ("the %s %s is not in the file", spec->kind, spec->group->name);
}

void
cvpn_check_unknown (CvpnCheck *check)
{
    for (guint i = 0; i < check->spec->unknowns->len; i++) {
        const CvpnUnknownSpec *spec = check->spec->unknowns->pdata[i];
        g_autofree char *what = describe (check, spec);
        cvpn_found_at_key (check, CVPN_FINDING_INCOMPLETE_DATA, spec->group, NULL,
                           "%s, and what depends on it is not checked%s%s", what,
                           !spec->call                                ? ""
                           : g_str_has_prefix (spec->call, "import ") ? "; see cvpnsim "
                                                                      : "; see aws ec2 ",
                           spec->call ? spec->call : "");
    }
}
