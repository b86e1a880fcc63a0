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
    CVPN_DRAW_SAML_LOGIN = 12,
    CVPN_DRAW_SAML_DNS = 13, /* this and the next three: of the second connection */
    CVPN_DRAW_SAML_LANDING = 14,
    CVPN_DRAW_SAML_HANDSHAKE = 15,
    CVPN_DRAW_SAML_AUTHENTICATION = 16,
    CVPN_DRAW_WRONG_CREDENTIALS = 17,
    CVPN_DRAW_HANDLER = 18,
    CVPN_DRAW_HANDLER_ANSWER = 19,
    CVPN_DRAW_VANISHES = 20,
    CVPN_DRAW_LOG_IN_AGAIN = 21,
    CVPN_DRAW_PORTAL = 22,
    CVPN_DRAW_DEVICE_PORT = 23,
    CVPN_DRAW_SAML_DEVICE_PORT = 24,
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

/* A constant needs no draw: no stream is carried on, so no other draw is another for it. */
static inline gint64
cvpn_stream_sample (CvpnStream stream, guint16 purpose, guint32 index,
                    const CvpnDistribution *distribution)
{
    CvpnDraw draw;

    if (distribution->kind == CVPN_DISTRIBUTION_CONSTANT)
        return cvpn_distribution_round (distribution->a);
    cvpn_draw_start (&draw, stream.key, stream.entity, purpose, index);
    return cvpn_distribution_sample (distribution, &draw);
}

/* In [0, 1). */
static inline double
cvpn_stream_uniform (CvpnStream stream, guint16 purpose, guint32 index)
{
    CvpnDraw draw;

    cvpn_draw_start (&draw, stream.key, stream.entity, purpose, index);
    return cvpn_draw_uniform (&draw);
}

/* Whether it is one of that share; nothing is drawn where there is none. */
static inline gboolean
cvpn_stream_happens (CvpnStream stream, guint16 purpose, guint32 index, double share)
{
    return share > 0 && cvpn_stream_uniform (stream, purpose, index) < share;
}

/* One of 0 to n - 1; where there is one only, nothing is drawn. */
static inline guint32
cvpn_stream_choose (CvpnStream stream, guint16 purpose, guint32 index, guint32 n)
{
    CvpnDraw draw;

    if (n == 1)
        return 0;
    cvpn_draw_start (&draw, stream.key, stream.entity, purpose, index);
    return cvpn_draw_choose (&draw, n);
}
