/* diff: what has become different, as data; the texts are made from it.
 *
 * Pairs of two are [0] before and [1] after. */
#pragma once

#include <cvpnsim/diff.h>

#include "classes/survey.h"

enum { CVPN_BEFORE, CVPN_AFTER };

/* The same people on either side. */
typedef struct {
    guint32 crowds[2];
    GPtrArray *clients; /* char *: populations, by their names before; empty: by groups */
    GPtrArray *groups;  /* char *: the access groups that they are asked for; without clients
                           users of any one of them, "" standing for none */
} CvpnDiffPair;

/* A landing of a class, by the name of its subnet. */
typedef struct {
    const char *subnet;  /* owned by a network */
    gboolean present[2]; /* clients may land there */
    CvpnFate fates[2];
} CvpnDiffLanding;

/* Packets whose verdicts have changed in the same way for the same people, by the same rules. */
typedef struct {
    CvpnDifference change;
    const char *endpoints[2];
    GPtrArray *clients, *groups; /* char *: all pairs that share it */
    CvpnOutcome outcomes[2];     /* over all landings */
    CvpnCode whys[2];            /* where there is no landing, why */
    double probabilities[2];     /* that a fresh connection is delivered */
    GArray *landings;            /* CvpnDiffLanding */
    gboolean is_private;         /* the addresses */
    guint shown;                 /* the landing that the rules are of */
    guint32 rules[2];            /* what decides there; CVPN_RULE_NONE: nothing, or many */
    CvpnRegion *region;
    guint64 addresses;
    char *key; /* all of that but people and packets */
} CvpnDiffClass;

struct CvpnDiff {
    const CvpnScenario *scenarios[2];
    const CvpnNetwork *nets[2];
    gint64 at_ns;       /* -1: before all events */
    GPtrArray *remarks; /* char *: what could not be compared, or how it was */
    GPtrArray *pairs;   /* CvpnDiffPair */
    GPtrArray *classes; /* CvpnDiffClass: lost first, gained last; else by pair and address */
};

/* diff_people.c: adds everybody to the survey, whose views are the two networks; fills 'pairs'
 * and 'remarks'. */
void cvpn_diff_people (CvpnDiff *diff, CvpnSurvey *survey);
void cvpn_diff_pair_free (CvpnDiffPair *pair);

/* diff_rules.c: finds what decides about a packet on the landing's both sides: the obstacle's
 * rule; of a packet that is delivered the rule that let it pass where the other one failed. */
void cvpn_diff_rules (const CvpnSurvey *survey, const CvpnDiffPair *pair,
                      const CvpnDiffLanding *landing, guint32 address, guint32 selector,
                      guint32 rules[2]);

/* diff_class.c: the class of a cell's packets, for the pair; the cell must not have both private
 * and public addresses.  Neither people nor packets nor rules are in it yet. */
CvpnDiffClass *cvpn_diff_class_new (const CvpnSurvey *survey, const CvpnDiffPair *pair,
                                    const CvpnCell *cell);
void cvpn_diff_class_free (CvpnDiffClass *class);
/* FALSE: nothing is different, not even, with 'codes', a step or a code. */
gboolean cvpn_diff_class_differs (const CvpnDiffClass *class, gboolean codes);
/* All that a class says of its packets, but which they are.  The rules count where they make
 * the difference.  Newly allocated. */
char *cvpn_diff_class_key (const CvpnDiffClass *class);

const char *cvpn_difference_word (CvpnDifference change);
