/* diagnosis: what diagnose found out, as data; the texts are made from it. */
#pragma once

#include <cvpnsim/diagnose.h>

#include "analyze/answer.h"
#include "classes/region.h"
#include "classes/survey.h"

/* Crowds of one endpoint that fare alike on all landings with the packets of a joint. */
typedef struct {
    guint set;            /* which crowds: the same number for the same crowds */
    const GArray *crowds; /* guint32, ascending; owned by the diagnosis */
    GArray *fates;        /* CvpnFate, by landing of the endpoint */
    CvpnOutcome verdict;
    double probability;
} CvpnAlike;

/* Packets of one reduced fate for the same people. */
typedef struct {
    const GArray *crowds; /* guint32, ascending */
    GArray *fates;        /* CvpnFate by landing, without direction and rule */
    CvpnOutcome verdict;
    double probability; /* that a fresh connection is delivered */
    CvpnRegion *region;
} CvpnClass;

/* What a landing has to do with a finding. */
typedef enum {
    CVPN_ROLE_OTHER,   /* it fails for another reason */
    CVPN_ROLE_GOOD,    /* it delivers; in a latent finding: it would, or may */
    CVPN_ROLE_FAILING, /* it is what the finding is about */
} CvpnRole;

/* Why what is intermittent does not show. */
typedef enum {
    CVPN_LATENT_NOT,
    CVPN_LATENT_NO_HOST, /* no host is declared where it would */
    CVPN_LATENT_UNKNOWN, /* of another landing it cannot be judged */
} CvpnLatency;

/* What a finding is about: equal ones are one finding. */
typedef struct {
    CvpnFinds kind;
    const char *code;
    CvpnLatency latent;
    gboolean limit; /* a gateway does not carry the protocol: nothing to mend */
    guint32 endpoint;
    CvpnPrefix block; /* that the route or rule, or the place, is for; UNSET: none */
    guint32 blame;    /* the rule to look at first, or CVPN_RULE_NONE */
    guint n_landings;
    const guint32 *objects; /* by landing: the rule to blame there */
    const CvpnFate *fates;  /* by landing */
    const guint8 *roles;    /* CvpnRole, by landing */
    CvpnPorts own, lost;    /* FINDS_PORTS: of the clients' own ports, those that do not work */
} CvpnSubject;

/* A finding with all that is known of it. */
typedef struct {
    CvpnFinding finding; /* first: what is given out */
    CvpnSubject subject; /* objects, fates and roles are owned */
    GArray *crowds;      /* guint32, ascending */
    double probability;
    CvpnRegion *region; /* exactly the packets concerned */
    GPtrArray *mends;   /* CvpnMend * */
} CvpnDiscovery;

struct CvpnDiagnosis {
    const CvpnScenario *scenario;
    const CvpnNetwork *net; /* the version that was asked */
    gint64 at_ns;           /* -1: before all events */
    guint finds;            /* CvpnFinds */
    gboolean limited;       /* there are limits that were not asked for */
    GPtrArray *people;      /* CvpnAnswer *: who was asked for by name */
    CvpnSurvey *survey;
    GPtrArray *sets;        /* GArray * of guint32: sets of crowds, by number */
    GHashTable *set_ids;    /* their bytes -> number + 1 */
    GPtrArray *alike;       /* by joint: GPtrArray of CvpnAlike *, or NULL */
    GArray *starts;         /* guint32: where anything in the network begins */
    GPtrArray *classes;     /* CvpnClass *, intermittent ones first */
    GPtrArray *discoveries; /* CvpnDiscovery *, in the order of their findings */
    GPtrArray *findings;    /* const CvpnFinding *: theirs */
    GHashTable *taken;      /* "GROUP\nKEY" -> value: the lines of all mends so far */
};

static inline const CvpnCrowd *
cvpn_diagnosis_crowd (const CvpnDiagnosis *d, guint32 crowd)
{
    return cvpn_survey_crowd (d->survey, crowd);
}

static inline const CvpnCell *
cvpn_diagnosis_cell (const CvpnDiagnosis *d, guint i)
{
    return &g_array_index (d->survey->cells, CvpnCell, i);
}

