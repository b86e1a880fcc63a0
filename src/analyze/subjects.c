/* subjects: findings under way; packets are gathered by what is to blame, and then by whom
 * they concern.
 *
 * A finding says who is concerned, and of each of them it holds for every packet of its
 * region: crowds that the same thing keeps from different packets get a finding each. */
#include <cvpnsim/finding_codes.h>

#include "analyze/diagnosis.h"

/* The packets that concern one set of crowds. */
typedef struct {
    guint set;
    GArray *pieces; /* CvpnPiece */
} Part;

typedef struct {
    CvpnSubject subject; /* objects, fates and roles are owned */
    char *key;
    GPtrArray *parts; /* Part *, in order of appearance */
} Entry;

struct CvpnSubjects {
    GPtrArray *entries;   /* Entry *, in order of appearance */
    GHashTable *by_key;   /* key -> Entry *, borrowed */
    GHashTable *by_plain; /* of findings that are not latent: plain key */
};

static void
free_part (gpointer data)
{
    Part *part = data;

    g_array_unref (part->pieces);
    g_free (part);
}

static void
clear_subject (CvpnSubject *subject)
{
    g_free ((gpointer) (gsize) subject->objects);
    g_free ((gpointer) (gsize) subject->fates);
    g_free ((gpointer) (gsize) subject->roles);
}

static void
free_entry (gpointer data)
{
    Entry *entry = data;

    clear_subject (&entry->subject);
    g_free (entry->key);
    g_ptr_array_unref (entry->parts);
    g_free (entry);
}

CvpnSubjects *
cvpn_subjects_new (void)
{
    CvpnSubjects *subjects = g_new (CvpnSubjects, 1);

    subjects->entries = g_ptr_array_new_with_free_func (free_entry);
    subjects->by_key = g_hash_table_new (g_str_hash, g_str_equal);
    subjects->by_plain = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    return subjects;
}

void
cvpn_subjects_free (CvpnSubjects *subjects)
{
    if (!subjects)
        return;
    g_hash_table_unref (subjects->by_key);
    g_hash_table_unref (subjects->by_plain);
    g_ptr_array_unref (subjects->entries);
    g_free (subjects);
}

/* The cause, the object and the landings that fail by it, on the way there or back: one ACL
 * may deny the requests of some packets and the answers to others. */
static GString *
write_plain_key (const CvpnSubject *s)
{
    GString *key = g_string_new (NULL);

    g_string_printf (key, "%d %s %u %u/%u %u %u-%u %u-%u", s->kind, s->code, s->endpoint,
                     s->block.address, s->block.length, s->blame, s->own.first, s->own.last,
                     s->lost.first, s->lost.last);
    for (guint i = 0; i < s->n_landings; i++)
        if (s->roles[i] == CVPN_ROLE_FAILING)
            g_string_append_printf (key, " %u:%u/%u/%u", i, s->objects[i], s->fates[i].direction,
                                    s->kind == CVPN_FINDS_NEVER ? s->fates[i].code : 0);
    return key;
}

static char *
write_key (const CvpnSubject *s)
{
    GString *key = write_plain_key (s);

    g_string_append_printf (key, " %d", s->latent);
    for (guint i = 0; i < s->n_landings; i++)
        g_string_append_c (key, s->roles[i] != CVPN_ROLE_GOOD                   ? '-'
                                : s->fates[i].outcome == CVPN_OUTCOME_DELIVERED ? '+'
                                                                                : '?');
    return g_string_free (key, FALSE);
}

static Entry *
new_entry (CvpnSubjects *subjects, const CvpnSubject *subject, char *key)
{
    Entry *entry = g_new0 (Entry, 1);

    entry->subject = *subject;
    entry->subject.objects = g_memdup2 (subject->objects, subject->n_landings * sizeof (guint32));
    entry->subject.fates = g_memdup2 (subject->fates, subject->n_landings * sizeof (CvpnFate));
    entry->subject.roles = g_memdup2 (subject->roles, subject->n_landings);
    entry->key = key;
    entry->parts = g_ptr_array_new_with_free_func (free_part);
    g_ptr_array_add (subjects->entries, entry);
    g_hash_table_insert (subjects->by_key, key, entry);
    if (!subject->latent)
        g_hash_table_add (subjects->by_plain, g_string_free (write_plain_key (subject), FALSE));
    return entry;
}

static Part *
get_part (Entry *entry, guint set)
{
    Part *part;

    for (guint i = 0; i < entry->parts->len; i++) {
        part = entry->parts->pdata[i];
        if (part->set == set)
            return part;
    }
    part = g_new (Part, 1);
    part->set = set;
    part->pieces = g_array_new (FALSE, FALSE, sizeof (CvpnPiece));
    g_ptr_array_add (entry->parts, part);
    return part;
}

void
cvpn_subjects_add (CvpnSubjects *subjects, const CvpnSubject *subject, guint set, CvpnPiece piece)
{
    g_autofree char *key = write_key (subject);
    Entry *entry = g_hash_table_lookup (subjects->by_key, key);

    if (!entry)
        entry = new_entry (subjects, subject, g_steal_pointer (&key));
    g_array_append_val (get_part (entry, set)->pieces, piece);
}

static gboolean
part_has (const CvpnDiagnosis *d, const Part *part, guint32 crowd)
{
    const GArray *crowds = d->sets->pdata[part->set];

    for (guint i = 0; i < crowds->len; i++)
        if (g_array_index (crowds, guint32, i) == crowd)
            return TRUE;
    return FALSE;
}

