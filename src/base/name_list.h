/* name_list: lists of names for sentences, each name in them once. */
#pragma once

#include <glib.h>

/* char *, owned by the array. */
GPtrArray *cvpn_name_list_new (void);

/* Copies 'name' into the list, if it is not there yet. */
void cvpn_name_list_add (GPtrArray *names, const char *name);
void cvpn_name_list_add_all (GPtrArray *names, const GPtrArray *more);

/* "a", "a and b", "a, b and c"; of more than 'most' the rest is counted, "a, b and 4 more".
 * Newly allocated. */
char *cvpn_name_list_join (const GPtrArray *names, guint most);
