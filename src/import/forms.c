/* forms: which form a document has, and words for what has none. */
#include "import/forms.h"

#include <string.h>

#define NAMES_SHOWN  4
#define NAME_LONGEST 40 /* characters */

CvpnForm
cvpn_form_of (const json_t *document)
{
    if (cvpn_cloudformation_is (document))
        return CVPN_FORM_CLOUDFORMATION;
    if (cvpn_terraform_is (document))
        return CVPN_FORM_TERRAFORM;
    return cvpn_cli_is (document) ? CVPN_FORM_CLI : CVPN_FORM_NONE;
}

const char *
cvpn_form_name (CvpnForm form)
{
    static const char *const names[] = {
        [CVPN_FORM_NONE] = "of no known form",
        [CVPN_FORM_CLI] = "an answer of the AWS CLI",
        [CVPN_FORM_TERRAFORM] = "the output of 'terraform show -json'",
        [CVPN_FORM_CLOUDFORMATION] = "a CloudFormation template",
    };

    return names[form];
}

static gint
compare_names (gconstpointer left, gconstpointer right)
{
    return strcmp (*(const char *const *) left, *(const char *const *) right);
}

static void
append_name (GString *out, const char *name)
{
    g_autofree char *valid = g_utf8_make_valid (name, -1);
    const char *at = valid;

    g_string_append_c (out, '\'');
    for (guint i = 0; *at && i < NAME_LONGEST; i++, at = g_utf8_next_char (at)) {
        const gunichar c = g_utf8_get_char (at);
        g_string_append_unichar (out, g_unichar_isprint (c) ? c : '?');
    }
    g_string_append (out, *at ? "...'" : "'");
}

static char *
describe_object (json_t *document)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    GString *out = g_string_new ("an object with ");
    const char *name;
    json_t *value;

    json_object_foreach (document, name, value) g_ptr_array_add (names, g_strdup (name));
    g_ptr_array_sort (names, compare_names);
    for (guint i = 0; i < MIN (names->len, NAMES_SHOWN); i++) {
        g_string_append (out, i > 0 ? ", " : "");
        append_name (out, g_ptr_array_index (names, i));
    }
    if (names->len > NAMES_SHOWN)
        g_string_append_printf (out, " and %u more", names->len - NAMES_SHOWN);
    if (names->len == 0)
        g_string_assign (out, "an empty object");
    return g_string_free (out, FALSE);
}

char *
cvpn_form_describe (json_t *document)
{
    if (json_is_object (document))
        return describe_object (document);
    if (json_is_array (document))
        return g_strdup_printf ("an array of %" G_GSIZE_FORMAT, json_array_size (document));
    return g_strdup ("a single value");
}

const char *
cvpn_form_hint (const json_t *document)
{
    if (json_is_number (json_object_get (document, "version")) &&
        json_is_string (json_object_get (document, "terraform_version")))
        return "a state file of terraform, whose form is terraform's own: import the output of "
               "'terraform show -json'";
    return cvpn_cli_hint (document);
}
