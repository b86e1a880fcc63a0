/* diagnose_message: what is so, who is concerned, and which line says it.
 *
 * A message names the landings, what differs, and what cannot be reached; it must hold for
 * every packet of its finding, though it is written from one of them. */
#include "analyze/diagnose_message.h"
#include "path/outcomes.h"

static gboolean
fates_agree (const CvpnSubject *s)
{
    for (guint i = 1; i < s->n_landings; i++)
        if (s->fates[i].code != s->fates[0].code || s->fates[i].reason != s->fates[0].reason)
            return FALSE;
    return TRUE;
}

/* "no authorization rule covers it (cvpn-1)"; where landings differ, of each. */
static char *
write_obstacles (const CvpnMessage *m)
{
    const CvpnSubject *s = m->subject;
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < s->n_landings; i++) {
        const CvpnFate *fate = &s->fates[i];
        g_autofree char *rule = cvpn_rule_quote (m->net, fate->rule);
        if (!fates_agree (s))
            g_string_append_printf (text, "%sfrom %s ", text->len > 0 ? "; " : "",
                                    cvpn_diagnosis_landing (m->d, m->crowd, i)->name);
        else if (i > 0)
            break;
        g_string_append (text, cvpn_code_text ((CvpnCode) fate->code));
        if (fate->reason != CVPN_REASON_NONE)
            g_string_append_printf (text, ", %s", cvpn_reason_word ((CvpnReason) fate->reason));
        g_string_append_printf (text, "%s (%s)",
                                fate->direction == CVPN_RETURN ? ", on the way back" : "", rule);
    }
    if (s->n_landings == 0)
        g_string_append (text, cvpn_code_text (cvpn_outcomes_why_none (m->net, s->endpoint)));
    return g_string_free (text, FALSE);
}

/* What says that it should work. */
static char *
write_claim (const CvpnMessage *m)
{
    const CvpnPerson *person = &cvpn_diagnosis_crowd (m->d, m->crowd)->person;
    const guint32 address = m->answer->destination.address;
    const CvpnEndpoint *endpoint = cvpn_endpoint (m->net, person->endpoint);
    const guint32 hit = cvpn_prefix_table_lookup (endpoint->pushed, address);
    CvpnPrefix block;
    gboolean admits;
    guint32 number;
    char text[CVPN_PREFIX_TEXT];

    if (cvpn_person_authorization (m->net, person, address, &block, &admits, &number)) {
        const CvpnRule *r = cvpn_network_rule (m->net, number);
        if (r)
            cvpn_finding_add_place (&m->discovery->finding, r->file, r->line,
                                    "the rule that says it should work");
        return g_strdup_printf ("%s is authorized", cvpn_prefix_format (block, text));
    }
    if (hit == CVPN_PREFIX_TABLE_NONE)
        return g_strdup ("clients are sent there for names");
    const CvpnVpnRoute *route = cvpn_at (m->net->vpn_routes, CvpnVpnRoute, hit);
    return g_strdup_printf ("%s is routed", cvpn_prefix_format (route->destination, text));
}

/* A filter at the far end that admits none of them may be there to do just that. */
static const char *
may_be_meant (const CvpnSubject *s)
{
    for (guint i = 0; i < s->n_landings; i++)
        if (s->fates[i].step != CVPN_STEP_DESTINATION || s->fates[i].direction != CVPN_FORWARD ||
            (s->fates[i].code != CVPN_CODE_TGW_RTB_BAD_STATE_ROUTE &&
             s->fates[i].code != CVPN_CODE_ENI_SG_RULES_MISMATCH &&
             s->fates[i].code != CVPN_CODE_SG_HAS_NO_RULES &&
             s->fates[i].code != CVPN_CODE_FIREWALL_RULES_RESTRICTION))
            return "";
    return s->n_landings > 0 ? "; right if clients of the VPN are to be kept out" : "";
}

static char *
explain_never (const CvpnMessage *m)
{
    g_autofree char *claim = write_claim (m);
    g_autofree char *what = cvpn_discovery_what (m->discovery, m->d);
    g_autofree char *obstacles = write_obstacles (m);

    return g_strdup_printf ("%s, but nothing reaches %s from any landing: %s%s", claim, what,
                            obstacles, may_be_meant (m->subject));
}

