/* cli_text: answers of the AWS CLI, read as an import reads them. */
#pragma once

#include <glib.h>

/* Reads files as answers of the AWS CLI: name and text in turn, NULL at the end; in the texts an
 * apostrophe stands for a quotation mark.  The text of the inventory; newly allocated. */
char *cvpn_test_cli_text (const char *name, ...) G_GNUC_NULL_TERMINATED;
