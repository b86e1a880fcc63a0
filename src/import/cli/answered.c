/* cli_answered: for which endpoint, table or list the calls that ask for a single one were made,
 * so that what they do not list does not exist.
 *
 * An answer with elements names it in them, or else in the name of the file or folder that it is
 * kept in.  Empty answers without such a name count: as many of them as things without an answer
 * say that all were asked. */
#include "import/cli/cli.h"

static char *
entry_of (const char *call, const char *id)
{
    return g_strconcat (call, " ", id, NULL);
}

void
cvpn_cli_about (CvpnCliAnswer *answer, const char *id)
{
    g_hash_table_add (answer->about, (gpointer) (gsize) id);
}

static void
enter (CvpnCliAnswer *answer, const char *id)
{
    CvpnCliReader *reader = answer->reader;

    g_hash_table_add (reader->answered, entry_of (answer->call->call, id));
    if (answer->more)
        g_hash_table_add (reader->partial, entry_of (answer->call->call, id));
}

void
cvpn_cli_answered (CvpnCliAnswer *answer, const GPtrArray *kind, const char *prefix)
{
    CvpnCliReader *reader = answer->reader;
    const char *call = answer->call->call;
    GHashTableIter iter;
    gpointer id;

    g_hash_table_iter_init (&iter, answer->about);
    while (g_hash_table_iter_next (&iter, &id, NULL))
        enter (answer, id);
    if (g_hash_table_size (answer->about) > 0)
        return;
    id = (gpointer) (gsize) cvpn_cli_named (answer, kind, prefix);
    if (id)
        enter (answer, id);
    else if (!answer->more)
        g_hash_table_insert (
            reader->unnamed, (gpointer) (gsize) call,
            GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (reader->unnamed, call)) + 1));
}

gboolean
cvpn_cli_heard (const CvpnCliReader *reader, const char *call, const char *id)
{
    g_autofree char *entry = entry_of (call, id);

    return g_hash_table_contains (reader->answered, entry);
}

gboolean
cvpn_cli_knows (const CvpnCliReader *reader, const char *call, const char *id)
{
    g_autofree char *entry = entry_of (call, id);

    return g_hash_table_contains (reader->answered, entry) &&
           !g_hash_table_contains (reader->partial, entry);
}
