/* rule_book: rules that keep their number over all versions of a network.
 *
 * There is a rule for each line or so of a file, so they are found again without anything
 * allocated for each: a hash table of numbers, with open addresses, at most half full.  Names and
 * files are interned and known by their pointers; a rule's own text is compared. */
#include "model/builder.h"

#include <string.h>

#define SLOTS_MIN 64

typedef struct {
    guint32 hash;
    guint32 number; /* of the rule + 1; 0: the slot is free */
} Slot;

CvpnRuleBook *
cvpn_rule_book_new (void)
{
    CvpnRuleBook *book = g_rc_box_new0 (CvpnRuleBook);

    book->strings = g_string_chunk_new (4096);
    book->rules = g_array_new (FALSE, TRUE, sizeof (CvpnRule));
    book->slots = g_array_new (FALSE, TRUE, sizeof (Slot));
    g_array_set_size (book->slots, SLOTS_MIN);
    return book;
}

static void
clear_book (gpointer data)
{
    CvpnRuleBook *book = data;

    g_array_unref (book->slots);
    g_array_unref (book->rules);
    g_string_chunk_free (book->strings);
}

void
cvpn_rule_book_unref (CvpnRuleBook *book)
{
    g_rc_box_release_full (book, clear_book);
}

/* Eight bytes at a time: texts of one table differ in few. */
static guint32
hash_rule (const CvpnRule *rule, gsize length)
{
    const guint64 odd = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
    guint64 hash = (guint64) rule->line << 8 ^ rule->kind;

    for (gsize i = 0; i < length; i += sizeof (guint64)) {
        guint64 word = 0;
        memcpy (&word, rule->text + i, MIN (sizeof word, length - i));
        hash = (hash ^ word) * odd;
        hash ^= hash >> 32;
    }
    return (guint32) hash;
}

static gboolean
rules_equal (const CvpnRule *one, const CvpnRule *other)
{
    return one->line == other->line && one->kind == other->kind && one->file == other->file &&
           one->component == other->component && strcmp (one->text, other->text) == 0;
}

/* The slot of the rule, or the free one that is to be its. */
static Slot *
find_slot (const CvpnRuleBook *book, const CvpnRule *rule, guint32 hash)
{
    const guint32 mask = book->slots->len - 1;

    for (guint32 i = hash & mask;; i = (i + 1) & mask) {
        Slot *slot = &g_array_index (book->slots, Slot, i);
        if (slot->number == 0)
            return slot;
        if (slot->hash == hash &&
            rules_equal (&g_array_index (book->rules, CvpnRule, slot->number - 1), rule))
            return slot;
    }
}

static void
grow_slots (CvpnRuleBook *book)
{
    GArray *old = book->slots;
    const guint32 mask = 2 * old->len - 1;

    book->slots = g_array_sized_new (FALSE, TRUE, sizeof (Slot), 2 * old->len);
    g_array_set_size (book->slots, 2 * old->len);
    for (guint i = 0; i < old->len; i++) {
        const Slot slot = g_array_index (old, Slot, i);
        guint32 to = slot.hash & mask;
        while (g_array_index (book->slots, Slot, to).number != 0)
            to = (to + 1) & mask;
        g_array_index (book->slots, Slot, to) = slot;
    }
    g_array_unref (old);
}

guint32
cvpn_rule_book_add (CvpnRuleBook *book, const CvpnRule *rule)
{
    const gsize length = strlen (rule->text);
    const guint32 hash = hash_rule (rule, length);
    Slot *slot = find_slot (book, rule, hash);
    CvpnRule added = *rule;

    if (slot->number > 0)
        return slot->number - 1;
    added.text = g_string_chunk_insert_len (book->strings, rule->text, (gssize) length);
    g_array_append_val (book->rules, added);
    *slot = (Slot){ hash, book->rules->len };
    if (2 * book->rules->len > book->slots->len)
        grow_slots (book);
    return book->rules->len - 1;
}
