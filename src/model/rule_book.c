/* rule_book: rules that keep their number over all versions of a network.
 *
 * Texts are interned, so that a rule is known again by its pointers. */
#include "model/builder.h"

static guint
hash_rule (gconstpointer key)
{
    const CvpnRule *rule = key;

    return g_direct_hash (rule->component) ^ g_direct_hash (rule->text) * 31 ^ rule->line * 131 ^
           rule->kind;
}

static gboolean
rules_equal (gconstpointer a, gconstpointer b)
{
    const CvpnRule *one = a, *other = b;

    return one->component == other->component && one->text == other->text &&
           one->file == other->file && one->line == other->line && one->kind == other->kind;
}

CvpnRuleBook *
cvpn_rule_book_new (void)
{
    CvpnRuleBook *book = g_rc_box_new0 (CvpnRuleBook);

    book->strings = g_string_chunk_new (4096);
    book->rules = g_array_new (FALSE, TRUE, sizeof (CvpnRule));
    book->numbers = g_hash_table_new_full (hash_rule, rules_equal, g_free, NULL);
    return book;
}

static void
clear_book (gpointer data)
{
    CvpnRuleBook *book = data;

    g_hash_table_unref (book->numbers);
    g_array_unref (book->rules);
    g_string_chunk_free (book->strings);
}

void
cvpn_rule_book_unref (CvpnRuleBook *book)
{
    g_rc_box_release_full (book, clear_book);
}

guint32
cvpn_rule_book_add (CvpnRuleBook *book, const CvpnRule *rule)
{
    const guint32 known = GPOINTER_TO_UINT (g_hash_table_lookup (book->numbers, rule));

    if (known > 0)
        return known - 1;
    g_array_append_vals (book->rules, rule, 1);
    g_hash_table_insert (book->numbers, g_memdup2 (rule, sizeof *rule),
                         GUINT_TO_POINTER (book->rules->len));
    return book->rules->len - 1;
}