static char *
explain_broad (const CvpnMessage *m)
{
    g_autofree char *what = cvpn_discovery_what (m->discovery, m->d);
    char block[CVPN_PREFIX_TEXT];

    return g_strdup_printf ("no rule names %s: what works there, %s, does so by the rule for "
                            "0.0.0.0/0",
                            cvpn_prefix_format (m->subject->block, block), what);
}

/* "the network ACL denies it (acl-b inbound 120 …)": of the first landing that loses answers. */
static char *
explain_ports (const CvpnMessage *m)
{
    const CvpnSubject *s = m->subject;
    const guint first = cvpn_subject_first (s, CVPN_ROLE_FAILING);
    const CvpnVerdict *obstacle =
        cvpn_trace_obstacle (&g_array_index (m->answer->landings, CvpnLanding, first).trace);
    g_autofree char *what = cvpn_discovery_what (m->discovery, m->d);
    g_autofree char *landings = cvpn_message_landings (m, CVPN_ROLE_FAILING);
    g_autofree char *rule = cvpn_rule_quote (m->net, s->blame);

    g_autofree char *lost =
        s->lost.first == s->own.first && s->lost.last == s->own.last
            ? g_strdup_printf (", %u-%u", s->own.first, s->own.last)
            : g_strdup_printf (" %u-%u, of %u-%u that their systems use", s->lost.first,
                               s->lost.last, s->own.first, s->own.last);
    return g_strdup_printf (
        "connections from the clients' own ports%s, do not reach %s where they land on %s (%u of "
        "%u): %s, on the way back ('%s')",
        lost, what, landings, cvpn_subject_count (s, CVPN_ROLE_FAILING), s->n_landings,
        cvpn_code_text (obstacle ? (CvpnCode) obstacle->code : CVPN_CODE_SUBNET_ACL_RESTRICTION),
        rule);
}

static char *
explain_doubt (const CvpnMessage *m)
{
    const CvpnRule *rule = cvpn_network_rule (m->net, m->subject->blame);
    g_autofree char *what = cvpn_discovery_what (m->discovery, m->d);

    if (rule && rule->kind == CVPN_RULE_NOT_MODELLED)
        return g_strdup_printf (
            "whether %s can be reached depends on %s, which is not modelled: %s", what,
            rule->component, rule->text);
    if (rule && g_str_has_prefix (rule->text, "there may be "))
        return g_strdup_printf ("whether %s can be reached is not known: %s", what, rule->text);
    return g_strdup_printf ("whether %s can be reached depends on %s, which the file does not "
                            "contain%s%s",
                            what, rule ? rule->component : "something",
                            rule && *rule->text ? "; " : "", rule ? rule->text : "");
}

/* The other landings that fail for the same cause have a rule of their own. */
static void
add_places (const CvpnMessage *m)
{
    for (guint i = 0; i < m->subject->n_landings; i++) {
        const CvpnRule *rule = cvpn_network_rule (m->net, m->subject->objects[i]);
        if (m->subject->roles[i] != CVPN_ROLE_FAILING || !rule || rule->line == 0 ||
            m->subject->objects[i] == m->subject->blame)
            continue;
        g_autofree char *text =
            g_strdup_printf ("the same for %s", cvpn_diagnosis_landing (m->d, m->crowd, i)->name);
        cvpn_finding_add_place (&m->discovery->finding, rule->file, rule->line, text);
    }
}

void
cvpn_discovery_describe (CvpnDiscovery *discovery, const CvpnDiagnosis *d, const CvpnAnswer *answer)
{
    const CvpnMessage message = { discovery, &discovery->subject,
                                  d,         d->net,
                                  answer,    g_array_index (discovery->crowds, guint32, 0) };
    const CvpnMessage *m = &message;
    const CvpnFinds kind = discovery->subject.kind;
    g_autofree char *text = kind == CVPN_FINDS_INTERMITTENT   ? cvpn_message_cause (m)
                            : kind == CVPN_FINDS_NEVER        ? explain_never (m)
                            : kind == CVPN_FINDS_UNAUTHORIZED ? explain_broad (m)
                            : kind == CVPN_FINDS_PORTS        ? explain_ports (m)
                                                              : explain_doubt (m);

    discovery->finding.message =
        discovery->subject.latent == CVPN_LATENT_NO_HOST
            ? g_strdup_printf ("no host is declared there, but %s", text)
        : discovery->subject.latent == CVPN_LATENT_UNKNOWN
            ? g_strdup_printf ("not every landing can be judged, but %s", text)
            : g_steal_pointer (&text);
    add_places (m);
}
