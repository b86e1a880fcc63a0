/* document_edit: little texts put between lines that stay. */
#include "base/document_edit.h"

#include <string.h>

#include "base/prefix.h"

static gboolean
is_blank (const CvpnLines *lines, guint i)
{
    return cvpn_line (lines, i)->kind == CVPN_LINE_BLANK;
}

char *
cvpn_lines_get (const CvpnLines *lines, const char *header, const char *key)
{
    const guint start = cvpn_lines_find (lines, header);
    const guint at = start < lines->lines->len ? cvpn_lines_key (lines, start, key) : start;

    return at < lines->lines->len && cvpn_line (lines, at)->kind == CVPN_LINE_PAIR
               ? cvpn_line_value (cvpn_line (lines, at))
               : NULL;
}

/* Where the header at 'start' begins for a reader: with its comments, but for those that
 * are the file's, at its head. */
static guint
find_opening (const CvpnLines *lines, guint start)
{
    guint before = start;

    while (before > 0 && cvpn_line (lines, before - 1)->kind != CVPN_LINE_HEADER)
        before--;
    if (before > 0)
        return cvpn_lines_close (lines, before - 1);
    while (start > 0 && cvpn_line (lines, start - 1)->kind == CVPN_LINE_COMMENT)
        start--;
    return start;
}

/* "inbound 90": 'length' is its word's, and the number 90. */
static gboolean
read_number (const char *key, gsize *length, guint64 *number)
{
    const char *space = strchr (key, ' ');
    char *end;

    if (!space || !g_ascii_isdigit (space[1]))
        return FALSE;
    *length = (gsize) (space - key);
    *number = g_ascii_strtoull (space + 1, &end, 10);
    return *end == '\0';
}

typedef enum {
    UNLIKE,
    LIKE_BEFORE, /* the new key follows it */
    LIKE_BEHIND,
} Likeness;

static Likeness
compare (const char *key, const char *other)
{
    CvpnPrefix ignored;
    gsize length, other_length;
    guint64 number, other_number;

    if (read_number (key, &length, &number))
        return !read_number (other, &other_length, &other_number) || length != other_length ||
                       strncmp (key, other, length) != 0
                   ? UNLIKE
               : other_number < number ? LIKE_BEFORE
                                       : LIKE_BEHIND;
    return cvpn_prefix_parse (key, &ignored, NULL) && cvpn_prefix_parse (other, &ignored, NULL)
               ? LIKE_BEFORE
               : UNLIKE;
}

/* The line that a new key is to follow. */
static guint
find_place (const CvpnLines *lines, guint start, const char *key)
{
    const guint end = cvpn_lines_end (lines, start);
    guint last = start, like = 0, behind = 0;

    for (guint i = start + 1; i < end; i++) {
        if (cvpn_line (lines, i)->kind != CVPN_LINE_PAIR)
            continue;
        const Likeness likeness = compare (key, cvpn_line (lines, i)->word);
        like = likeness == LIKE_BEFORE ? i : like;
        behind = likeness == LIKE_BEHIND && behind == 0 ? last : behind;
        last = i;
    }
    return like > 0 ? like : behind > 0 ? behind : last;
}

static gboolean
is_of_kind (const char *header, const char *kind, gsize length)
{
    return strncmp (header, kind, length) == 0 && (header[length] == ' ' || !header[length]);
}

/* The last group's header of the same kind; the number of lines: there is none. */
static guint
find_last_of_kind (const CvpnLines *lines, const char *header)
{
    guint found = lines->lines->len;

    for (guint i = 0; i < lines->lines->len; i++)
        if (cvpn_line (lines, i)->kind == CVPN_LINE_HEADER &&
            is_of_kind (cvpn_line (lines, i)->word, header, strcspn (header, " ")))
            found = i;
    return found;
}

/* Returns the new header's line. */
static guint
add_group (CvpnLines *lines, const char *header)
{
    const guint n = lines->lines->len, last = find_last_of_kind (lines, header);
    guint at = last < n && cvpn_lines_end (lines, last) < n ? cvpn_lines_close (lines, last) : n;
    g_autofree char *text = g_strdup_printf ("[%s]", header);

    if (at < n && !is_blank (lines, at))
        cvpn_lines_insert (lines, at, "");
    if (at > 0 && !is_blank (lines, at - 1))
        cvpn_lines_insert (lines, at++, "");
    cvpn_lines_insert (lines, at, text);
    return at;
}

