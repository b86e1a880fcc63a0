/* document_lines: a key file as lines, every byte of it.
 *
 * document.h has what a file means, without its comments and its spelling; here are both, for
 * who changes a line and leaves the rest as it is (document_edit.h).  The file must be one
 * that cvpn_document_read takes without a fault.  No AWS word in here. */
#pragma once

#include <glib.h>

typedef enum {
    CVPN_LINE_BLANK,
    CVPN_LINE_COMMENT,
    CVPN_LINE_HEADER,
    CVPN_LINE_PAIR,
} CvpnLineKind;

typedef struct {
    CvpnLineKind kind;
    char *text;  /* with its end, which the last one may lack */
    char *word;  /* of a header "kind name", of a pair its key, each with single spaces */
    gsize value; /* of a pair: where its value begins */
} CvpnLine;

typedef struct {
    GPtrArray *lines; /* CvpnLine *, owned */
    const char *end;  /* how new lines end: as the first one does */
    gboolean marked;  /* a byte order mark comes first */
} CvpnLines;

CvpnLines *cvpn_lines_new (const char *content);
void cvpn_lines_free (CvpnLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnLines, cvpn_lines_free)

/* The file's bytes; newly allocated. */
char *cvpn_lines_text (const CvpnLines *lines);

static inline CvpnLine *
cvpn_line (const CvpnLines *lines, guint i)
{
    return (CvpnLine *) lines->lines->pdata[i];
}

/* Of a pair, without its escapes; newly allocated. */
char *cvpn_line_value (const CvpnLine *line);

/* Puts a line there; 'text' has no end. */
void cvpn_lines_insert (CvpnLines *lines, guint i, const char *text);
/* Gives a pair another value; what stands before and behind it stays. */
void cvpn_lines_assign (CvpnLines *lines, guint i, const char *value);
/* Moves lines [first, last) of 'from' to 'at' of 'to'. */
void cvpn_lines_move (CvpnLines *to, guint at, CvpnLines *from, guint first, guint last);

/* The line of the group's header; the number of lines: there is none. */
guint cvpn_lines_find (const CvpnLines *lines, const char *header);
/* The next header behind line 'i', or the number of lines. */
guint cvpn_lines_end (const CvpnLines *lines, guint i);
/* The key's line in the group that begins at 'start'; its end: there is none. */
guint cvpn_lines_key (const CvpnLines *lines, guint start, const char *key);
/* Where the group that begins at 'start' ends for a reader: behind its last key, and a comment
 * right below that; what follows an empty line, or stands right above a header, is the next
 * group's. */
guint cvpn_lines_close (const CvpnLines *lines, guint start);
/* GLib's escapes, as a value needs them; newly allocated. */
char *cvpn_value_escape (const char *value);
