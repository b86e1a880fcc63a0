/* forms: what a document under the folder may be, and who reads it.
 *
 * All documents are looked at first, so that an import of two forms is refused before anything is
 * read: ids of the AWS CLI and addresses of a plan do not meet. */
#pragma once

#include "import/inventory.h"

typedef enum {
    CVPN_FORM_NONE,           /* not known: named and skipped */
    CVPN_FORM_CLI,            /* one or more answers of the AWS CLI, an array of them too */
    CVPN_FORM_TERRAFORM,      /* terraform show -json, of a state or of a plan */
    CVPN_FORM_CLOUDFORMATION, /* a template in JSON */
} CvpnForm;

/* Each decides by the document's own members, never by the file's name. */
gboolean cvpn_cli_is (const json_t *document);
/* Why a document that is none of the AWS CLI's answers that are read may look like one: "the answer
 * of describe-key-pairs, which is not needed"; NULL: it does not. */
const char *cvpn_cli_hint (const json_t *document);
gboolean cvpn_terraform_is (const json_t *document);
gboolean cvpn_cloudformation_is (const json_t *document);

/* A document that was read, of the form. */
typedef struct {
    const CvpnSource *source;
    guint index;  /* which of the file's */
    json_t *json; /* owned */
} CvpnDocumentRead;

/* Each fills the inventory from all documents of its form (CvpnDocumentRead); faults go to the
 * inventory's report, what is left out or skipped to its notes. */
void cvpn_cli_read (CvpnInventory *inventory, const GPtrArray *documents);
void cvpn_terraform_read (CvpnInventory *inventory, const GPtrArray *documents);
void cvpn_cloudformation_read (CvpnInventory *inventory, const GPtrArray *documents,
                               const char *const *parameters);

CvpnForm cvpn_form_of (const json_t *document);
/* "an answer of the AWS CLI"; never freed. */
const char *cvpn_form_name (CvpnForm form);
/* What a document of no known form is, "an object with 'Users' and 3 more"; newly allocated. Names
 * are bounded in length and number, and cleaned. */
char *cvpn_form_describe (json_t *document);
/* What to do with one that is nearly of a known form; NULL: nothing is known. */
const char *cvpn_form_hint (const json_t *document);