void
cvpn_lines_set (CvpnLines *lines, const char *header, const char *key, const char *value)
{
    guint start = cvpn_lines_find (lines, header);

    if (start == lines->lines->len) {
        if (!value)
            return;
        start = add_group (lines, header);
    }
    const guint end = cvpn_lines_end (lines, start), at = cvpn_lines_key (lines, start, key);
    if (at < end && value) {
        cvpn_lines_assign (lines, at, value);
    } else if (at < end) {
        g_ptr_array_remove_index (lines->lines, at);
    } else if (value) {
        g_autofree char *escaped = cvpn_value_escape (value);
        g_autofree char *text = g_strdup_printf (*escaped ? "%s = %s" : "%s =%s", key, escaped);
        cvpn_lines_insert (lines, find_place (lines, start, key) + 1, text);
    }
}

void
cvpn_lines_replace (CvpnLines *lines, CvpnLinesReplace replace, gpointer data)
{
    g_autofree char *kind = NULL;

    for (guint i = 0; i < lines->lines->len; i++) {
        const CvpnLine *line = cvpn_line (lines, i);
        if (line->kind == CVPN_LINE_HEADER) {
            g_free (kind);
            kind = g_strndup (line->word, strcspn (line->word, " "));
        }
        if (line->kind != CVPN_LINE_PAIR || !kind)
            continue;
        g_autofree char *value = cvpn_line_value (line);
        g_autofree char *other = replace (kind, line->word, value, data);
        if (other)
            cvpn_lines_assign (lines, i, other);
    }
}

static void
end_last_line (CvpnLines *lines)
{
    const guint n = lines->lines->len;

    if (n > 0 && !strchr (cvpn_line (lines, n - 1)->text, '\n')) {
        cvpn_lines_insert (lines, n, "");
        g_ptr_array_remove_index (lines->lines, n);
    }
}

/* An empty line between what was two files, where neither has one. */
static void
part (CvpnLines *lines, guint at)
{
    if (at > 0 && at < lines->lines->len && !is_blank (lines, at - 1) && !is_blank (lines, at))
        cvpn_lines_insert (lines, at, "");
}

void
cvpn_lines_append (CvpnLines *lines, CvpnLines *other)
{
    const guint n = lines->lines->len;

    end_last_line (lines);
    cvpn_lines_move (lines, n, other, 0, other->lines->len);
    part (lines, n);
}

void
cvpn_lines_merge (CvpnLines *lines, CvpnLines *earlier, const char *shared)
{
    const guint from = cvpn_lines_find (earlier, shared);

    end_last_line (earlier);
    if (from == earlier->lines->len)
        return;
    const guint close = cvpn_lines_close (earlier, from);
    guint at = cvpn_lines_close (lines, cvpn_lines_find (lines, shared));
    if (at == lines->lines->len)
        end_last_line (lines);
    cvpn_lines_move (lines, at, earlier, from + 1, close);
    g_ptr_array_remove_index (earlier->lines, from);
    while (from < earlier->lines->len && is_blank (earlier, from) &&
           (from == 0 || is_blank (earlier, from - 1)))
        g_ptr_array_remove_index (earlier->lines, from);
}

/* The first line of the first group that is not [shared]. */
static guint
find_first_other (const CvpnLines *lines, const char *shared)
{
    for (guint i = 0; i < lines->lines->len; i++)
        if (cvpn_line (lines, i)->kind == CVPN_LINE_HEADER &&
            !g_str_equal (cvpn_line (lines, i)->word, shared))
            return find_opening (lines, i);
    return lines->lines->len;
}

void
cvpn_lines_precede (CvpnLines *lines, CvpnLines *earlier, const char *shared)
{
    const guint at = find_first_other (lines, shared), n = earlier->lines->len;
    end_last_line (earlier);
    if (at == lines->lines->len)
        end_last_line (lines);
    cvpn_lines_move (lines, at, earlier, 0, n);
    part (lines, at + n);
    part (lines, at);
}
