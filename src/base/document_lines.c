/* document_lines: lines told apart as document_read.c does. */
#include "base/document_lines.h"

#include <string.h>

#define MARK "\xef\xbb\xbf" /* byte order mark */

static void
free_line (gpointer data)
{
    CvpnLine *line = data;

    if (!line) /* taken out */
        return;
    g_free (line->text);
    g_free (line->word);
    g_free (line);
}

/* As document_read.c reads keys and headers: runs of blanks are one. */
static char *
squeeze (const char *text, gsize length)
{
    GString *out = g_string_new (NULL);

    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isspace (text[i]))
            g_string_append_c (out, text[i]);
        else if (out->len > 0 && out->str[out->len - 1] != ' ')
            g_string_append_c (out, ' ');
    }
    if (out->len > 0 && out->str[out->len - 1] == ' ')
        g_string_truncate (out, out->len - 1);
    return g_string_free (out, FALSE);
}

static gsize
count_blanks (const char *text)
{
    return strspn (text, " \t\r\n\v\f");
}

/* Takes 'text'. */
static CvpnLine *
new_line (char *text)
{
    CvpnLine *line = g_new0 (CvpnLine, 1);
    const gsize start = count_blanks (text);
    const char *equals;

    line->text = text;
    if (text[start] == '[') {
        line->kind = CVPN_LINE_HEADER;
        line->word = squeeze (text + start + 1, strcspn (text + start + 1, "]"));
    } else if (text[start] != '\0' && text[start] != '#' && (equals = strchr (text, '='))) {
        line->kind = CVPN_LINE_PAIR;
        line->word = squeeze (text, (gsize) (equals - text));
        line->value = (gsize) (equals - text) + 1;
        line->value += strspn (text + line->value, " \t");
    } else {
        line->kind = text[start] ? CVPN_LINE_COMMENT : CVPN_LINE_BLANK;
    }
    return line;
}

CvpnLines *
cvpn_lines_new (const char *content)
{
    CvpnLines *lines = g_new0 (CvpnLines, 1);
    const char *feed;

    lines->marked = g_str_has_prefix (content, MARK);
    content += lines->marked ? strlen (MARK) : 0;
    feed = strchr (content, '\n');
    lines->lines = g_ptr_array_new_with_free_func (free_line);
    lines->end = feed && feed > content && feed[-1] == '\r' ? "\r\n" : "\n";
    for (; *content; content = feed) {
        feed = strchr (content, '\n');
        feed = feed ? feed + 1 : content + strlen (content);
        g_ptr_array_add (lines->lines, new_line (g_strndup (content, (gsize) (feed - content))));
    }
    return lines;
}

void
cvpn_lines_free (CvpnLines *lines)
{
    g_ptr_array_unref (lines->lines);
    g_free (lines);
}

char *
cvpn_lines_text (const CvpnLines *lines)
{
    GString *out = g_string_new (lines->marked ? MARK : NULL);

    for (guint i = 0; i < lines->lines->len; i++)
        g_string_append (out, cvpn_line (lines, i)->text);
    return g_string_free (out, FALSE);
}

char *
cvpn_value_escape (const char *value)
{
    GString *out = g_string_new (NULL);

    for (const char *p = value; *p; p++) {
        if (*p == '\\')
            g_string_append (out, "\\\\");
        else if (*p == '\n')
            g_string_append (out, "\\n");
        else if (*p == '\r')
            g_string_append (out, "\\r");
        else if (*p == '\t')
            g_string_append (out, "\\t");
        else if (*p == ' ' && (p == value || p[1] == '\0'))
            g_string_append (out, "\\s");
        else
            g_string_append_c (out, *p);
    }
    return g_string_free (out, FALSE);
}

char *
cvpn_line_value (const CvpnLine *line)
{
    static const char codes[] = "sntr\\", meant[] = " \n\t\r\\";
    g_autofree char *raw = g_strchomp (g_strdup (line->text + line->value));
    GString *out = g_string_new (NULL);

    for (const char *p = raw; *p; p++) {
        const char *code = *p == '\\' && p[1] ? strchr (codes, p[1]) : NULL;
        g_string_append_c (out, code ? meant[code - codes] : *p);
        p += code != NULL;
    }
    return g_string_free (out, FALSE);
}

