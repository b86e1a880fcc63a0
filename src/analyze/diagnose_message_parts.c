/* What several sentences of findings say: landings, rules, what becomes of connections. */
#include <string.h>

#include "analyze/diagnose_message.h"

/* " by tcp 443", if not everything is concerned and it is soon said. */
static char *
write_services (const CvpnMessage *m)
{
    const GPtrArray *boxes = cvpn_region_boxes (m->discovery->region);
    const CvpnBox *box = boxes->pdata[0];
    const CvpnSelectors *all = &g_array_index (box->selectors, CvpnSelectors, 0);
    g_autofree char *text = cvpn_selectors_text (box->selectors);

    if (boxes->len > 1 || (all->first == 0 && all->last == CVPN_SELECTOR_LAST) ||
        strlen (text) > 40)
        return g_strdup ("");
    return g_strdup_printf (" by %s", text);
}

char *
cvpn_message_landings (const CvpnMessage *m, CvpnRole role)
{
    g_autoptr (GPtrArray) names = cvpn_name_list_new ();

    for (guint i = 0; i < m->subject->n_landings; i++)
        if (m->subject->roles[i] == role)
            cvpn_name_list_add (names, cvpn_diagnosis_landing (m->d, m->crowd, i)->name);
    return cvpn_name_list_join (names, CVPN_NAMES_MAX);
}

char *
cvpn_message_consequence (const CvpnMessage *m)
{
    g_autofree char *landings = cvpn_message_landings (m, CVPN_ROLE_FAILING);
    g_autofree char *what = cvpn_discovery_what (m->discovery, m->d);
    g_autofree char *services = write_services (m);
    const CvpnSubject *s = m->subject;

    return g_strdup_printf ("connections that land on %s (%u of %u) %s %s%s", landings,
                            cvpn_subject_count (s, CVPN_ROLE_FAILING), s->n_landings,
                            s->latent ? "do not get to" : "cannot reach", what, services);
}

/* "rtb-b 10.0.0.0/16 = pcx-ab", as it stands in the file. */
char *
cvpn_rule_quote (const CvpnNetwork *net, guint32 number)
{
    const CvpnRule *rule = cvpn_network_rule (net, number);

    if (!rule)
        return g_strdup ("no rule");
    return g_strdup_printf ("%s%s%s", rule->component, *rule->text ? " " : "", rule->text);
}
