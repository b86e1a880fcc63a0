/* passage: how the evaluator lets flows pass that are alike, asked once for all of them.
 *
 * Between two changes of the configuration the answer to a flow depends on who sends it,
 * where it lands, its destination and a few sizes, not on the moment; so the one evaluator
 * walks once through all stages for the first flow of such a class, and what it said of
 * each stage is kept.  The evaluator itself tells up to which other ports, sizes and
 * silences the same holds (CvpnWalk's 'alike').  A change of the configuration forgets all.
 *
 * Ports are each flow's own.  So a passage is that of the port that SNAT has chosen, and it
 * ends where a NAT gateway would choose one: from there on a flow walks by itself
 * (flow_walk.h). */
#pragma once

#include <cvpnsim/observer.h>

#include "path/walk.h"

/* Whose passage: flows that are alike, and one of them. */
typedef struct {
    CvpnPacket packet; /* with the client's own port, or the one that SNAT has chosen */
    const CvpnPerson *person;
    const CvpnPrefixTable *pushed; /* the person's */
    guint32 population;            /* the person's: but for 'pushed' all of one are alike */
    guint32 association;
    guint32 packet_bytes, answer_bytes;
    gint64 idle_ns;
    gboolean stream;
} CvpnTraveller;

typedef struct {
    const CvpnPrefixTable *pushed; /* of the person */
    guint32 population, association;
    guint32 destination;
    guint32 service; /* the protocol, then the port, or ICMP's type and code */
    gboolean stream;
} CvpnPassageClass;

/* What a flow's interfaces saw, as its record has it. */
typedef struct {
    gboolean known;
    CvpnFlowAtInterface near, far; /* with the ports of the flow that was asked for */
    const char *far_host;
} CvpnInterfaces;

typedef struct {
    CvpnPassageClass of;
    CvpnPorts ports;
    CvpnShapes shapes;

    guint8 n_stages; /* known, the one of the obstacle among them */
    guint8 outcome;  /* CvpnOutcome, of what is known */
    guint8 distance; /* CVPN_DISTANCE bits; known where NACL_OUTBOUND is passed */
    gboolean takes_port;
    CvpnSnatPorts snat;
    guint32 snat_tuple;    /* for cvpn_snat_table_take_at, or CVPN_NONE: not yet asked */
    guint32 snat_address;  /* what SNAT makes the source; 0: it does not come there */
    guint32 traffic, kind; /* the kind of its flows of the last traffic; CVPN_NONE: none yet */
    CvpnVerdict verdicts[CVPN_N_STAGES];
    gint64 times_ns[CVPN_N_STAGES]; /* from each to the next, for all its flows; -1: not known */
    gint64 travel_ns;               /* the part of them that is CvpnFlow's travel_ns */
    CvpnInterfaces interfaces;      /* once its first flow has been judged: flow_interfaces.h */
} CvpnPassage;

typedef struct CvpnPassages CvpnPassages;

/* Some 20 MB: many more classes than people have in use. */
#define CVPN_PASSAGES_MOST 65536u

/* Keeps that many at most. */
CvpnPassages *cvpn_passages_new (guint most);
void cvpn_passages_free (CvpnPassages *passages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnPassages, cvpn_passages_free)

/* The passage in 'net', which must be the network of all since the last 'forget'.  NULL: it
 * is not kept, there are too many.  Valid until 'forget'. */
CvpnPassage *cvpn_passages_find (CvpnPassages *passages, const CvpnNetwork *net,
                                 const CvpnTraveller *traveller);

/* The configuration changes. */
void cvpn_passages_forget (CvpnPassages *passages);

/* A walk that begins as the traveller does; it asks for no port of a table. */
CvpnWalk cvpn_traveller_walk (const CvpnTraveller *traveller, const CvpnNetwork *net);

/* Evaluates a stage: the verdict that counts, and (unless NULL) where an obstacle behind
 * step 6 stands. */
CvpnVerdict cvpn_passage_ask (CvpnWalk *walk, CvpnStage stage, CvpnSpot *spot);
