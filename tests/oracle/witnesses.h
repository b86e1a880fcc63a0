/* witnesses: what becomes of a packet, by all who can tell: explain, the survey, the classes of
 * diagnose's JSON, and the naive walk. */
#pragma once

#include "class_list.h"
#include "classes/survey.h"
#include "packets.h"

typedef struct {
    const CvpnScenario *scenario;
    CvpnSurvey *survey;
    ClassList *classes;
    gint64 at_ns;            /* -1: before all events */
    const char *failed_zone; /* or NULL: for the naive walk, which does not see the network */
    gboolean naive;          /* the naive walk understands the file */
} Witnesses;

/* 'scenario' must outlive them. */
Witnesses *witnesses_new (const CvpnScenario *scenario, gint64 at_ns, const char *failed_zone,
                          gboolean naive);
void witnesses_free (Witnesses *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Witnesses, witnesses_free)

/* NULL, or what each says of a crowd of the survey where they differ; newly allocated, as
 * 'answer' (may be NULL), which receives what the survey says. */
char *witnesses_differ (const Witnesses *w, guint32 crowd, const PacketChoice *packet,
                        char **answer);

/* The same of explain for another port of the client's own, on the landings where the survey
 * says that its verdict holds for it, too. */
char *witnesses_differ_by_port (const Witnesses *w, guint32 crowd, const PacketChoice *packet,
                                guint16 source_port);
