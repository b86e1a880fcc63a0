/* value: one row per type of key: how it is read, what unset is, how it is freed. */
#pragma once

#include "input/section.h"

/* Reads 'value', which is not empty unless the key may be. */
void cvpn_value_read (const CvpnReading *at, const char *value, gpointer field);
/* Makes a zeroed member unset; lists become empty ones. */
void cvpn_value_unset (const CvpnKey *key, gpointer field);
void cvpn_value_clear (const CvpnKey *key, gpointer field);
gboolean cvpn_value_is_list (const CvpnKey *key);
/* An empty row, and its end; the entry stays who owns it. */
CvpnRowSpec *cvpn_value_new_row (const CvpnEntry *entry);
void cvpn_value_free_row (gpointer row);

/* Checks 'name' as a reference to a group of 'refers'; FALSE if it was reported. */
gboolean cvpn_value_refer (const CvpnReading *at, const char *refers, const char *name);

/* Reads a distribution; FALSE if a fault was reported. */
gboolean cvpn_value_draw (const CvpnReading *at, const char *value, CvpnQuantity quantity,
                          CvpnDistribution *draw);