/* Which parts concern the crowd: "+-+"; NULL: none. */
static char *
write_signature (const CvpnDiagnosis *d, const Entry *entry, guint32 crowd)
{
    char *signature = g_strnfill (entry->parts->len, '-');
    gboolean any = FALSE;

    for (guint i = 0; i < entry->parts->len; i++)
        if (part_has (d, entry->parts->pdata[i], crowd)) {
            signature[i] = '+';
            any = TRUE;
        }
    if (!any)
        g_clear_pointer (&signature, g_free);
    return signature;
}

static int
compare_pieces (gconstpointer a, gconstpointer b)
{
    const CvpnPiece *x = a, *y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->selectors.first != y->selectors.first)
        return x->selectors.first < y->selectors.first ? -1 : 1;
    return 0;
}

static CvpnRegion *
gather_region (const Entry *entry, const char *signature)
{
    g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (CvpnPiece));
    CvpnRegion *region = cvpn_region_new ();

    for (guint i = 0; i < entry->parts->len; i++) {
        const Part *part = entry->parts->pdata[i];
        if (signature[i] == '+')
            g_array_append_vals (pieces, part->pieces->data, part->pieces->len);
    }
    g_array_sort (pieces, compare_pieces);
    for (guint i = 0; i < pieces->len; i++) {
        const CvpnPiece *piece = &g_array_index (pieces, CvpnPiece, i);
        cvpn_region_add (region, (CvpnRange){ piece->first, piece->last }, piece->selectors);
    }
    return region;
}

static guint
count_ports (CvpnPorts ports)
{
    return ports.last - ports.first + 1u;
}

/* Each landing is as likely, and each of the client's ports. */
static double
find_probability (const CvpnSubject *subject)
{
    const double lost = subject->kind == CVPN_FINDS_PORTS
                            ? (double) count_ports (subject->lost) / count_ports (subject->own)
                            : 0;
    double good = 0;

    for (guint i = 0; i < subject->n_landings; i++)
        if (subject->fates[i].outcome == CVPN_OUTCOME_DELIVERED)
            good += subject->roles[i] == CVPN_ROLE_FAILING ? 1 - lost : 1;
    return subject->n_landings > 0 ? good / subject->n_landings : 0;
}

static CvpnSeverity
find_severity (const CvpnSubject *subject)
{
    if (subject->limit)
        return CVPN_SEVERITY_NOTE;
    if (subject->kind == CVPN_FINDS_INTERMITTENT && !subject->latent)
        return CVPN_SEVERITY_ERROR;
    if (subject->kind == CVPN_FINDS_INTERMITTENT || subject->kind == CVPN_FINDS_NEVER ||
        subject->kind == CVPN_FINDS_PORTS)
        return CVPN_SEVERITY_WARNING;
    return CVPN_SEVERITY_NOTE;
}

static CvpnDiscovery *
new_discovery (const Entry *entry, const char *signature)
{
    CvpnDiscovery *discovery = g_new0 (CvpnDiscovery, 1);
    CvpnSubject *subject = &discovery->subject;
    const CvpnFindingKind *kind = cvpn_finding_kind (entry->subject.code);

    *subject = entry->subject;
    subject->objects = g_memdup2 (subject->objects, subject->n_landings * sizeof (guint32));
    subject->fates = g_memdup2 (subject->fates, subject->n_landings * sizeof (CvpnFate));
    subject->roles = g_memdup2 (subject->roles, subject->n_landings);
    discovery->crowds = g_array_new (FALSE, FALSE, sizeof (guint32));
    discovery->region = gather_region (entry, signature);
    discovery->probability = find_probability (subject);
    discovery->mends = g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_mend_free);
    cvpn_finding_init (&discovery->finding, find_severity (subject), subject->code);
    discovery->finding.source = kind ? kind->source : NULL;
    return discovery;
}

void
cvpn_discovery_free (CvpnDiscovery *discovery)
{
    cvpn_finding_clear (&discovery->finding);
    clear_subject (&discovery->subject);
    g_array_unref (discovery->crowds);
    cvpn_region_free (discovery->region);
    g_ptr_array_unref (discovery->mends);
    g_free (discovery);
}

/* A discovery for each signature that a crowd has. */
static void
discover_entry (const Entry *entry, CvpnDiagnosis *d)
{
    g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (guint32 crowd = 0; crowd < d->survey->crowds->len; crowd++) {
        g_autofree char *signature = write_signature (d, entry, crowd);
        CvpnDiscovery *discovery;
        if (!signature)
            continue;
        discovery = g_hash_table_lookup (found, signature);
        if (!discovery) {
            discovery = new_discovery (entry, signature);
            g_ptr_array_add (d->discoveries, discovery);
            g_hash_table_insert (found, g_steal_pointer (&signature), discovery);
        }
        g_array_append_val (discovery->crowds, crowd);
    }
}

/* What shows with a host says it all where none is declared, too. */
static gboolean
is_known (const CvpnSubjects *subjects, const Entry *entry)
{
    g_autofree char *plain = g_string_free (write_plain_key (&entry->subject), FALSE);

    return entry->subject.latent && g_hash_table_contains (subjects->by_plain, plain);
}

void
cvpn_subjects_discover (const CvpnSubjects *subjects, CvpnDiagnosis *d)
{
    for (guint i = 0; i < subjects->entries->len; i++)
        if (!is_known (subjects, subjects->entries->pdata[i]))
            discover_entry (subjects->entries->pdata[i], d);
}

guint
cvpn_subject_count (const CvpnSubject *subject, CvpnRole role)
{
    guint n = 0;

    for (guint i = 0; i < subject->n_landings; i++)
        n += subject->roles[i] == role;
    return n;
}

guint
cvpn_subject_first (const CvpnSubject *subject, CvpnRole role)
{
    for (guint i = 0; i < subject->n_landings; i++)
        if (subject->roles[i] == role)
            return i;
    return 0;
}
