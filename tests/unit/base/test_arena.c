/* arena: what is taken is whole, aligned, and stays where it is. */
#include "base/arena.h"

#include <stdalign.h>
#include <stddef.h>
#include <string.h>

#include "support.h"

static void
test_take (void)
{
    static const gsize sizes[] = { 1, 3, 16, 40, 5000, 2, 3u << 20, 7 };
    CvpnArena *arena = cvpn_arena_new ();
    char *parts[2000];

    for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
        const gsize size = sizes[i % 100 == 0 ? i / 100 % G_N_ELEMENTS (sizes) : i % 4];
        parts[i] = cvpn_arena_take (arena, size);
        CU_ASSERT ((guintptr) parts[i] % alignof (max_align_t) == 0);
        memset (parts[i], (gint) (i % 256), size);
    }
    for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
        const gsize size = sizes[i % 100 == 0 ? i / 100 % G_N_ELEMENTS (sizes) : i % 4];
        CU_ASSERT (parts[i][0] == (char) (i % 256) && parts[i][size - 1] == (char) (i % 256));
    }
    cvpn_arena_free (arena);
}

static void
test_text (void)
{
    CvpnArena *arena = cvpn_arena_new ();
    char word[] = "word";
    const char *copy = cvpn_arena_text (arena, word);

    *word = 'W';
    cvpn_assert_str (copy, "word");
    cvpn_assert_str (cvpn_arena_text (arena, ""), "");
    CU_ASSERT (cvpn_arena_text (arena, NULL) == NULL);
    cvpn_arena_free (arena);
    cvpn_arena_free (NULL);
}

int
main (void)
{
    static const CvpnTest tests[] = { { "take", test_take }, { "text", test_text } };

    return cvpn_test_main ("base arena", tests, G_N_ELEMENTS (tests));
}
