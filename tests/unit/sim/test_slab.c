/* slab: addresses that stay, slots that are reused, handles that go stale. */
#include "sim/slab.h"

#include "support.h"

typedef struct {
    CvpnSlot slot;
    guint64 value;
} Thing;

static void
recognises_stale_handles (void)
{
    CvpnSlab slab;

    cvpn_slab_init (&slab, sizeof (Thing));
    CU_ASSERT_PTR_NULL (cvpn_slab_lookup (&slab, (CvpnHandle){ 0, 0 }));

    Thing *first = cvpn_slab_take (&slab);
    const CvpnHandle handle = first->slot.handle;

    CU_ASSERT_PTR_NULL (cvpn_slab_lookup (&slab, (CvpnHandle){ 0, 0 }));
    CU_ASSERT_PTR_EQUAL (cvpn_slab_lookup (&slab, handle), first);
    cvpn_slab_give_back (&slab, first);
    CU_ASSERT_PTR_NULL (cvpn_slab_lookup (&slab, handle));

    Thing *second = cvpn_slab_take (&slab);

    CU_ASSERT_PTR_EQUAL (second, first);
    CU_ASSERT_PTR_NULL (cvpn_slab_lookup (&slab, handle));
    CU_ASSERT_PTR_EQUAL (cvpn_slab_lookup (&slab, second->slot.handle), second);
    cvpn_slab_clear (&slab);
}

static void
keeps_addresses_and_values (void)
{
    CvpnSlab slab;
    Thing *things[3000];

    cvpn_slab_init (&slab, sizeof (Thing));
    for (guint i = 0; i < G_N_ELEMENTS (things); i++) {
        things[i] = cvpn_slab_take (&slab);
        things[i]->value = i;
    }
    for (guint i = 0; i < G_N_ELEMENTS (things); i += 2)
        cvpn_slab_give_back (&slab, things[i]);
    for (guint i = 1; i < G_N_ELEMENTS (things); i += 2) {
        CU_ASSERT_PTR_EQUAL (cvpn_slab_lookup (&slab, things[i]->slot.handle), things[i]);
        cvpn_assert_int (things[i]->value, i);
    }

    g_autoptr (GPtrArray) live = cvpn_slab_list (&slab);

    cvpn_assert_int (live->len, G_N_ELEMENTS (things) / 2);
    CU_ASSERT_PTR_EQUAL (g_ptr_array_index (live, 7), things[15]);
    cvpn_slab_clear (&slab);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "recognises stale handles", recognises_stale_handles },
        { "keeps addresses and values", keeps_addresses_and_values },
    };

    return cvpn_test_main ("slab", tests, G_N_ELEMENTS (tests));
}
