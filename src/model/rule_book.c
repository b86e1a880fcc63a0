/* rule_book: rules that keep their number over all versions of a network.
 *
 * Names and files are interned, and known by their pointers; a rule's own text is compared. */
#include "model/builder.h"

#include <string.h>

CvpnRuleBook *
cvpn_rule_book_new (guint expected)
{
    CvpnRuleBook *book = g_rc_box_new0 (CvpnRuleBook);

    book->strings = g_string_chunk_new (4096);
    book->rules = g_array_sized_new (FALSE, TRUE, sizeof (CvpnRule), expected);
    book->numbers = cvpn_number_index_new (expected);
    return book;
}

static void
clear_book (gpointer data)
{
    CvpnRuleBook *book = data;

    cvpn_number_index_free (book->numbers);
    g_array_unref (book->rules);
    g_string_chunk_free (book->strings);
}

void
cvpn_rule_book_unref (CvpnRuleBook *book)
{
    g_rc_box_release_full (book, clear_book);
}

static gboolean
is_rule (gconstpointer rules, guint32 number, gconstpointer key)
{
    const CvpnRule *one = cvpn_at ((const GArray *) rules, CvpnRule, number), *other = key;

    return one->line == other->line && one->kind == other->kind && one->file == other->file &&
           one->component == other->component && strcmp (one->text, other->text) == 0;
}

guint32
cvpn_rule_book_add (CvpnRuleBook *book, const CvpnRule *rule)
{
    const guint32 hash = cvpn_number_hash (rule->text, (guint64) rule->line << 8 | rule->kind);
    const guint32 known = cvpn_number_index_find (book->numbers, hash, is_rule, book->rules, rule);
    CvpnRule added = *rule;

    if (known != CVPN_NUMBER_NONE)
        return known;
    added.text = g_string_chunk_insert (book->strings, rule->text);
    cvpn_number_index_add (book->numbers, hash, book->rules->len);
    g_array_append_val (book->rules, added);
    return book->rules->len - 1;
}
