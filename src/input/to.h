/* to: destinations as `to` and the CSV of flows write them. */
#pragma once

#include "input/section.h"

/* Reads one destination, its host being a [host] of the scenario; NULL if a
 * fault was reported. */
CvpnToSpec *cvpn_to_read (const CvpnReading *at, const char *text);

/* Values: a CvpnToSpec * of expect, a GPtrArray * of them of traffic. */
void cvpn_to_parse_one (const CvpnReading *at, const char *value, gpointer field);
void cvpn_to_parse_list (const CvpnReading *at, const char *value, gpointer field);
void cvpn_to_clear_one (gpointer field);
void cvpn_to_clear_list (gpointer field);
