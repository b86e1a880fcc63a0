/* arena: memory for many small things that end together.
 *
 * What is taken is never given back alone, and stays where it is.  Not for several threads. */
#pragma once

#include <glib.h>

typedef struct CvpnArena CvpnArena;

CvpnArena *cvpn_arena_new (void);
void cvpn_arena_free (CvpnArena *arena);

/* 'size' bytes, aligned for any type, not zeroed. */
gpointer cvpn_arena_take (CvpnArena *arena, gsize size);
/* A copy of 'text'; of NULL, NULL. */
char *cvpn_arena_text (CvpnArena *arena, const char *text);
