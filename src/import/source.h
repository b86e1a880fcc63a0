/* source: the JSON documents under a folder, each read whole, strictly, and within bounds.
 *
 * A file may hold several documents one behind the other, as `>>` makes them, may begin with a
 * byte order mark, and may be UTF-16 with one, as PowerShell's `>` writes it. */
#pragma once

#include <jansson.h>

#include <cvpnsim/report.h>

#define CVPN_SOURCE_BYTES_MAX  (512u << 20) /* of a file */
#define CVPN_SOURCE_TOTAL_MAX  (1ull << 30) /* of all of them */
#define CVPN_SOURCE_MEMORY_MAX (4ull << 30) /* about what the documents take, of all of them */
#define CVPN_SOURCE_FILES_MAX  100000
#define CVPN_SOURCE_DEPTH_MAX  64

typedef struct {
    char *path; /* to open it by */
    char *name; /* relative to the folder, "/" between; of a single file: its base name */
    struct CvpnSourceMemo *memo; /* what was said of it; NULL: nothing is remembered */
} CvpnSource;

/* Both texts are copied; 'name' may be invalid UTF-8, which is made valid. */
CvpnSource *cvpn_source_new (const char *path, const char *name);

void cvpn_source_free (CvpnSource *source);

/* The *.json under 'path' (whatever the case of the ending; links to folders are not followed,
 * what is neither a file nor a folder is left alone), sorted by name; or 'path' itself, if it is
 * a file.  None is an error of the report.  CvpnSource, owned by the array. */
GPtrArray *cvpn_sources_find (const char *path, CvpnReport *report, GError **error);

/* The documents of one: json_t *, owned by the array.  A fault goes to 'report' with line and
 * column ("column 17: …"): not JSON, truncated, a member given twice, too deep, too large, not
 * UTF-8, empty.  Returns NULL if there was one.  No message repeats text of the file that might
 * be a secret: only single tokens of punctuation, and names of members. */
GPtrArray *cvpn_source_read (const CvpnSource *source, CvpnReport *report);

/* About what the documents of it took when it was read; 0: it was not. */
guint64 cvpn_source_memory (const CvpnSource *source);

/* TRUE the first time that this is said of the file: one thing that is wrong is one fault, however
 * often it is asked for. */
gboolean cvpn_source_says (const CvpnSource *source, const char *what);
/* Values of the file's documents in which something is wrong, as long as these are there. */
gboolean cvpn_source_is_faulty (const CvpnSource *source, gconstpointer value);
void cvpn_source_mark_faulty (const CvpnSource *source, gconstpointer value);

typedef struct {
    const char *member; /* NULL: an element */
    gsize index;
} CvpnSourceStep;

/* The line of the value at 'path' in the 'document'-th document of the file; 0 if it cannot be
 * found any more.  Reads the file again: for messages only. */
guint cvpn_source_line (const CvpnSource *source, guint document, const CvpnSourceStep *path,
                        gsize steps);
/* The line of the first string that is exactly that; 0: there is none. */
guint cvpn_source_word_line (const CvpnSource *source, const char *word);
