/* rows: keys that are data; each fills a CvpnRowSpec. */
#pragma once

#include "input/section.h"

/* An empty row, in the document's memory; the entry stays whose it is.  'list': its value is a
 * list, for 'names'. */
CvpnRowSpec *cvpn_rows_new (const CvpnReading *at, const CvpnEntry *entry, gboolean list);
/* Frees what the row owns. */
void cvpn_rows_clear (gpointer row);

/* "172.31.0.0/16 = pcx-ab", "pl-office = pcx-ab" of a route table: the target goes
 * to 'text'. */
void cvpn_rows_parse_route (const CvpnReading *at, const char *value, gpointer field);
/* "172.31.0.0/16 = att-b" of a transit gateway's table: the same. */
void cvpn_rows_parse_transit_route (const CvpnReading *at, const char *value, gpointer field);
/* "172.31.0.0/16 = subnet-a; subnet-b", "10.2.0.0/22 = local": to 'names'. */
void cvpn_rows_parse_endpoint_route (const CvpnReading *at, const char *value, gpointer field);
/* "172.31.0.0/16 = engineering; *": to 'names'. */
void cvpn_rows_parse_authorization (const CvpnReading *at, const char *value, gpointer field);

/* The key alone of a route table's row; FALSE if a fault was reported. */
gboolean cvpn_rows_read_routed (const CvpnReading *at, CvpnRowSpec *row);
