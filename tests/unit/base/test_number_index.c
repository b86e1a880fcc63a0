/* number_index: what was added is found again, and nothing else, at every size. */
#include "base/number_index.h"

#include <string.h>

#include "support.h"

#define N 5000

static gboolean
is_word (gconstpointer words, guint32 number, gconstpointer key)
{
    const char *word = g_ptr_array_index ((const GPtrArray *) words, number);

    return strcmp (word, key) == 0;
}

static guint32
find (const CvpnNumberIndex *index, const GPtrArray *words, const char *word, guint32 hash)
{
    return cvpn_number_index_find (index, hash, is_word, words, word);
}

/* With 'mask' 0 all have one hash, and stand in one row of slots. */
static void
check_words (guint n, guint32 expected, guint32 mask)
{
    g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
    CvpnNumberIndex *index = cvpn_number_index_new (expected);
    guint wrong = 0;

    for (guint i = 0; i < n; i++) {
        char *word = g_strdup_printf ("10.%u.%u.0/24", i / 256, i % 256);
        const guint32 hash = cvpn_number_hash (word, 0) & mask;
        wrong += find (index, words, word, hash) != CVPN_NUMBER_NONE;
        g_ptr_array_add (words, word);
        cvpn_number_index_add (index, hash, i);
    }
    for (guint i = 0; i < n; i++)
        wrong +=
            find (index, words, words->pdata[i], cvpn_number_hash (words->pdata[i], 0) & mask) != i;
    cvpn_number_index_free (index);
    CU_ASSERT_EQUAL (wrong, 0);
}

static void
test_found (void)
{
    for (guint n = 0; n < 100; n++)
        check_words (n, 0, G_MAXUINT32);
    check_words (N, 0, G_MAXUINT32);
    check_words (N, N, G_MAXUINT32);
    check_words (300, 24, 0);
}

/* Texts that differ in one place, wherever it is, or in their length, or their seed. */
static void
test_hash (void)
{
    char text[32];

    for (guint length = 1; length < sizeof text; length++) {
        memset (text, 'a', length);
        text[length] = '\0';
        const guint32 hash = cvpn_number_hash (text, 0);
        CU_ASSERT_EQUAL (cvpn_number_hash (text, 0), hash);
        CU_ASSERT_NOT_EQUAL (cvpn_number_hash (text, 1), hash);
        CU_ASSERT_NOT_EQUAL (cvpn_number_hash (text + 1, 0), hash);
        for (guint i = 0; i < length; i++) {
            text[i] = 'b';
            CU_ASSERT_NOT_EQUAL (cvpn_number_hash (text, 0), hash);
            text[i] = 'a';
        }
    }
    CU_ASSERT_EQUAL (cvpn_number_hash ("", 7), cvpn_number_hash ("", 7));
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "found", test_found },
        { "hash", test_hash },
    };

    return cvpn_test_main ("number_index", tests, G_N_ELEMENTS (tests));
}
