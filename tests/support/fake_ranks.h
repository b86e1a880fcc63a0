/* fake_ranks: ranks without MPI, each a thread, with letter boxes between them; and a work for
 * them. */
#pragma once

#include <pthread.h>

#include "experiment/crew.h"

#define CVPN_FAKE_JOBS  120
#define CVPN_FAKE_RANKS 3

/* The ranks of a test: a letter box each, and what became of them. */
typedef struct {
    guint size;
    pthread_mutex_t lock;
    GQueue boxes[CVPN_FAKE_RANKS]; /* Letter * */
    CvpnRanks ranks[CVPN_FAKE_RANKS];
    gboolean lost[CVPN_FAKE_RANKS][CVPN_FAKE_RANKS]; /* by whom, who */
} CvpnPost;

/* Of 'size' ranks; they are threads that the caller starts. */
void cvpn_post_open (CvpnPost *post, guint size);
void cvpn_post_close (CvpnPost *post);

/* What all ranks have in common. */
typedef struct {
    CvpnPost post;
    guint n;
    guint given, back;            /* by the first rank */
    guint done[CVPN_FAKE_JOBS];   /* in the same way */
    gint runs, stopped;           /* atomic: of all ranks */
    gint run_by[CVPN_FAKE_RANKS]; /* atomic */
    guint run_us, fails_at;       /* a job that fails on other ranks than the first */
    gboolean all_take_part;       /* the first rank waits until all others have run something */
    guint slow_rank;              /* not 0: its jobs last until they are stopped */
    guint quits_at;               /* 'interrupted' of rank 1 is TRUE when it has run so many */
    guint ends_at;                /* that of rank 0, when so many are back */
    const char *same[CVPN_FAKE_RANKS];
    guint session[CVPN_FAKE_RANKS];
    char *heard[CVPN_FAKE_RANKS];
} CvpnFakeWork;

typedef struct {
    CvpnFakeWork *fake;
    guint rank;
} CvpnFakeRank;

/* Leads or serves with two threads, as the rank says. */
CvpnCrewEnd cvpn_fake_work_as (CvpnFakeRank *member, GError **error);
/* TRUE when the rank is to go. */
gboolean cvpn_fake_interrupted (gpointer member);

/* What a rank's thread does, with its CvpnFakeRank. */
typedef gpointer (*CvpnFakeRole) (gpointer member);
gpointer cvpn_fake_serve (gpointer member);
/* The first rank leads, rank 1 is what 'one' says, and rank 2 (NULL: there is none) 'other'. */
CvpnCrewEnd cvpn_fake_work_together (CvpnFakeWork *fake, CvpnFakeRole one, CvpnFakeRole other,
                                     GError **error);

void cvpn_fake_check_all_once (const CvpnFakeWork *fake);
/* The first rank has lost that one; 0: none.  The others have lost nobody. */
void cvpn_fake_check_lost (const CvpnFakeWork *fake, guint rank);
