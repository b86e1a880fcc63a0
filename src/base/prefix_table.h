/* prefix_table: longest-prefix match over IPv4.
 *
 * Filled while the network is built, read-only afterwards.  A lookup walks at
 * most 33 nodes, never allocates and never fails, so every step may call it
 * once per flow.  A value is the caller's index into its own array (a route, a
 * run of rules), never a pointer: the table owns nothing but its nodes. */
#pragma once

#include "base/prefix.h"

#define CVPN_PREFIX_TABLE_NONE G_MAXUINT32

typedef struct CvpnPrefixTable CvpnPrefixTable;

CvpnPrefixTable *cvpn_prefix_table_new (void);
void cvpn_prefix_table_free (CvpnPrefixTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnPrefixTable, cvpn_prefix_table_free)

/* Maps 'prefix' to 'value'.  Returns FALSE, changing nothing, if 'prefix' is
 * already present: which of two equal rules wins is the caller's business. */
gboolean cvpn_prefix_table_insert (CvpnPrefixTable *table, CvpnPrefix prefix, guint32 value);

gboolean cvpn_prefix_table_is_empty (const CvpnPrefixTable *table);

/* Returns the value of the longest prefix covering 'address', or
 * CVPN_PREFIX_TABLE_NONE when nothing covers it, not even 0.0.0.0/0. */
guint32 cvpn_prefix_table_lookup (const CvpnPrefixTable *table, guint32 address);

/* Returns the value of exactly 'prefix', or CVPN_PREFIX_TABLE_NONE. */
guint32 cvpn_prefix_table_get (const CvpnPrefixTable *table, CvpnPrefix prefix);

typedef void (*CvpnPrefixFunc) (CvpnPrefix prefix, guint32 value, gpointer data);

/* Calls 'func' for every prefix, by address, a shorter one before those in it. */
void cvpn_prefix_table_foreach (const CvpnPrefixTable *table, CvpnPrefixFunc func, gpointer data);
