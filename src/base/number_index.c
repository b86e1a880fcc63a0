/* number_index: slots with the hash, so that growing asks for no thing again. */
#include "base/number_index.h"

#include <string.h>

#define SLOTS_MIN 32 /* a power of two, as all sizes are */

typedef struct {
    guint32 hash;
    guint32 number; /* CVPN_NUMBER_NONE: the slot is free */
} Slot;

struct CvpnNumberIndex {
    Slot *slots;
    guint32 mask; /* of a hash: their number less one */
    guint32 used;
};

static Slot *
new_slots (guint32 n)
{
    Slot *slots = g_new (Slot, n);

    memset (slots, 0xff, n * sizeof *slots);
    return slots;
}

/* More than three quarters of the slots. */
static gboolean
is_crowded (guint32 used, guint32 n)
{
    return used > n / 4 * 3;
}

CvpnNumberIndex *
cvpn_number_index_new (guint32 expected)
{
    CvpnNumberIndex *index = g_new (CvpnNumberIndex, 1);
    guint32 n = SLOTS_MIN;

    while (is_crowded (expected, n))
        n *= 2;
    *index = (CvpnNumberIndex){ new_slots (n), n - 1, 0 };
    return index;
}

void
cvpn_number_index_free (CvpnNumberIndex *index)
{
    if (!index)
        return;
    g_free (index->slots);
    g_free (index);
}

guint32
cvpn_number_index_find (const CvpnNumberIndex *index, guint32 hash, CvpnNumberIs is,
                        gconstpointer things, gconstpointer key)
{
    for (guint32 i = hash & index->mask;; i = (i + 1) & index->mask) {
        const Slot slot = index->slots[i];
        if (slot.number == CVPN_NUMBER_NONE || (slot.hash == hash && is (things, slot.number, key)))
            return slot.number;
    }
}

static void
put (CvpnNumberIndex *index, Slot slot)
{
    guint32 i = slot.hash & index->mask;

    while (index->slots[i].number != CVPN_NUMBER_NONE)
        i = (i + 1) & index->mask;
    index->slots[i] = slot;
}

static void
grow (CvpnNumberIndex *index)
{
    g_autofree Slot *old = index->slots;
    const guint32 n = index->mask + 1;

    index->slots = new_slots (2 * n);
    index->mask = 2 * n - 1;
    for (guint32 i = 0; i < n; i++)
        if (old[i].number != CVPN_NUMBER_NONE)
            put (index, old[i]);
}

void
cvpn_number_index_add (CvpnNumberIndex *index, guint32 hash, guint32 number)
{
    if (is_crowded (++index->used, index->mask + 1))
        grow (index);
    put (index, (Slot){ hash, number });
}

static guint64
mix (guint64 hash, guint64 word)
{
    hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

/* Eight bytes at a time, the last ones once more with those before them: keys and texts of one
 * table differ in few. */
guint32
cvpn_number_hash (const char *text, guint64 seed)
{
    const gsize length = strlen (text);
    guint64 hash = mix (seed, length), word = 0;

    for (gsize i = 0; i + sizeof word <= length; i += sizeof word) {
        memcpy (&word, text + i, sizeof word);
        hash = mix (hash, word);
    }
    if (length >= sizeof word)
        memcpy (&word, text + length - sizeof word, sizeof word);
    else
        for (gsize i = 0; i < length; i++)
            word = word << 8 | (guchar) text[i];
    return (guint32) mix (hash, word);
}
