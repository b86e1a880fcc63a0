/* A CloudFormation template in a test, read into an inventory. */
#pragma once

#include "import/forms.h"

typedef struct {
    CvpnSource *source;
    CvpnReport *report;
    json_t *json;
    CvpnInventory *inventory;
} CvpnTemplateCase;

/* 'template' is JSON, in which ' stands for "; 'parameters' as --parameter has them, NULL: none. */
CvpnTemplateCase *cvpn_template_case (const char *template, const char *const *parameters);
/* Of resources alone. */
CvpnTemplateCase *cvpn_template_of (const char *resources);
void cvpn_template_case_free (CvpnTemplateCase *test);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnTemplateCase, cvpn_template_case_free)

/* "2: Resources.A.Properties: a list is expected", one a line; newly allocated. */
char *cvpn_template_faults (const CvpnTemplateCase *test);
/* "VpcCidr: the parameter's default …", one a line, of the notes of that kind; newly allocated. */
char *cvpn_template_notes (const CvpnTemplateCase *test, CvpnImportNoteKind kind);
/* "10.0.0.0/16" and "a b": for comparisons; newly allocated. */
char *cvpn_template_cidr (CvpnPrefix cidr);
char *cvpn_template_list (const GPtrArray *strings);
/* The rules, one a line: "6 443-443 10.0.0.0/8", "any sg-a"; newly allocated. */
char *cvpn_template_rules (const GArray *rules);
