/* file_names: the files that keys name, named from elsewhere. */
#pragma once

#include "base/document_edit.h"

/* Where names are relative to, and where they shall be: absolute, without links. */
typedef struct {
    const char *from, *to;
    GError *error;    /* the first: a file that cannot be named from there */
    GPtrArray *found; /* char *: takes each name as it is written; NULL: not wanted */
} CvpnFileNames;

/* Of a key of a group of that kind: its value with its files named from 'to'; newly
 * allocated, NULL: it names none, or they are named alike. */
char *cvpn_file_names_move (const char *kind, const char *key, const char *value,
                            gpointer file_names);

/* The files of all keys. */
void cvpn_file_names_move_all (CvpnFileNames *names, CvpnLines *lines);

/* A path from one folder to a file; both absolute.  Newly allocated. */
char *cvpn_file_name_between (const char *folder, const char *path);
