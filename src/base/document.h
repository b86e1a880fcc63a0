/* document: a key file as groups, keys, values and the lines they stand on.
 *
 * The form is GKeyFile's, which knows no line numbers, silently keeps the last
 * of a repeated key and merges repeated groups; here repetitions are refused.
 * No AWS word in here. */
#pragma once

#include <cvpnsim/report.h>

#include "base/arena.h"
#include "base/number_index.h"

#define CVPN_DOCUMENT_BYTES_MAX (64u << 20)

typedef struct {
    char *key; /* both the document's */
    char *value;
    const char *file; /* the name as the user gave it, or "--set" */
    guint line;       /* 0 for --set */
    gboolean used;    /* set by who reads it; what is left is an unknown key */
} CvpnEntry;

typedef struct {
    char *kind; /* "subnet" of [subnet subnet-a] */
    char *name; /* "subnet-a"; "" where there is none */
    const char *file;
    guint line;
    GPtrArray *entries;      /* CvpnEntry *, in the order of the file */
    CvpnNumberIndex *places; /* of the entries, by key; NULL while they are few */
    CvpnArena *arena;        /* the document's */
} CvpnGroup;

typedef struct {
    GPtrArray *groups;     /* CvpnGroup *, in the order of the files, owned */
    GHashTable *by_header; /* CvpnGroup *, as a set by kind and name; borrowed */
    GStringChunk *files;   /* the file names that groups and entries point to */
    GPtrArray *texts;      /* of the files, in pieces; keys and values point into them; owned */
    CvpnArena *arena;      /* of the groups, the entries, and texts of no file */
} CvpnDocument;

CvpnDocument *cvpn_document_new (void);
void cvpn_document_free (CvpnDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnDocument, cvpn_document_free)

/* Adds an empty group, whose header must not exist yet. */
CvpnGroup *cvpn_document_add (CvpnDocument *document, const char *kind, const char *name,
                              const char *file, guint line);

/* Adds an entry, whose key must not exist yet.  'file' is borrowed: the
 * group's, or one of document->files. */
CvpnEntry *cvpn_group_add (CvpnGroup *group, const char *key, const char *value, const char *file,
                           guint line);
/* The same of texts that stay as long as the document does. */
CvpnEntry *cvpn_group_add_kept (CvpnGroup *group, char *key, char *value, const char *file,
                                guint line);
void cvpn_group_remove (CvpnGroup *group, CvpnEntry *entry);
/* Removes all entries. */
void cvpn_group_empty (CvpnGroup *group);

/* Reads 'path' into 'document'.  Every fault (cannot be read, a directory, not
 * text, too large, invalid UTF-8, a line that is neither comment, group nor
 * KEY = VALUE, a repeated group or key, also across files) goes to 'report'.
 * A group named in 'mergeable' (NULL-terminated kinds) may stand in several
 * files; its keys may not be repeated even so.
 * Returns FALSE if nothing of the file could be read. */
gboolean cvpn_document_read (CvpnDocument *document, const char *path, const char *const *mergeable,
                             CvpnReport *report);

/* The same of what has been read from 'path' already. */
gboolean cvpn_document_read_text (CvpnDocument *document, const char *path, const char *text,
                                  const char *const *mergeable, CvpnReport *report);
/* The same, and the document owns 'text' from then on. */
gboolean cvpn_document_take_text (CvpnDocument *document, const char *path, char *text,
                                  const char *const *mergeable, CvpnReport *report);

/* The group, or NULL. 'name' is "" for a group without one. */
CvpnGroup *cvpn_document_group (const CvpnDocument *document, const char *kind, const char *name);

/* The entry, or NULL. */
CvpnEntry *cvpn_group_entry (const CvpnGroup *group, const char *key);

/* Sets a key from the command line: "KIND.NAME.KEY=VALUE" or "KIND.KEY=VALUE";
 * the longest NAME that exists wins.  A key that is not there is added, a group
 * of a kind without names ("scenario", "latency", "quotas") too.
 * On failure sets 'error' (CVPN_ERROR_USAGE, CVPN_ERROR_REFERENCE). */
gboolean cvpn_document_set (CvpnDocument *document, const char *assignment, GError **error);

/* Adds "FILE:LINE: error: [kind name] key: TEXT"; the line is the key's where
 * the group has it, else the group's.  'key' may be NULL.  A failure whose value
 * seems to carry a remark ("8h ; simulated") says how comments are written. */
void cvpn_group_fail (const CvpnGroup *group, const char *key, CvpnReport *report,
                      const char *format, ...) G_GNUC_PRINTF (4, 5);
void cvpn_group_warn (const CvpnGroup *group, const char *key, CvpnReport *report,
                      const char *format, ...) G_GNUC_PRINTF (4, 5);
/* The same of what would be refused (cvpn_report_refuse), with its severity and code. */
void cvpn_group_refuse (const CvpnGroup *group, const char *key, CvpnReport *report,
                        CvpnSeverity severity, const char *code, const char *format, ...)
    G_GNUC_PRINTF (6, 7);
