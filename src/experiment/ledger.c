/* ledger: a list in the order of handing out, and an index into it. */
#include "experiment/ledger.h"

struct CvpnLedger {
    GQueue entries;    /* CvpnLedgerEntry *, oldest first */
    GHashTable *links; /* job as 64 bits -> GList * of entries */
};

static guint64
job_key (CvpnJob job)
{
    return (guint64) job.setting << 32 | job.replication;
}

CvpnLedger *
cvpn_ledger_new (void)
{
    CvpnLedger *ledger = g_new0 (CvpnLedger, 1);

    ledger->links = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
    return ledger;
}

void
cvpn_ledger_free (CvpnLedger *ledger)
{
    g_hash_table_unref (ledger->links);
    g_queue_clear_full (&ledger->entries, g_free);
    g_free (ledger);
}

guint
cvpn_ledger_length (const CvpnLedger *ledger)
{
    return ledger->entries.length;
}

void
cvpn_ledger_add (CvpnLedger *ledger, CvpnJob job, guint rank, gint64 now_us)
{
    const guint64 key = job_key (job);
    CvpnLedgerEntry *entry = g_new0 (CvpnLedgerEntry, 1);

    g_assert (!g_hash_table_contains (ledger->links, &key));
    *entry =
        (CvpnLedgerEntry){ .job = job, .since_us = now_us, .holders = { rank }, .n_holders = 1 };
    g_queue_push_tail (&ledger->entries, entry);
    g_hash_table_insert (ledger->links, g_memdup2 (&key, sizeof key), ledger->entries.tail);
}

static gboolean
is_held_by (const CvpnLedgerEntry *entry, guint rank)
{
    for (guint i = 0; i < entry->n_holders; i++)
        if (entry->holders[i] == rank)
            return TRUE;
    return FALSE;
}

gboolean
cvpn_ledger_again (CvpnLedger *ledger, guint rank, guint most, gint64 before_us, CvpnJob *job)
{
    for (GList *link = ledger->entries.head; link; link = link->next) {
        CvpnLedgerEntry *entry = link->data;
        /* Those that nobody has are in front. */
        if (entry->n_holders > 0 && entry->since_us > before_us)
            return FALSE;
        if (entry->n_holders >= MIN (most, CVPN_LEDGER_HOLDERS) || is_held_by (entry, rank))
            continue;
        entry->holders[entry->n_holders++] = rank;
        *job = entry->job;
        return TRUE;
    }
    return FALSE;
}

gboolean
cvpn_ledger_take (CvpnLedger *ledger, CvpnJob job, CvpnLedgerEntry *entry)
{
    const guint64 key = job_key (job);
    GList *link = g_hash_table_lookup (ledger->links, &key);

    if (!link)
        return FALSE;
    *entry = *(CvpnLedgerEntry *) link->data;
    g_free (link->data);
    g_queue_delete_link (&ledger->entries, link);
    g_hash_table_remove (ledger->links, &key);
    return TRUE;
}

/* TRUE if nobody is left who has it. */
static gboolean
forget_holder (CvpnLedgerEntry *entry, guint rank)
{
    guint kept = 0;

    for (guint i = 0; i < entry->n_holders; i++)
        if (entry->holders[i] != rank)
            entry->holders[kept++] = entry->holders[i];
    const gboolean was_held = kept < entry->n_holders;
    entry->n_holders = kept;
    return was_held && kept == 0;
}

void
cvpn_ledger_forget (CvpnLedger *ledger, guint rank)
{
    GList *next;

    for (GList *link = ledger->entries.head; link; link = next) {
        CvpnLedgerEntry *entry = link->data;
        next = link->next;
        if (!forget_holder (entry, rank))
            continue;
        g_queue_unlink (&ledger->entries, link);
        g_queue_push_head_link (&ledger->entries, link);
    }
}
