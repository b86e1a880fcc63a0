/* Commands for what is missing. A call ends in the id that it asks for; where its last option takes
 * several, `--vpc-ids` or the values of a filter, the ids of all such calls go into one. */
#include "observe/import_calls.h"

#include <string.h>

static void
free_call (gpointer data)
{
    CvpnImportCall *call = data;

    if (call->command)
        g_string_free (call->command, TRUE);
    g_hash_table_unref (call->ids);
    g_ptr_array_unref (call->notes);
    g_free (call);
}

static const char *
program_of (const char *call)
{
    if (g_str_has_prefix (call, "import "))
        return "cvpnsim ";
    return g_str_has_prefix (call, "aws ") ? "" : "aws ec2 ";
}

/* Where the last id of the call begins; NULL if the call takes one only. */
static const char *
find_last (const char *call, char *separator)
{
    const char *space = strrchr (call, ' ');
    const char *values = space ? strstr (space, ",Values=") : NULL;

    *separator = values ? ',' : ' ';
    if (values)
        return values + strlen (",Values=");
    return space && g_str_has_prefix (space - MIN (4, space - call), "-ids") ? space + 1 : NULL;
}

/* The command that a call is part of: the call but for its last id. */
static char *
stem_of (const char *call)
{
    char separator;
    const char *last = find_last (call, &separator);

    return last ? g_strndup (call, (gsize) (last - call)) : g_strdup (call);
}

/* An id that the command has already is not asked for again. */
static void
add_id (CvpnImportCall *call, const char *of_note)
{
    char separator;
    const char *last = find_last (of_note, &separator);

    if (!last || !g_hash_table_add (call->ids, g_strdup (last)) || call->notes->len == 0)
        return;
    g_string_append_c (call->command, separator);
    g_string_append (call->command, last);
}

/* The command as far as the first note has it. */
static CvpnImportCall *
new_call (const char *of_note)
{
    CvpnImportCall *call = g_new0 (CvpnImportCall, 1);

    call->notes = g_ptr_array_new ();
    call->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    if (!of_note)
        return call;
    call->command = g_string_new (program_of (of_note));
    g_string_append (call->command, of_note);
    return call;
}

static void
add_note (GPtrArray *calls, GHashTable *by_stem, const CvpnImportNote *note)
{
    char *stem = note->call ? stem_of (note->call) : g_strdup ("");
    CvpnImportCall *call = g_hash_table_lookup (by_stem, stem);

    if (!call) {
        call = new_call (note->call);
        g_ptr_array_add (calls, call);
        g_hash_table_insert (by_stem, g_steal_pointer (&stem), call);
    }
    if (note->call)
        add_id (call, note->call);
    g_free (stem);
    g_ptr_array_add (call->notes, GSIZE_TO_POINTER ((gsize) note));
}

static gint
compare_calls (gconstpointer a, gconstpointer b)
{
    const CvpnImportCall *one = *(CvpnImportCall *const *) a, *other = *(CvpnImportCall *const *) b;

    if (!one->command || !other->command)
        return (one->command == NULL) - (other->command == NULL);
    return strcmp (one->command->str, other->command->str);
}

GPtrArray *
cvpn_import_calls (const GPtrArray *notes)
{
    GPtrArray *calls = g_ptr_array_new_with_free_func (free_call);
    g_autoptr (GHashTable) by_stem = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < notes->len; i++) {
        const CvpnImportNote *note = notes->pdata[i];
        if (note->kind == CVPN_IMPORT_MISSING)
            add_note (calls, by_stem, note);
    }
    g_ptr_array_sort (calls, compare_calls);
    return calls;
}
