/* inventory_put: words of inventory_text; what is absent is not written. */
#pragma once

#include "base/prefix.h"

void cvpn_text_put (GString *out, const char *key, const char *value);
void cvpn_text_put_flag (GString *out, const char *word, gboolean set);
void cvpn_text_put_number (GString *out, const char *key, gint64 value);
void cvpn_text_put_cidr (GString *out, CvpnPrefix cidr);
void cvpn_text_put_cidrs (GString *out, const GArray *cidrs);
void cvpn_text_put_address (GString *out, const char *key, guint32 address);
void cvpn_text_put_addresses (GString *out, const char *key, const GArray *addresses);
void cvpn_text_put_ids (GString *out, const char *key, const GPtrArray *ids);
