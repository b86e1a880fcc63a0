/* import: a scenario made of what describes a real configuration: the output of the AWS CLI, of
 * `terraform show -json`, or a CloudFormation template in JSON.
 *
 * The input is not trusted: it is bounded in size and depth, and only what is asked for by name
 * is copied from it.  What it refers to and does not contain becomes an [unknown]; nothing is
 * supposed about it. */
#pragma once

#include <cvpnsim/report.h>

/* What may be supposed, if the user says so, of what the input does not contain. */
typedef enum {
    CVPN_ASSUME_NETWORK_ACLS = 1 << 0, /* default network ACLs: they allow everything */
    CVPN_ASSUME_HOSTS = 1 << 1,        /* no other interfaces than those of the input */
} CvpnAssume;

/* Nothing is owned; NULL, 0: the default. */
typedef struct {
    /* Client VPN endpoints by id; NULL: all. */
    const char *const *endpoints;
    /* Which interfaces become hosts: "all", "none", "instances", ids, CIDRs, or patterns with
     * '*' and '?' for the Name tag; one that matches is enough.  NULL: all. */
    const char *const *hosts;
    /* At most so many of a subnet, in the order of their addresses; 0: no limit. */
    guint hosts_per_subnet;
    /* "NAME=VALUE": parameters of a CloudFormation template. */
    const char *const *parameters;
    guint assume; /* CvpnAssume */
} CvpnImportOptions;

typedef enum {
    CVPN_IMPORT_READ,     /* so many of a kind were read */
    CVPN_IMPORT_SKIPPED,  /* a file, or a part of one, that is of no use here */
    CVPN_IMPORT_LEFT_OUT, /* read, and not in the scenario: IPv6, a state that is not active … */
    CVPN_IMPORT_MISSING, /* referred to, not there: an [unknown] of the scenario, or left out too */
    CVPN_IMPORT_REMARK,  /* what a reader should know of how it was read */
} CvpnImportNoteKind;

typedef struct {
    CvpnImportNoteKind kind;
    const char *file; /* relative to what was imported; NULL: of no single file */
    const char *what; /* "subnets"; an id; a top-level key */
    const char *text; /* a sentence without its full stop; may be "" with READ */
    const char *call; /* MISSING: "describe-vpcs --vpc-ids vpc-0a1b"; NULL: there is none */
    guint64 count;    /* READ, LEFT_OUT: how many; else 0 */
} CvpnImportNote;

typedef struct CvpnImport CvpnImport;

/* Imports every *.json under 'path', or the file 'path'.  Every fault goes to 'report', with file
 * and line.  Returns NULL with 'error' (CVPN_ERROR_SCENARIO) if there was one, or with
 * CVPN_ERROR_USAGE for an option, CVPN_ERROR_IO where the outside failed. */
CvpnImport *cvpn_import (const char *path, const CvpnImportOptions *options, CvpnReport *report,
                         GError **error);
void cvpn_import_free (CvpnImport *import);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnImport, cvpn_import_free)

/* The scenario's text: the same for the same content of the input, whatever its files are called
 * and however they are split.  Owned by the import. */
const char *cvpn_import_scenario (const CvpnImport *import);
/* const CvpnImportNote *, by kind, then in a stable order; owned by the import. */
const GPtrArray *cvpn_import_notes (const CvpnImport *import);

/* What was read, left out and is missing; newly allocated. */
char *cvpn_import_report_text (const CvpnImport *import, gboolean color);
char *cvpn_import_report_json (const CvpnImport *import);
