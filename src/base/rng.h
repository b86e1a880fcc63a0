/* rng: counter-based random numbers, one stream per entity and purpose.
 *
 * A draw is a pure function of (seed, class of entity, entity, purpose, index):
 * no state is carried from draw to draw, so one client's draws do not change
 * when another client is added, and results do not depend on the order in
 * which entities draw or on the number of threads.  Random123's Philox 4x32-10
 * makes the bits (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
 * SC 2011); GSL's distributions consume them through a gsl_rng. */
#pragma once

#include <glib.h>
#include <gsl/gsl_rng.h>

/* A class of entities under one seed: made once per population and the like. */
typedef struct {
    guint32 key[2];
} CvpnRngKey;

/* 'name' is hashed (SHA-256) with the seed, so that the stream belongs to the
 * name and not to a position in a file. */
CvpnRngKey cvpn_rng_key (guint64 seed, const char *name);

/* One draw, live on the caller's stack: the words of its own blocks, and a
 * gsl_rng over them.  Not to be copied once started, because 'gsl' points into it. */
typedef struct {
    gsl_rng gsl;
    CvpnRngKey key;
    guint32 counter[4];
    guint32 block[4];
    guint32 left; /* words of 'block' */
} CvpnDraw;

/* Starts draw number 'index' of the stream (key, entity, purpose).  'purpose'
 * is below 2^16; 'index' counts the draws of that stream.
 * Returns draw->gsl's address for GSL's functions. */
gsl_rng *cvpn_draw_start (CvpnDraw *draw, CvpnRngKey key, guint32 entity, guint16 purpose,
                          guint32 index);

/* The same bits as gsl_rng_uniform and gsl_rng_uniform_int of draw->gsl, without
 * the calls through its table: one in [0, 1), and one of 0 to n - 1; 'n' is above 0. */
double cvpn_draw_uniform (CvpnDraw *draw);
guint32 cvpn_draw_choose (CvpnDraw *draw, guint32 n);
