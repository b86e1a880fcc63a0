/* address_pool: one lane of addresses for all landings, or one for each.
 *
 * The addresses of a lane are numbered from 0 in ascending order; the numbers
 * that have been used once and are free again form a queue, linked through an
 * array that grows as numbers are used for the first time. */
#include "sim/address_pool.h"

#define BLOCK_SIZE   32u
#define BLOCK_USABLE 29u
#define FIRST_HOST   2u /* behind the network and the gateway */
#define NO_NUMBER    G_MAXUINT32

typedef struct {
    guint32 limit;
    GArray *next; /* guint32 by number: the one freed after it */
    guint32 oldest, newest;
} Lane;

struct CvpnAddressPool {
    guint32 base;
    CvpnAddressModel model;
    guint32 n_lanes;
    Lane *lanes;
};

static guint32
lane_limit (CvpnPrefix block, CvpnAddressModel model, guint32 n_lanes, guint32 lane)
{
    const guint64 size = cvpn_prefix_size (block);
    const guint64 blocks = size / BLOCK_SIZE;

    if (model == CVPN_ADDRESSES_HALF)
        return (guint32) (size / 2);
    return (guint32) ((blocks + n_lanes - 1 - lane) / n_lanes * BLOCK_USABLE);
}

CvpnAddressPool *
cvpn_address_pool_new (CvpnPrefix block, CvpnAddressModel model, guint32 landings)
{
    CvpnAddressPool *pool = g_new0 (CvpnAddressPool, 1);

    pool->base = block.address;
    pool->model = model;
    pool->n_lanes = model == CVPN_ADDRESSES_HALF ? 1 : landings;
    pool->lanes = g_new0 (Lane, pool->n_lanes);
    for (guint32 i = 0; i < pool->n_lanes; i++)
        pool->lanes[i] = (Lane){ .limit = lane_limit (block, model, pool->n_lanes, i),
                                 .next = g_array_new (FALSE, FALSE, sizeof (guint32)),
                                 .oldest = NO_NUMBER,
                                 .newest = NO_NUMBER };
    return pool;
}

void
cvpn_address_pool_free (CvpnAddressPool *pool)
{
    if (pool == NULL)
        return;
    for (guint32 i = 0; i < pool->n_lanes; i++)
        g_array_unref (pool->lanes[i].next);
    g_free (pool->lanes);
    g_free (pool);
}

static guint32
lane_of (const CvpnAddressPool *pool, guint32 landing)
{
    return pool->model == CVPN_ADDRESSES_HALF ? 0 : landing;
}

static guint32
address_of (const CvpnAddressPool *pool, guint32 lane, guint32 number)
{
    if (pool->model == CVPN_ADDRESSES_HALF)
        return pool->base + FIRST_HOST + number;

    const guint32 block = number / BLOCK_USABLE * pool->n_lanes + lane;

    return pool->base + block * BLOCK_SIZE + FIRST_HOST + number % BLOCK_USABLE;
}

static guint32
number_of (const CvpnAddressPool *pool, guint32 address)
{
    const guint32 offset = address - pool->base;

    if (pool->model == CVPN_ADDRESSES_HALF)
        return offset - FIRST_HOST;
    return offset / BLOCK_SIZE / pool->n_lanes * BLOCK_USABLE + offset % BLOCK_SIZE - FIRST_HOST;
}

static guint32
take_number (Lane *lane)
{
    const guint32 none = NO_NUMBER;

    if (lane->next->len < lane->limit) {
        g_array_append_val (lane->next, none);
        return lane->next->len - 1;
    }

    const guint32 number = lane->oldest;

    if (number != NO_NUMBER)
        lane->oldest = g_array_index (lane->next, guint32, number);
    return number;
}

static void
return_number (Lane *lane, guint32 number)
{
    g_assert (number < lane->next->len);
    g_array_index (lane->next, guint32, number) = NO_NUMBER;
    if (lane->oldest == NO_NUMBER)
        lane->oldest = number;
    else
        g_array_index (lane->next, guint32, lane->newest) = number;
    lane->newest = number;
}

guint32
cvpn_address_pool_lease (CvpnAddressPool *pool, guint32 landing)
{
    const guint32 lane = lane_of (pool, landing);

    g_assert (lane < pool->n_lanes);

    const guint32 number = take_number (&pool->lanes[lane]);

    return number == NO_NUMBER ? 0 : address_of (pool, lane, number);
}

void
cvpn_address_pool_release (CvpnAddressPool *pool, guint32 landing, guint32 address)
{
    const guint32 lane = lane_of (pool, landing);

    g_assert (lane < pool->n_lanes);
    return_number (&pool->lanes[lane], number_of (pool, address));
}

guint32
cvpn_address_pool_limit (const CvpnAddressPool *pool, guint32 landing)
{
    const guint32 lane = lane_of (pool, landing);

    return lane < pool->n_lanes ? pool->lanes[lane].limit : 0;
}
