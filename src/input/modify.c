/* modify: by the endpoint's own table of keys.
 *
 * (AWS CLI Command Reference, modify-client-vpn-endpoint: what is not among its options
 * cannot be modified) */
#include "input/modify.h"

#include <string.h>

#include "base/spelling.h"
#include "input/keys.h"

static const CvpnKey *
find_key (const char *name)
{
    const CvpnSection *section = &cvpn_section_endpoint;

    for (guint i = 0; i < section->n_keys; i++)
        if (strcmp (section->keys[i].name, name) == 0)
            return &section->keys[i];
    return NULL;
}

static void
refuse_key (const CvpnReading *at, const char *name)
{
    const CvpnSection *section = &cvpn_section_endpoint;
    g_autofree const char **known = g_new (const char *, section->n_keys);
    g_autoptr (GString) list = g_string_new (NULL);
    guint n = 0;

    for (guint i = 0; i < section->n_keys; i++)
        if (section->keys[i].flags & CVPN_KEY_MODIFIABLE) {
            known[n++] = section->keys[i].name;
            g_string_append_printf (list, "%s%s", n > 1 ? ", " : "", known[n - 1]);
        }
    const char *nearest = cvpn_spelling_nearest (name, known, n);
    if (find_key (name))
        cvpn_reading_fail (at, "'%s' cannot be modified; expected one of %s", name, list->str);
    else if (nearest)
        cvpn_reading_fail (at, "an endpoint has no '%s'; did you mean '%s'?", name, nearest);
    else
        cvpn_reading_fail (at, "an endpoint has no '%s'; expected one of %s", name, list->str);
}

CvpnEndpointSpec *
cvpn_modify_read (const CvpnReading *at)
{
    const CvpnKey *key = find_key (at->entry->key);
    CvpnReading reading = *at;

    if (strcmp (at->entry->key, "target-networks") == 0) {
        cvpn_reading_fail (at, "'target-networks' is not modified; expected the action associate "
                               "or disassociate");
        return NULL;
    }
    if (!key || !(key->flags & CVPN_KEY_MODIFIABLE)) {
        refuse_key (at, at->entry->key);
        return NULL;
    }
    CvpnEndpointSpec *endpoint = g_new0 (CvpnEndpointSpec, 1);
    reading.key = key;
    cvpn_section_read_one (&cvpn_section_endpoint, &reading, endpoint);
    return endpoint;
}

void
cvpn_modify_free (CvpnEndpointSpec *endpoint)
{
    cvpn_section_clear (&cvpn_section_endpoint, endpoint);
    g_free (endpoint);
}

gboolean
cvpn_modify_may_unset (const char *name)
{
    const CvpnKey *key = find_key (name);

    return key && key->flags & CVPN_KEY_MODIFIABLE && key->flags & CVPN_KEY_OPTIONAL;
}
