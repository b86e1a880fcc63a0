/* spelling: edit distance with transpositions (Damerau-Levenshtein in the form
 * of optimal string alignment), by characters, without regard to case.
 *
 * Cost: the product of the two lengths; words longer than WORD_MAX are not
 * misspelt, they are something else. */
#include "base/spelling.h"

#include <string.h>

#define WORD_MAX  64
#define KNOWN_MAX 8

typedef struct {
    gunichar letters[WORD_MAX];
    guint length;  /* 0 too for what is too long to compare */
    guint64 among; /* bits: without a common one the words share no letter */
} Word;

/* Digits and signs have bits of their own, apart from those of letters. */
static guint64
bit_of (gunichar letter)
{
    return G_GUINT64_CONSTANT (1) << (letter < 64 ? letter : letter & 31);
}

/* What most words are; folding letters beyond it needs GLib, and memory. */
static gboolean
fold_ascii (const char *text, Word *word)
{
    for (word->length = 0; text[word->length]; word->length++) {
        const guchar letter = (guchar) text[word->length];
        const gunichar folded = letter >= 'A' && letter <= 'Z' ? letter + 32u : letter;
        if (word->length == WORD_MAX || letter >= 0x80)
            return FALSE;
        word->letters[word->length] = folded;
        word->among |= bit_of (folded);
    }
    return TRUE;
}

static void
fold_utf8 (const char *text, Word *word)
{
    g_autofree char *valid = g_utf8_make_valid (text, -1);
    g_autofree char *folded = g_utf8_casefold (valid, -1);
    glong length;
    g_autofree gunichar *letters = g_utf8_to_ucs4_fast (folded, -1, &length);

    word->length = (guint) MIN (length, WORD_MAX);
    memcpy (word->letters, letters, word->length * sizeof *letters);
    word->among = 0;
    for (guint i = 0; i < word->length; i++)
        word->among |= bit_of (letters[i]);
}

static void
fold_word (const char *text, Word *word)
{
    word->length = 0;
    word->among = 0;
    if (strlen (text) > WORD_MAX)
        return;
    if (!fold_ascii (text, word))
        fold_utf8 (text, word);
}

static gboolean
is_transposed (const Word *a, guint i, const Word *b, guint j)
{
    return i > 1 && j > 1 && a->letters[i - 1] == b->letters[j - 2] &&
           a->letters[i - 2] == b->letters[j - 1];
}

static guint
measure_distance (const Word *a, const Word *b)
{
    guint rows[3][WORD_MAX + 1]; /* of the table, the three last */

    for (guint j = 0; j <= b->length; j++)
        rows[0][j] = j;
    for (guint i = 1; i <= a->length; i++) {
        guint *const row = rows[i % 3];
        const guint *const above = rows[(i + 2) % 3], *const above2 = rows[(i + 1) % 3];
        row[0] = i;
        for (guint j = 1; j <= b->length; j++) {
            const guint replaced = above[j - 1] + (a->letters[i - 1] != b->letters[j - 1]);
            row[j] = MIN (replaced, MIN (above[j], row[j - 1]) + 1);
            if (is_transposed (a, i, b, j))
                row[j] = MIN (row[j], above2[j - 2] + 1);
        }
    }
    return rows[a->length % 3][b->length];
}

/* Whether the distance may be below 'limit': it is no less than the difference of the lengths,
 * and without a common letter it is the longer length, which is never near. */
static gboolean
may_be_near (const Word *a, const Word *b, guint limit)
{
    const guint longer = MAX (a->length, b->length), shorter = MIN (a->length, b->length);

    return longer - shorter < limit && (a->among & b->among) != 0;
}

const char *
cvpn_spelling_nearest (const char *word, const char *const *known, guint n)
{
    Word meant, candidate;
    const char *nearest = NULL;

    fold_word (word, &meant);
    if (meant.length == 0)
        return NULL;
    guint limit = MAX (1, meant.length / 3) + 1;
    for (guint i = 0; i < n; i++) {
        if (2 * strlen (known[i]) + limit <= meant.length) /* folding at most doubles a word */
            continue;
        fold_word (known[i], &candidate);
        if (!may_be_near (&meant, &candidate, limit))
            continue;
        const guint distance = measure_distance (&meant, &candidate);
        /* Words that share no letter are not near, however short they are. */
        if (distance < limit && distance < MAX (meant.length, candidate.length)) {
            nearest = known[i];
            limit = distance;
        }
    }
    return nearest;
}

static char *
list_known (const char *const *known, guint n)
{
    GString *out = g_string_new ("; known: ");

    for (guint i = 0; i < MIN (n, KNOWN_MAX); i++)
        g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", known[i]);
    if (n > KNOWN_MAX)
        g_string_append_printf (out, " and %u more", n - KNOWN_MAX);
    return g_string_free (out, FALSE);
}

char *
cvpn_spelling_hint (const char *word, const char *const *known, guint n)
{
    const char *nearest = cvpn_spelling_nearest (word, known, n);

    if (nearest)
        return g_strdup_printf ("; did you mean '%s'?", nearest);
    return n > 0 ? list_known (known, n) : g_strdup ("");
}
