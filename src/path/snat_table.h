/* snat_table: which source ports the endpoint's interfaces use, per destination.
 *
 * One port per (interface, protocol, destination address, destination
 * port) and flow.  AWS documents that the client's port is kept where it can be
 * and replaced when several clients use the same destination ("Best practices
 * for using AWS Client VPN"); which port replaces it is not documented: here
 * the next free one above, cyclically.  The only mutable thing a step touches. */
#pragma once

#include <glib.h>

typedef struct CvpnSnatTable CvpnSnatTable;

/* A port in use; 'tuple' is CVPN_NONE where nothing was taken. */
typedef struct {
    guint32 tuple;
    guint16 port;
} CvpnSnatBinding;

typedef struct {
    guint32 interface; /* the association's handle, a small number: addresses of two VPCs
                          may be alike */
    guint32 destination;
    guint16 port; /* of the destination; 0 for icmp */
    guint8 protocol;
} CvpnSnatTuple;

/* Protocols whose packets have something to translate: TCP and UDP their ports, ICMP
 * its identifier. */
gboolean cvpn_snat_serves (guint8 protocol);

/* For hash tables whose keys begin with a CvpnSnatTuple. */
guint cvpn_snat_tuple_hash (gconstpointer key);
gboolean cvpn_snat_tuple_equal (gconstpointer a, gconstpointer b);

CvpnSnatTable *cvpn_snat_table_new (void);
void cvpn_snat_table_free (CvpnSnatTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnSnatTable, cvpn_snat_table_free)

/* Takes 'wanted' if it is free and within [first, first + count), else the next
 * free port above it.  Returns FALSE, taking nothing, when none of them is free.
 * Amortised constant time while few are in use. */
gboolean cvpn_snat_table_take (CvpnSnatTable *table, const CvpnSnatTuple *tuple, guint16 wanted,
                               guint16 first, guint32 count, CvpnSnatBinding *binding);

/* The same in two steps, for who has many flows to one tuple.  The tuple's index, which
 * it gets when it is first asked for and keeps: as many as there have been tuples; and a
 * port of the tuple with that index. */
guint32 cvpn_snat_table_find (CvpnSnatTable *table, const CvpnSnatTuple *tuple);
gboolean cvpn_snat_table_take_at (CvpnSnatTable *table, guint32 index, guint16 wanted,
                                  guint16 first, guint32 count, CvpnSnatBinding *binding);

/* Gives a port back; a binding whose tuple is CVPN_NONE is ignored. */
void cvpn_snat_table_release (CvpnSnatTable *table, CvpnSnatBinding binding);

/* Where a port in use was taken; the table's, until another tuple is asked for. */
const CvpnSnatTuple *cvpn_snat_table_tuple (const CvpnSnatTable *table, CvpnSnatBinding binding);

/* Ports in use at one interface, over all its destinations; and the
 * most that any one destination of it has had. */
guint32 cvpn_snat_table_in_use (const CvpnSnatTable *table, guint32 interface);
guint32 cvpn_snat_table_peak (const CvpnSnatTable *table, guint32 interface);
