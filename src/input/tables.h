/* tables: the CSV files that a scenario names. */
#pragma once

#include "input/section.h"

/* profile.csv, "time_of_day,rate": a GArray of CvpnRatePoint, ascending, or
 * NULL.  Faults are reported in the CSV's own file and line. */
GArray *cvpn_tables_read_profile (const CvpnReading *at, const char *name);

/* logins.csv, "time,user,duration": a GPtrArray of CvpnLogin, ascending by
 * time, or NULL. */
GPtrArray *cvpn_tables_read_logins (const CvpnReading *at, const char *name);

/* `from-csv`, "time,user,destination,protocol,port,request,response": a
 * GPtrArray * of CvpnListedFlow, ascending by time. */
void cvpn_tables_parse_flows (const CvpnReading *at, const char *value, gpointer field);
void cvpn_tables_clear_flows (gpointer field);
