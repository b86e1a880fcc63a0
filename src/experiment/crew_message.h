/* crew_message: what ranks say to each other: a line of words and numbers, and a text. */
#pragma once

#include "experiment/crew.h"

typedef enum {
    /* from the first to another */
    CVPN_SAY_JOB,  /* do it */
    CVPN_SAY_DROP, /* nobody needs it any more */
    CVPN_SAY_HERE, /* the first is still there */
    CVPN_SAY_STOP, /* the work is over */
    CVPN_SAY_WORD, /* text: what comes, between two works */
    /* from another to the first; a job is answered once, by one of these three */
    CVPN_SAY_RESULT,  /* text */
    CVPN_SAY_STOPPED, /* it was dropped */
    CVPN_SAY_ERROR,   /* text; number: a CvpnError */
    /* and besides */
    CVPN_SAY_HELLO,   /* number: threads; text: 'same' */
    CVPN_SAY_DECLINE, /* text: why this rank takes no part */
    CVPN_SAY_BYE,     /* it takes no part any more */
    CVPN_N_SAYINGS
} CvpnSaying;

typedef struct {
    CvpnSaying saying;
    guint session;    /* of the crew; messages of another one are late */
    CvpnJob job;      /* of JOB, DROP, RESULT, STOPPED, ERROR */
    guint number;     /* of ERROR, HELLO */
    const char *text; /* never NULL; after reading it lies in the message */
} CvpnMessage;

void cvpn_message_send (const CvpnRanks *ranks, guint to, const CvpnMessage *message);
/* 'bytes' end in a 0 byte; FALSE: no such message. */
gboolean cvpn_message_read (const char *bytes, CvpnMessage *message);
