/* section: a group of a scenario as a table of typed keys.
 *
 * From the one table come parsing, defaults, bounds, "unknown key, did you
 * mean", the check of references, and docs/scenario-format.md. */
#pragma once

#include "input/names.h"
#include "model/spec.h"

typedef enum {
    CVPN_KEY_TEXT,          /* char *                                                   */
    CVPN_KEY_TOKEN,         /* char *, one word                                         */
    CVPN_KEY_WORD,          /* char *, one of 'refers'                                  */
    CVPN_KEY_NAME,          /* char *, a name of 'refers'                               */
    CVPN_KEY_NAMES,         /* GPtrArray * of char *                                    */
    CVPN_KEY_TEXTS,         /* GPtrArray * of char *, not references                    */
    CVPN_KEY_BOOLEAN,       /* gboolean                                                 */
    CVPN_KEY_CHOICE,        /* guint, index into 'refers' split at '|'; unset: G_MAXUINT */
    CVPN_KEY_FLAGS,         /* guint, bits: list of choices                             */
    CVPN_KEY_INTEGER,       /* gint64 within minimum, maximum; unset: -1                */
    CVPN_KEY_DURATION,      /* gint64 ns; unset: -1                                     */
    CVPN_KEY_TIME_OF_DAY,   /* gint64 ns                                                */
    CVPN_KEY_DATE,          /* gint64 s from 1970-01-01 to its midnight                 */
    CVPN_KEY_BANDWIDTH,     /* double, bits per second                                  */
    CVPN_KEY_FRACTION,      /* double, 0 to 1; unset: -1                                */
    CVPN_KEY_PREFIX,        /* CvpnPrefix; unset: CVPN_PREFIX_UNSET                     */
    CVPN_KEY_PREFIXES,      /* GArray * of CvpnPrefix                                   */
    CVPN_KEY_ADDRESS,       /* guint32; unset: 0                                        */
    CVPN_KEY_ADDRESSES,     /* GArray * of guint32                                      */
    CVPN_KEY_DURATION_DRAW, /* CvpnDistribution                                         */
    CVPN_KEY_SIZE_DRAW,     /* CvpnDistribution                                         */
    CVPN_KEY_MATCHES,       /* GPtrArray * of CvpnMatchSpec                             */
    CVPN_KEY_CUSTOM,        /* 'parse' does it, 'clear' frees it; unset: zero bytes     */
    CVPN_KEY_ROWS,          /* GPtrArray * of CvpnRowSpec: every key that no other row names;
                               'name' is what the page calls it ("DESTINATION"), 'parse' one row */
    CVPN_N_KEY_TYPES
} CvpnKeyType;

typedef struct CvpnKey CvpnKey;

/* What is being read, and where it stands. */
typedef struct {
    const CvpnNames *names;
    CvpnReport *report;
    const CvpnGroup *group; /* NULL: the file has no such group, defaults only */
    const CvpnKey *key;     /* NULL: the group as a whole */
    const CvpnEntry *entry; /* NULL: the key's default, which has no faults */
    /* Of an entry that was made from a part of another's value: that other one, to
     * which the messages point; else NULL. */
    const CvpnEntry *within;
} CvpnReading;

/* Reads 'value' into 'field': the spec's member, or a CvpnRowSpec for ROWS.
 * Faults are reported through 'at'; 'field' then stays as it was or holds what
 * was read before the fault. */
typedef void (*CvpnKeyParse) (const CvpnReading *at, const char *value, gpointer field);

enum {
    CVPN_KEY_REQUIRED = 1 << 0,
    CVPN_KEY_OPTIONAL = 1 << 1,     /* no default: stays unset */
    CVPN_KEY_MAY_BE_EMPTY = 1 << 2, /* lists may anyway, unless required */
    CVPN_KEY_POSITIVE = 1 << 3,     /* durations, bandwidths, draws: not (always) zero */
    CVPN_KEY_WITH_PEER = 1 << 4,    /* matches: MATCH PEER, the peer a CIDR or a name of 'refers' */
    CVPN_KEY_WITH_ACTION = 1 << 5,  /* matches: allow|deny MATCH … */
    CVPN_KEY_NOT_EMPTY = 1 << 7,    /* an optional text or list that must say something if given */
    CVPN_KEY_LIST = 1 << 6,         /* custom and rows: the value is a list */
    CVPN_KEY_KNOWN = 1 << 8,        /* names: of groups that the file contains, not of [unknown] */
    CVPN_KEY_MODIFIABLE = 1 << 9,   /* of an endpoint: an event can change it */
};

struct CvpnKey {
    const char *name;
    CvpnKeyType type;
    gsize offset;
    const char *fallback; /* the default, as text, parsed like any value; NULL: none */
    guint flags;
    const char *refers;      /* names: kinds, "vpc|subnet", and words, "=local"; choices: words */
    gint64 minimum, maximum; /* integers; lists: 'maximum' items at most, 0: as many as one likes */
    CvpnKeyParse parse;
    void (*clear) (gpointer field);
    const char *value; /* the page's column of that name; NULL: from type and 'refers' */
    const char *help;  /* the page's last column, units and source included */
};

typedef struct CvpnSection CvpnSection;

struct CvpnSection {
    const char *kind;
    gboolean named;    /* [kind name], else [kind] */
    gboolean resource; /* the name is unique over all resources */
    const char *owner; /* the name is that of a group of this kind; NULL: its own */
    gsize size;        /* of the spec struct, which begins with its group */
    gsize offset;      /* in CvpnSpec: a GPtrArray * if named, else the struct itself */
    const CvpnKey *keys;
    guint n_keys;
    /* What no key shows alone; all keys have been read, some with faults. */
    void (*check) (gpointer spec, const CvpnReading *at);
    const char *help;     /* a sentence or two for the reference page, with its source */
    char *(*page) (void); /* what that page has below the keys, newly allocated; or NULL */
};

/* A fault of the value being read: "FILE:LINE: error: [kind name] key: TEXT". */
void cvpn_reading_fail (const CvpnReading *at, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The same with a GError's message, which is freed. */
void cvpn_reading_fail_error (const CvpnReading *at, GError *error);
/* TRUE if the group being read has the key, well written or not. */
gboolean cvpn_reading_has (const CvpnReading *at, const char *key);
/* The path of a file that the value names, relative to the file it stands in;
 * newly allocated. */
char *cvpn_reading_path (const CvpnReading *at, const char *name);
/* A fault of that file: at its own line where the message begins with
 * "PATH:LINE: ", else at the value.  Frees 'error'. */
void cvpn_reading_fail_file (const CvpnReading *at, const char *path, GError *error);

/* Fills 'spec', whose bytes are zero, from at->group; NULL fills in defaults
 * and misses nothing. */
void cvpn_section_read (const CvpnSection *section, const CvpnReading *at, gpointer spec);
/* Frees what the members of 'spec' own, not 'spec'. */
void cvpn_section_clear (const CvpnSection *section, gpointer spec);

/* A row as the section's own would be read from 'entry', which it borrows; at->within is
 * what the messages point to.  To be cleared with cvpn_rows_clear. */
CvpnRowSpec *cvpn_section_read_row (const CvpnSection *section, const CvpnReading *at,
                                    CvpnEntry *entry);
/* Fills 'spec', whose bytes are zero, with defaults, but at->key from at->entry; an empty
 * value leaves an optional key unset. */
void cvpn_section_read_one (const CvpnSection *section, const CvpnReading *at, gpointer spec);
