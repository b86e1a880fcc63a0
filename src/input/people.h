/* people: the values of [clients] that are sentences. */
#pragma once

#include "input/section.h"

/* How long they stay with `arrival = office-day`, unless `session` says it. */
#define CVPN_OFFICE_SESSION "mixture 20% uniform 1min 30min, lognormal 6h 0.35"

/* "at 0s", "uniform 0s 15min", "office-day", "poisson 20/min", "daily FILE", "csv FILE". */
void cvpn_people_parse_arrival (const CvpnReading *at, const char *value, gpointer field);
void cvpn_people_clear_arrival (gpointer field);
/* "0", "3 exponential 5s" or "openvpn"; 'field' is CvpnClientsSpec.retries. */
void cvpn_people_parse_retry (const CvpnReading *at, const char *value, gpointer field);
void cvpn_people_clear_retry (gpointer field);
/* "never", "after 10s" or "openvpn". */
void cvpn_people_parse_reconnect (const CvpnReading *at, const char *value, gpointer field);

/* "12:30 15min", a normal distribution from midnight. */
void cvpn_people_parse_around (const CvpnReading *at, const char *value, gpointer field);

/* What goes with which arrival; a CvpnClientsSpec. */
void cvpn_people_check_clients (gpointer data, const CvpnReading *at);
