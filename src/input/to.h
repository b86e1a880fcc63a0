/* to: destinations as `to` and the CSV of flows write them. */
#pragma once

#include "input/section.h"

/* Reads one destination, its host being a [host] of the scenario; NULL if a
 * fault was reported. */
CvpnToSpec *cvpn_to_read (const CvpnReading *at, const char *text);

/* Values: a CvpnToClassSpec * of expect, a GPtrArray * of CvpnToSpec * of traffic. */
void cvpn_to_parse_class (const CvpnReading *at, const char *value, gpointer field);
void cvpn_to_parse_list (const CvpnReading *at, const char *value, gpointer field);
void cvpn_to_clear_class (gpointer field);
void cvpn_to_clear_list (gpointer field);
