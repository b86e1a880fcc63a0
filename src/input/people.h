/* people: the values of [clients] that are sentences. */
#pragma once

#include "input/section.h"

/* "at 0s", "uniform 0s 15min", "poisson 20/min", "daily FILE", "csv FILE". */
void cvpn_people_parse_arrival (const CvpnReading *at, const char *value, gpointer field);
void cvpn_people_clear_arrival (gpointer field);
/* "0", "3 exponential 5s" or "openvpn"; 'field' is CvpnClientsSpec.retries. */
void cvpn_people_parse_retry (const CvpnReading *at, const char *value, gpointer field);
void cvpn_people_clear_retry (gpointer field);
/* "never", "after 10s" or "openvpn". */
void cvpn_people_parse_reconnect (const CvpnReading *at, const char *value, gpointer field);

/* What goes with which arrival; a CvpnClientsSpec. */
void cvpn_people_check_clients (gpointer data, const CvpnReading *at);
