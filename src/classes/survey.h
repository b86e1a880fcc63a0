/* survey: what becomes of every packet, for everybody, on every landing.
 *
 * The addresses are cut at every boundary that anything in the network draws; of each
 * piece one address is walked, for each landing, by the one evaluator, which says how far
 * its verdict holds over protocols and ports (CvpnWalk.alike).  So the packet space is
 * taken apart into cells, and all packets of a cell share one fate: nothing is sampled.
 *
 * What depends on who sends (client routes, connection, authorization) depends on no
 * protocol or port, and what comes behind depends on no person: so crowds multiply only
 * the first.  Time grows with addresses × landings × (crowds + ports that filters tell
 * apart).
 *
 * One survey may look at several networks, to compare them: at views. */
#pragma once

#include "classes/region.h"
#include "model/scenario.h"
#include "path/walk.h"

/* What became of a packet: the first obstacle, or none (code NONE). */
typedef struct {
    guint8 outcome;   /* CvpnOutcome, never INTERMITTENT */
    guint8 step;      /* CvpnStep; as what follows, of an obstacle */
    guint8 direction; /* CvpnDirection */
    guint8 reason;    /* CvpnReason */
    guint16 code;     /* CvpnCode */
    guint32 rule;     /* the obstacle's; CVPN_RULE_NONE where there is none */
    CvpnPorts ports;  /* the client's own, around the survey's, for which this holds */
} CvpnFate;

/* 'obstacle' NULL: there was none. */
CvpnFate cvpn_fate_of (CvpnOutcome outcome, const CvpnVerdict *obstacle);

/* People whom the evaluator cannot tell apart. */
typedef struct {
    guint view;
    CvpnPerson person;
    GPtrArray *clients; /* const char *: the populations; empty where the file has none */
    GPtrArray *groups;  /* const char *: the access groups that they are asked for */
    CvpnPorts own;      /* that their systems use; the first above the last: not known */
    guint32 column;     /* the first of its columns */
    guint32 n_columns;  /* a column for each subnet where they may land; 0: nowhere */
} CvpnCrowd;

typedef struct {
    guint32 crowd;
    guint32 association;
} CvpnColumn;

/* Packets to these addresses and with these selectors have the same fate in every column. */
typedef struct {
    guint32 first, last; /* addresses, both in it */
    CvpnSelectors selectors;
    guint32 joint; /* what becomes of them: see cvpn_survey_fate */
} CvpnCell;

typedef struct CvpnSurveyWork CvpnSurveyWork;

typedef struct {
    GPtrArray *views; /* const CvpnNetwork *, borrowed */
    GArray *crowds;   /* CvpnCrowd */
    GArray *columns;  /* CvpnColumn */
    GArray *cells;    /* CvpnCell, ascending by address and then selector: no gaps in what was
                         asked for; neighbours differ */
    guint n_joints;
    guint16 source_port;  /* the client's own; 49152 */
    guint64 n_walks;      /* how often the evaluator was asked */
    guint32 packet_bytes; /* payload of the packets of both directions; 0: small ones */
    gint64 idle_ns;       /* silence between a request and its answer */
    GPtrArray *handles;   /* guint32 *: groups that persons point to, owned */
    CvpnSurveyWork *work;
} CvpnSurvey;

CvpnSurvey *cvpn_survey_new (void);
void cvpn_survey_free (CvpnSurvey *survey);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnSurvey, cvpn_survey_free)

static inline const CvpnCrowd *
cvpn_survey_crowd (const CvpnSurvey *survey, guint32 crowd)
{
    return &g_array_index (survey->crowds, CvpnCrowd, crowd);
}

/* Where the people of a column land. */
static inline guint32
cvpn_survey_association (const CvpnSurvey *survey, guint32 column)
{
    return g_array_index (survey->columns, CvpnColumn, column).association;
}

/* Adds a network, which must outlive the survey; returns its view's number. */
guint cvpn_survey_add_view (CvpnSurvey *survey, const CvpnNetwork *net);

/* Adds a person of the view's network: to the crowd of people alike, or as a new one;
 * returns the crowd.  'client' (NULL: none) is noted, 'groups' (char *, of the first) too.
 * What 'person' points to must outlive the survey. */
guint32 cvpn_survey_add_person (CvpnSurvey *survey, guint view, const CvpnPerson *person,
                                const char *client, const GPtrArray *groups);

/* The clients' own ports that the population's systems use. */
CvpnPorts cvpn_population_ports (const CvpnPopulation *population);

/* A population of the scenario, of nobody in particular. */
guint32 cvpn_survey_add_population (CvpnSurvey *survey, guint view,
                                    const CvpnPopulation *population);

/* Everybody: the populations of the scenario; where it has none, for each endpoint a user
 * of no group, and one of each group that its rules name. */
void cvpn_survey_add_everybody (CvpnSurvey *survey, guint view, const CvpnScenario *scenario);

/* Runs over these destinations and selectors, once per survey, when everybody has been added. */
void cvpn_survey_run (CvpnSurvey *survey, CvpnPrefix destination, CvpnSelectors selectors);

/* What becomes of the packets of a cell in a column; by value of joint below n_joints. */
const CvpnFate *cvpn_survey_fate (const CvpnSurvey *survey, guint32 joint, guint32 column);

/* Over all landings of a crowd, as explain combines them; 'probability' that a fresh
 * connection is delivered; NULL: not asked. */
CvpnOutcome cvpn_survey_verdict (const CvpnSurvey *survey, guint32 joint, guint32 crowd,
                                 double *probability);

/* A packet of the client, as the survey sends it: to port 1 in the place of 0. */
CvpnPacket cvpn_survey_packet (const CvpnSurvey *survey, guint32 address, guint32 wanted);

/* One packet on its own, from this port of the client. */
CvpnFate cvpn_survey_walk (const CvpnSurvey *survey, guint32 column, guint32 address,
                           guint32 selector, guint16 source_port);

/* The cell of a packet (port 0 of TCP and UDP counts as port 1); NULL: outside what was asked for.
 */
const CvpnCell *cvpn_survey_find (const CvpnSurvey *survey, guint32 address, guint32 selector);