void
cvpn_lines_assign (CvpnLines *lines, guint i, const char *value)
{
    CvpnLine *line = cvpn_line (lines, i);
    const gsize length = strlen (line->text);
    gsize stop = length;

    while (stop > line->value && g_ascii_isspace (line->text[stop - 1]))
        stop--;
    g_autofree char *escaped = cvpn_value_escape (value);
    g_autofree char *start = g_strndup (line->text, line->value);
    const gboolean tight = start[line->value - 1] == '=' && stop == line->value;
    char *text =
        g_strconcat (start, tight ? " " : "", escaped, line->text + MAX (stop, line->value), NULL);

    free_line (g_steal_pointer (&lines->lines->pdata[i]));
    lines->lines->pdata[i] = new_line (text);
}

void
cvpn_lines_insert (CvpnLines *lines, guint i, const char *text)
{
    /* The one before it may be the last, without an end. */
    if (i > 0 && !strchr (cvpn_line (lines, i - 1)->text, '\n')) {
        CvpnLine *before = cvpn_line (lines, i - 1);
        char *ended = g_strconcat (before->text, lines->end, NULL);
        g_free (before->text);
        before->text = ended;
    }
    g_ptr_array_insert (lines->lines, (gint) i, new_line (g_strconcat (text, lines->end, NULL)));
}

guint
cvpn_lines_end (const CvpnLines *lines, guint i)
{
    for (i++; i < lines->lines->len && cvpn_line (lines, i)->kind != CVPN_LINE_HEADER; i++)
        ;
    return i;
}

guint
cvpn_lines_find (const CvpnLines *lines, const char *header)
{
    for (guint i = 0; i < lines->lines->len; i++)
        if (cvpn_line (lines, i)->kind == CVPN_LINE_HEADER &&
            g_str_equal (cvpn_line (lines, i)->word, header))
            return i;
    return lines->lines->len;
}

guint
cvpn_lines_key (const CvpnLines *lines, guint start, const char *key)
{
    const guint end = cvpn_lines_end (lines, start);

    for (guint i = start + 1; i < end; i++)
        if (cvpn_line (lines, i)->kind == CVPN_LINE_PAIR &&
            g_str_equal (cvpn_line (lines, i)->word, key))
            return i;
    return end;
}

guint
cvpn_lines_close (const CvpnLines *lines, guint start)
{
    const guint end = cvpn_lines_end (lines, start);
    guint last = start;

    for (guint i = start; i < end; i++)
        if (cvpn_line (lines, i)->kind == CVPN_LINE_PAIR)
            last = i;
    guint close = last + 1;
    while (close < end && cvpn_line (lines, close)->kind == CVPN_LINE_COMMENT)
        close++;
    if (close == lines->lines->len)
        return close;
    return close < end && cvpn_line (lines, close)->kind == CVPN_LINE_BLANK ? close : last + 1;
}

/* Takes lines out, leaving it to 'taken' to own them. */
static void
take (CvpnLines *from, guint first, guint last, gpointer *taken)
{
    for (guint i = first; i < last; i++)
        taken[i - first] = g_steal_pointer (&from->lines->pdata[i]);
    if (last > first)
        g_ptr_array_remove_range (from->lines, first, last - first);
}

void
cvpn_lines_move (CvpnLines *to, guint at, CvpnLines *from, guint first, guint last)
{
    const guint n = last - first, tail = to->lines->len - at;
    g_autofree gpointer *taken = g_new (gpointer, n + 1);

    take (from, first, last, taken);
    g_ptr_array_set_size (to->lines, (gint) (to->lines->len + n));
    memmove (to->lines->pdata + at + n, to->lines->pdata + at, tail * sizeof (gpointer));
    memcpy (to->lines->pdata + at, taken, n * sizeof (gpointer));
}
