/* value: one row per type of key: how it is read, what unset is, how it is freed. */
#pragma once

#include "input/section.h"

/* Reads 'value', which is not empty unless the key may be. */
void cvpn_value_read (const CvpnReading *at, const char *value, gpointer field);
/* Makes a zeroed member unset; lists become empty ones. */
void cvpn_value_unset (const CvpnKey *key, gpointer field);
void cvpn_value_clear (const CvpnKey *key, gpointer field);
gboolean cvpn_value_is_list (const CvpnKey *key);

/* Checks 'name' as a reference to a group of 'refers'; FALSE if it was reported. */
gboolean cvpn_value_refer (const CvpnReading *at, const char *refers, const char *name);
