/* streams: the random streams of a simulation.
 *
 * A stream belongs to a class of entities, one of them and a purpose; a draw is
 * one of its numbers.  Populations have the class "clients/NAME", what they send
 * "traffic/NAME/clients/NAME"; the entity is the user's number (0: the
 * population as a whole); the index counts visits, attempts or flows of that
 * user.  So a further client, population or traffic changes no draw of another. */
#pragma once

#include "base/distribution.h"
#include "base/rng.h"
#include "path/walk.h"

typedef struct {
    CvpnRngKey key;
    guint32 entity;
} CvpnStream;

/* Purposes; the numbers are part of what a seed means. */
enum {
    /* of a population */
    CVPN_DRAW_ARRIVAL = 0,
    CVPN_DRAW_THINNING = 1,
    CVPN_DRAW_FIRST = 2,
    CVPN_DRAW_STAY = 3,
    CVPN_DRAW_AWAY = 4,
    CVPN_DRAW_RETRY = 5,
    CVPN_DRAW_DNS = 6,
    CVPN_DRAW_LANDING = 7,
    CVPN_DRAW_HANDSHAKE = 8,
    CVPN_DRAW_AUTHENTICATION = 9,
    CVPN_DRAW_CLIENT = 10,
    CVPN_DRAW_SOURCE_PORT = 11,
    /* of a population's office day; the index is the day, counted from 1970 */
    CVPN_DRAW_ATTENDANCE = 40,
    CVPN_DRAW_DAY_START = 41,
    CVPN_DRAW_DAY_STAY = 42, /* twice the day, plus one for the second session */
    CVPN_DRAW_SECOND = 43,
    CVPN_DRAW_SECOND_GAP = 44,
    CVPN_DRAW_LUNCH = 45,
    CVPN_DRAW_LUNCH_START = 46,
    CVPN_DRAW_LUNCH_LENGTH = 47,
    /* of a traffic */
    CVPN_DRAW_TRAFFIC_FIRST = 0,
    CVPN_DRAW_GAP = 1,
    CVPN_DRAW_DESTINATION = 2,
    CVPN_DRAW_REQUEST = 3,
    CVPN_DRAW_RESPONSE = 4,
    CVPN_DRAW_PACKET_SIZE = 5,
    CVPN_DRAW_TIME_OUT = 6,
    CVPN_DRAW_IDLE = 7,
    CVPN_DRAW_DISTANCE = 32, /* and on, one for each bit of cvpn_walk_distance */
    CVPN_DRAW_STAGE = 64,    /* and on, one for each CvpnStage */
};

static inline gint64
cvpn_stream_sample (CvpnStream stream, guint16 purpose, guint32 index,
                    const CvpnDistribution *distribution)
{
    CvpnDraw draw;

    return cvpn_distribution_sample (
        distribution, cvpn_draw_start (&draw, stream.key, stream.entity, purpose, index));
}

/* One of 0 to n - 1. */
static inline guint32
cvpn_stream_choose (CvpnStream stream, guint16 purpose, guint32 index, guint32 n)
{
    CvpnDraw draw;

    return (guint32) gsl_rng_uniform_int (
        cvpn_draw_start (&draw, stream.key, stream.entity, purpose, index), n);
}
