/* diagnose: what becomes of every packet, on every landing, and what is wrong with it. */
#pragma once

#include <cvpnsim/finding.h>
#include <cvpnsim/scenario.h>

/* What may be found, as bits. */
typedef enum {
    CVPN_FINDS_INTERMITTENT = 1 << 0, /* works on one landing and fails on another */
    CVPN_FINDS_NEVER = 1 << 1,        /* never works, though a rule or a route says it should */
    CVPN_FINDS_UNAUTHORIZED = 1 << 2, /* works, though nobody named it */
    CVPN_FINDS_UNDETERMINED = 1 << 3, /* cannot be judged: the file lacks something */
    CVPN_FINDS_PORTS = 1 << 4,        /* works from some of the client's own ports only */
    CVPN_FINDS_USUAL = (1 << 5) - 1,  /* all of these */
    /* Intermittent for a protocol that a gateway on one landing's way does not carry, such as GRE
     * behind a NAT gateway: nothing in a configuration mends that, so it is found if asked for. */
    CVPN_FINDS_LIMITS = 1 << 5,
} CvpnFinds;

/* Nothing is owned; unset: NULL, 0 and -1. */
typedef struct {
    const gint64 *at_ns;        /* after the events up to then; NULL: as the file has it */
    const char *const *clients; /* populations, or users of them; NULL: everybody */
    const char *groups;         /* instead: "G1;G2", an authenticated user of these groups */
    gint source_port;           /* the clients' own; -1: 49152 */
    guint finds;                /* CvpnFinds; 0: CVPN_FINDS_USUAL */
} CvpnDiagnoseOptions;

typedef struct CvpnDiagnosis CvpnDiagnosis;

/* Fails with CVPN_ERROR_USAGE or CVPN_ERROR_REFERENCE where the options are wrong.
 * 'scenario' must outlive the diagnosis. */
CvpnDiagnosis *cvpn_diagnose (const CvpnScenario *scenario, const CvpnDiagnoseOptions *options,
                              GError **error);
void cvpn_diagnosis_free (CvpnDiagnosis *diagnosis);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnDiagnosis, cvpn_diagnosis_free)

/* const CvpnFinding *, owned by the diagnosis: errors first, then warnings, then notes. */
const GPtrArray *cvpn_diagnosis_findings (const CvpnDiagnosis *diagnosis);
guint cvpn_diagnosis_count (const CvpnDiagnosis *diagnosis, CvpnSeverity severity);

/* The bits for a list as --only has it ("intermittent,never"); fails with CVPN_ERROR_USAGE. */
gboolean cvpn_finds_parse (const char *only, guint *finds, GError **error);

/* Both newly allocated. 'classes': the whole matrix, not only what is found. */
char *cvpn_diagnosis_json (const CvpnDiagnosis *diagnosis);
char *cvpn_diagnosis_text (const CvpnDiagnosis *diagnosis, gboolean classes, gboolean color);
