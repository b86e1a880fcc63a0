/* aws_export_parts: what the files of the exporter share. */
#pragma once

#include "aws_export.h"
#include "model/network.h"
#include "model/scenario.h"

#define AWS_ACCOUNT "123456789012"

typedef struct {
    const CvpnScenario *scenario;
    const CvpnSpec *spec;
    const CvpnNetwork *net;
    GRand *noise;
    GPtrArray *answers;
    GHashTable *ids;   /* name -> id, owned */
    GHashTable *kinds; /* name -> kind of its group, owned */
} AwsExport;

/* The id of that name; borrowed. */
const char *aws_id (const AwsExport *e, const char *name);
/* An id of something that has no name: "rtb-…" made of 'what' and 'name'; newly allocated. */
char *aws_new_id (const char *prefix, const char *what, const char *name);
gboolean aws_chance (AwsExport *e, gint percent);
/* A choice that depends on the name only, not on what was chosen before. */
gboolean aws_is_one_of (const char *name, const char *what, guint n);

void aws_text (JsonObject *object, const char *name, const char *text);
void aws_format (JsonObject *object, const char *name, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
void aws_cidr (JsonObject *object, const char *name, CvpnPrefix prefix);
void aws_address (JsonObject *object, const char *name, guint32 address);
/* {"State": {"Code": WORD}} */
void aws_code (JsonObject *object, const char *name, const char *word);
/* "Tags", mostly. */
void aws_tags (JsonObject *object, const char *name);

/* The groups of an interface, as names; NULL: the VPC's default group. */
char *aws_default_group (const AwsExport *e, const char *vpc);
/* "subnet-a" -> its VPC's name. */
const char *aws_subnet_vpc (const AwsExport *e, const char *subnet);

void aws_export_vpcs (AwsExport *e);
void aws_export_route_tables (AwsExport *e);
void aws_export_security_groups (AwsExport *e);
void aws_export_network_acls (AwsExport *e);
void aws_export_interfaces (AwsExport *e);
void aws_export_gateways (AwsExport *e);
void aws_export_transit_gateways (AwsExport *e);
void aws_export_endpoints (AwsExport *e);