/* The packet got to where somebody could have the address. */
static inline gboolean
cvpn_fate_finds_nobody (const CvpnFate *fate)
{
    return fate->code == CVPN_CODE_NO_POSSIBLE_DESTINATION && fate->step == CVPN_STEP_DESTINATION &&
           fate->direction == CVPN_FORWARD;
}

/* The subnet of a crowd's landing. */
const CvpnSubnet *cvpn_diagnosis_landing (const CvpnDiagnosis *d, guint32 crowd, guint landing);

/* CvpnAlike *: every crowd is in one of them; owned by the diagnosis. */
const GPtrArray *cvpn_diagnosis_alike (CvpnDiagnosis *d, guint32 joint);
/* The number of a set of crowds. */
guint cvpn_diagnosis_set (CvpnDiagnosis *d, const GArray *crowds);

/* diagnose_classes.c */
void cvpn_diagnosis_classify (CvpnDiagnosis *d);
void cvpn_class_free (CvpnClass *class);

/* A cell, cut at every boundary: for all its addresses every table says one thing. */
typedef struct {
    guint32 first, last;
    CvpnSelectors selectors;
} CvpnPiece;

/* Findings under way (subjects.c). */
typedef struct CvpnSubjects CvpnSubjects;

CvpnSubjects *cvpn_subjects_new (void);
void cvpn_subjects_free (CvpnSubjects *subjects);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnSubjects, cvpn_subjects_free)
/* Pieces of one set ascend. */
void cvpn_subjects_add (CvpnSubjects *subjects, const CvpnSubject *subject, guint set,
                        CvpnPiece piece);
/* Makes discoveries of them: one for each subject and its crowds of one region. */
void cvpn_subjects_discover (const CvpnSubjects *subjects, CvpnDiagnosis *d);
/* How many landings have that role, and the first of them. */
guint cvpn_subject_count (const CvpnSubject *subject, CvpnRole role);
guint cvpn_subject_first (const CvpnSubject *subject, CvpnRole role);

void cvpn_discovery_free (CvpnDiscovery *discovery);

/* Calls 'func' for each piece of a cell. */
typedef void (*CvpnPieceFunc) (gpointer data, CvpnPiece piece);
void cvpn_diagnosis_cut (const CvpnDiagnosis *d, const CvpnCell *cell, CvpnPieceFunc func,
                         gpointer data);

/* What to look for: each adds its subjects. */
void cvpn_diagnosis_intermittent (CvpnDiagnosis *d, CvpnSubjects *subjects);
void cvpn_diagnosis_never (CvpnDiagnosis *d, CvpnSubjects *subjects);
void cvpn_diagnosis_notes (CvpnDiagnosis *d, CvpnSubjects *subjects);
void cvpn_diagnosis_ports (CvpnDiagnosis *d, CvpnSubjects *subjects);

/* Where an address is, as a person would name it. */
typedef enum {
    CVPN_AREA_NOWHERE, /* a private address that nobody has */
    CVPN_AREA_CLIENTS, /* the client CIDR */
    CVPN_AREA_VPC,
    CVPN_AREA_NETWORK,
    CVPN_AREA_SERVICE, /* behind a gateway endpoint */
    CVPN_AREA_INTERNET,
} CvpnAreaKind;

typedef struct {
    CvpnAreaKind kind;
    const char *name; /* NULL: of the client CIDR, of the internet and of nowhere */
    CvpnPrefix block;
} CvpnArea;

CvpnArea cvpn_area_at (const CvpnNetwork *net, guint32 endpoint, guint32 address);

/* The CIDR of the authorization rules that decide there; FALSE: none covers it.  'admits'
 * receives whether one of them is for the person. */
gboolean cvpn_person_authorization (const CvpnNetwork *net, const CvpnPerson *person,
                                    guint32 address, CvpnPrefix *block, gboolean *admits,
                                    guint32 *rule);

/* Message, place, further places and mends, from a walk of one of its packets. */
void cvpn_discovery_explain (CvpnDiscovery *discovery, const CvpnDiagnosis *d);
