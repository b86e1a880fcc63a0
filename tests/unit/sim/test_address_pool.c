/* address_pool: which addresses there are, in which order, and when none is left. */
#include "sim/address_pool.h"

#include "support.h"

static CvpnAddressPool *
make_pool (const char *block, CvpnAddressModel model, guint32 landings)
{
    CvpnPrefix prefix;

    CU_ASSERT_FATAL (cvpn_prefix_parse (block, &prefix, NULL));
    return cvpn_address_pool_new (prefix, model, landings);
}

static const char *
lease (CvpnAddressPool *pool, guint32 landing, char buffer[CVPN_ADDRESS_TEXT])
{
    return cvpn_address_format (cvpn_address_pool_lease (pool, landing), buffer);
}

static void
half_starts_behind_gateway (void)
{
    g_autoptr (CvpnAddressPool) pool = make_pool ("10.2.0.0/22", CVPN_ADDRESSES_HALF, 2);
    char text[CVPN_ADDRESS_TEXT];

    cvpn_assert_int (cvpn_address_pool_limit (pool, 0), 512);
    cvpn_assert_int (cvpn_address_pool_limit (pool, 1), 512);
    cvpn_assert_str (lease (pool, 0, text), "10.2.0.2");
    cvpn_assert_str (lease (pool, 1, text), "10.2.0.3");
    for (guint i = 2; i < 511; i++)
        CU_ASSERT_NOT_EQUAL (cvpn_address_pool_lease (pool, i % 2), 0);
    cvpn_assert_str (lease (pool, 0, text), "10.2.2.1");
    cvpn_assert_int (cvpn_address_pool_lease (pool, 0), 0);
    cvpn_assert_int (cvpn_address_pool_lease (pool, 1), 0);
}

/* Never used before used; of the used, the one free for longest. */
static void
takes_least_recently_used (void)
{
    g_autoptr (CvpnAddressPool) pool = make_pool ("10.2.0.0/27", CVPN_ADDRESSES_HALF, 1);
    guint32 addresses[16];

    for (guint i = 0; i < 15; i++)
        addresses[i] = cvpn_address_pool_lease (pool, 0);
    cvpn_address_pool_release (pool, 0, addresses[9]);
    cvpn_address_pool_release (pool, 0, addresses[2]);
    addresses[15] = cvpn_address_pool_lease (pool, 0);
    cvpn_assert_int (addresses[15], addresses[14] + 1);
    cvpn_address_pool_release (pool, 0, addresses[15]);
    cvpn_assert_int (cvpn_address_pool_lease (pool, 0), addresses[9]);
    cvpn_assert_int (cvpn_address_pool_lease (pool, 0), addresses[2]);
    cvpn_assert_int (cvpn_address_pool_lease (pool, 0), addresses[15]);
    cvpn_assert_int (cvpn_address_pool_lease (pool, 0), 0);
}

static void
blocks_are_dealt_in_turn (void)
{
    g_autoptr (CvpnAddressPool) pool = make_pool ("10.2.0.0/22", CVPN_ADDRESSES_BLOCKS, 3);
    char text[CVPN_ADDRESS_TEXT];

    cvpn_assert_int (cvpn_address_pool_limit (pool, 0), 11 * 29);
    cvpn_assert_int (cvpn_address_pool_limit (pool, 1), 11 * 29);
    cvpn_assert_int (cvpn_address_pool_limit (pool, 2), 10 * 29);
    cvpn_assert_str (lease (pool, 0, text), "10.2.0.2");
    cvpn_assert_str (lease (pool, 1, text), "10.2.0.34");
    cvpn_assert_str (lease (pool, 2, text), "10.2.0.66");
    for (guint i = 1; i < 28; i++)
        cvpn_address_pool_lease (pool, 0);
    cvpn_assert_str (lease (pool, 0, text), "10.2.0.30");
    cvpn_assert_str (lease (pool, 0, text), "10.2.0.98");
}

static void
blocks_run_out_by_landing (void)
{
    g_autoptr (CvpnAddressPool) pool = make_pool ("10.2.0.0/26", CVPN_ADDRESSES_BLOCKS, 2);
    char text[CVPN_ADDRESS_TEXT];
    guint32 last = 0;

    for (guint i = 0; i < 29; i++)
        last = cvpn_address_pool_lease (pool, 0);
    cvpn_assert_str (cvpn_address_format (last, text), "10.2.0.30");
    cvpn_assert_int (cvpn_address_pool_lease (pool, 0), 0);
    cvpn_assert_str (lease (pool, 1, text), "10.2.0.34");
    cvpn_address_pool_release (pool, 0, last);
    cvpn_assert_int (cvpn_address_pool_lease (pool, 0), last);
}

/* Landings without a block of their own have no address. */
static void
more_landings_than_blocks (void)
{
    g_autoptr (CvpnAddressPool) pool = make_pool ("10.2.0.0/27", CVPN_ADDRESSES_BLOCKS, 2);

    cvpn_assert_int (cvpn_address_pool_limit (pool, 0), 29);
    cvpn_assert_int (cvpn_address_pool_limit (pool, 1), 0);
    cvpn_assert_int (cvpn_address_pool_lease (pool, 1), 0);
}

/* No address twice, and all of them, whatever comes and goes. */
static void
never_leases_twice (void)
{
    g_autoptr (CvpnAddressPool) pool = make_pool ("10.2.0.0/24", CVPN_ADDRESSES_BLOCKS, 3);
    g_autoptr (GRand) random = g_rand_new_with_seed (11);
    g_autoptr (GHashTable) held = g_hash_table_new (NULL, NULL);
    g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (guint32));

    for (guint i = 0; i < 20000; i++) {
        if (list->len > 0 && g_rand_boolean (random)) {
            const guint at = (guint) g_rand_int_range (random, 0, (gint32) list->len);
            const guint32 address = g_array_index (list, guint32, at);

            cvpn_address_pool_release (pool, (address & 255) / 32 % 3, address);
            g_hash_table_remove (held, GUINT_TO_POINTER (address));
            g_array_remove_index_fast (list, at);
            continue;
        }

        const guint32 landing = (guint32) g_rand_int_range (random, 0, 3);
        const guint32 address = cvpn_address_pool_lease (pool, landing);

        if (address == 0)
            continue;
        cvpn_assert_int ((address & 255) / 32 % 3, landing);
        CU_ASSERT (g_hash_table_add (held, GUINT_TO_POINTER (address)));
        g_array_append_val (list, address);
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "half starts behind the gateway", half_starts_behind_gateway },
        { "takes the least recently used", takes_least_recently_used },
        { "blocks are dealt in turn", blocks_are_dealt_in_turn },
        { "blocks run out by landing", blocks_run_out_by_landing },
        { "more landings than blocks", more_landings_than_blocks },
        { "never leases twice", never_leases_twice },
    };

    return cvpn_test_main ("address_pool", tests, G_N_ELEMENTS (tests));
}
