/* include: a scenario's files, the included ones first. */
#pragma once

#include "base/document.h"

/* Reads 'path' and what its [scenario] include names into 'document', each
 * file once.  'text' is the content of 'path' where it is no file, else NULL.
 * FALSE if 'path' itself could not be read. */
gboolean cvpn_include_read (CvpnDocument *document, const char *path, const char *text,
                            CvpnReport *report);
