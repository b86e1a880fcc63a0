/* terraform_name: addresses of resources, taken apart and made names of groups. */
#include <string.h>

#include "import/terraform/terraform.h"

/* Whether a key goes on behind this quote: the one before it is escaped. */
static const char *
skip_quoted (const char *at)
{
    while (*at != '\0' && *at != '"')
        at += at[0] == '\\' && at[1] != '\0' ? 2 : 1;
    return *at == '"' ? at + 1 : at;
}

static char *
take_key (const char **at)
{
    const char *start = ++*at, *end;

    if (*start == '"') {
        end = skip_quoted (start + 1);
        *at = *end == ']' ? end + 1 : end;
        return g_strndup (start + 1, MAX (end - start, 2) - 2);
    }
    end = start + strcspn (start, "]");
    *at = *end == ']' ? end + 1 : end;
    return g_strndup (start, end - start);
}

gboolean
cvpn_terraform_next_part (const char **at, char **text, char **key)
{
    gsize length;

    *text = *key = NULL;
    if (**at == '.')
        ++*at;
    if (**at == '\0')
        return FALSE;
    length = strcspn (*at, ".[");
    *text = g_strndup (*at, length);
    *at += length;
    if (**at == '[')
        *key = take_key (at);
    /* a[0][1]: what is in an element is not looked at */
    while (**at == '[')
        g_free (take_key (at));
    return TRUE;
}

static char *
make_legal (const char *address)
{
    GString *name = g_string_new (NULL);

    for (const char *at = address; *at != '\0'; at++) {
        if (g_ascii_isalnum (*at) || strchr ("._-", *at) != NULL)
            g_string_append_c (name, *at);
        else if (*at == '[')
            g_string_append_c (name, '.');
        else if (*at != ']' && *at != '"')
            g_string_append_c (name, '-');
    }
    g_string_truncate (name, MIN (name->len, 200));
    if (name->len == 0 || !g_ascii_isalpha (name->str[0]))
        g_string_prepend (name, "terraform");
    return g_string_free (name, FALSE);
}

const char *
cvpn_terraform_legal_name (CvpnTerraform *terraform, const char *address)
{
    const char *known = g_hash_table_lookup (terraform->names, address);
    g_autofree char *name = make_legal (address);
    g_autofree char *taken = NULL;

    if (known != NULL)
        return known;
    for (guint n = 2;; n++) {
        /* Two addresses may have one legal form; '=' is in none of them. */
        g_free (taken);
        taken = g_strdup_printf ("=%s", name);
        if (!g_hash_table_contains (terraform->names, taken))
            break;
        g_free (name);
        name = make_legal (address);
        known = name;
        name = g_strdup_printf ("%s-%u", known, n);
        g_free ((gpointer) (gsize) known);
    }
    known = cvpn_inventory_keep (terraform->inventory, name);
    g_hash_table_add (terraform->names, g_steal_pointer (&taken));
    g_hash_table_insert (terraform->names, g_strdup (address), (gpointer) (gsize) known);
    return known;
}
