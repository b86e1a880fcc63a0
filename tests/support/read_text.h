/* read_text: documents, read as an import reads them: what the inventory has then. */
#pragma once

#include "import/forms.h"

typedef void (*CvpnReadFunc) (CvpnInventory *inventory, const GPtrArray *documents);

/* Reads files with the reader of a form: name and text in turn, NULL at the end; in the texts an
 * apostrophe stands for a quotation mark.  The text of the inventory; newly allocated. */
char *cvpn_test_read_text (CvpnReadFunc read, const char *name, ...) G_GNUC_NULL_TERMINATED;

/* As answers of the AWS CLI; as states or plans. */
#define cvpn_test_cli_text(...)       cvpn_test_read_text (cvpn_cli_read, __VA_ARGS__)
#define cvpn_test_terraform_text(...) cvpn_test_read_text (cvpn_terraform_read, __VA_ARGS__)
