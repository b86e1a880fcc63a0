/* passage: an open-addressed table of what the evaluator said.
 *
 * Several passages may be of one class, each for other ports or shapes: they stand in the
 * order in which they were made, and at most one fits. */
#include "sim/passage.h"

#include <string.h>

#include "base/match.h"

#define FIRST_SLOTS 256u

struct CvpnPassages {
    CvpnPassage **slots; /* NULL: free */
    guint n_slots, n;    /* a power of two, at least twice as many */
    guint most;
};

CvpnPassages *
cvpn_passages_new (guint most)
{
    CvpnPassages *passages = g_new (CvpnPassages, 1);

    *passages = (CvpnPassages){ g_new0 (CvpnPassage *, FIRST_SLOTS), FIRST_SLOTS, 0, most };
    return passages;
}

void
cvpn_passages_forget (CvpnPassages *passages)
{
    for (guint i = 0; i < passages->n_slots && passages->n > 0; i++) {
        passages->n -= passages->slots[i] != NULL;
        g_clear_pointer (&passages->slots[i], g_free);
    }
}

void
cvpn_passages_free (CvpnPassages *passages)
{
    if (!passages)
        return;
    cvpn_passages_forget (passages);
    g_free (passages->slots);
    g_free (passages);
}

static guint32
service_of (const CvpnPacket *packet)
{
    const guint32 protocol = (guint32) packet->protocol << 16;

    return G_UNLIKELY (packet->protocol == CVPN_PROTOCOL_ICMP)
               ? protocol | (guint32) packet->icmp_type << 8 | packet->icmp_code
               : protocol | packet->destination_port;
}

static CvpnPassageClass
class_of (const CvpnTraveller *traveller)
{
    const CvpnPacket *packet = &traveller->packet;

    return (CvpnPassageClass){
        .pushed = traveller->pushed,
        .population = traveller->population,
        .association = traveller->association,
        .destination = packet->destination,
        .service = service_of (packet),
        .stream = traveller->stream,
    };
}

static gboolean
classes_equal (const CvpnPassageClass *a, const CvpnPassageClass *b)
{
    return a->destination == b->destination && a->association == b->association &&
           a->population == b->population && a->service == b->service && a->stream == b->stream &&
           a->pushed == b->pushed;
}

/* Populations and destinations are small numbers and neighbours: each part has a multiplier of
 * its own (as in snat_table.c), or (1, x.2) would fall together with (2, x.1). */
static guint
hash_class (const CvpnPassageClass *of)
{
    const guint64 sender = (guint64) of->population << 32 | of->association;
    const guint64 target = (guint64) of->destination << 32 | of->service << 1 | (guint) of->stream;
    guint64 hash = sender * G_GUINT64_CONSTANT (0x9e3779b185ebca87) +
                   target * G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f);

    hash = (hash ^ hash >> 32) * G_GUINT64_CONSTANT (0x165667b19e3779f9);
    return (guint) (hash >> 32);
}

static gboolean
is_within (CvpnExtent range, gint64 value)
{
    return range.first <= value && value <= range.last;
}

static gboolean
fits (const CvpnPassage *passage, const CvpnTraveller *traveller)
{
    const guint16 port = traveller->packet.source_port;

    return passage->ports.first <= port && port <= passage->ports.last &&
           is_within (passage->shapes.packet, traveller->packet_bytes) &&
           is_within (passage->shapes.answer, traveller->answer_bytes) &&
           is_within (passage->shapes.idle, traveller->idle_ns);
}

CvpnWalk
cvpn_traveller_walk (const CvpnTraveller *traveller, const CvpnNetwork *net)
{
    CvpnWalk walk;

    cvpn_walk_init (&walk, net, traveller->person, traveller->association, &traveller->packet);
    walk.connected = TRUE;
    walk.packet_bytes = traveller->packet_bytes;
    walk.answer_bytes = traveller->answer_bytes;
    walk.stream = traveller->stream;
    walk.idle_ns = traveller->idle_ns;
    return walk;
}

/* The one that stopped the flow, else the first with a rule, else the first. */
static guint
choose_verdict (const CvpnTrace *trace)
{
    const CvpnVerdict *obstacle = cvpn_trace_obstacle (trace);

    g_assert (trace->n > 0);
    if (obstacle)
        return (guint) (obstacle - trace->verdicts);
    for (guint i = 0; i < trace->n; i++)
        if (trace->verdicts[i].rule != CVPN_RULE_NONE)
            return i;
    return 0;
}

CvpnVerdict
cvpn_passage_ask (CvpnWalk *walk, CvpnStage stage, CvpnSpot *spot)
{
    CvpnTrace trace;

    trace.n = 0; /* no more of it is touched */
    cvpn_walk_stage (walk, stage, &trace);

    const guint chosen = choose_verdict (&trace);

    if (spot && stage > CVPN_STAGE_SUBNET_ROUTE &&
        trace.verdicts[chosen].result == CVPN_RESULT_FAIL)
        *spot = trace.spots[chosen];
    return trace.verdicts[chosen];
}

/* Before the stage changes the packet. */
static void
note_ports (CvpnPassage *passage, const CvpnWalk *walk)
{
    passage->snat = cvpn_walk_snat_ports (walk);
}

static void
note_translation (CvpnPassage *passage, const CvpnWalk *walk)
{
    if (passage->verdicts[CVPN_STAGE_SNAT].result != CVPN_RESULT_OK)
        return;
    passage->snat_address = walk->packet.source;
    passage->takes_port = cvpn_snat_serves (walk->packet.protocol);
}

/* Asks for all stages, up to an obstacle or to a port that a NAT gateway chooses. */
static void
walk_through (CvpnPassage *passage, CvpnWalk *walk)
{
    gboolean on = TRUE;

    for (CvpnStage stage = 0; stage < CVPN_N_STAGES && on; stage++) {
        if (stage == CVPN_STAGE_SNAT)
            note_ports (passage, walk);
        passage->verdicts[stage] = cvpn_passage_ask (walk, stage, NULL);
        if (walk->n_translations > 0)
            return;
        passage->n_stages++;
        if (stage == CVPN_STAGE_SNAT)
            note_translation (passage, walk);
        else if (stage == CVPN_STAGE_NACL_OUTBOUND)
            passage->distance = (guint8) cvpn_walk_distance (walk);
        passage->outcome = walk->outcome;
        on = walk->outcome == CVPN_OUTCOME_DELIVERED;
    }
}

static CvpnPassage *
make_passage (const CvpnNetwork *net, const CvpnTraveller *traveller)
{
    CvpnPassage *passage = g_new0 (CvpnPassage, 1);
    const CvpnPacket *packet = &traveller->packet;
    CvpnSelectors alike = cvpn_selectors_around (cvpn_selector (
        packet->protocol, packet->destination_port, packet->icmp_type, packet->icmp_code));
    CvpnWalk walk = cvpn_traveller_walk (traveller, net);

    passage->of = class_of (traveller);
    passage->ports = CVPN_PORTS_ALL;
    passage->shapes = CVPN_SHAPES_ALL;
    passage->snat_tuple = passage->traffic = CVPN_NONE;
    for (CvpnStage stage = 0; stage < CVPN_N_STAGES; stage++)
        passage->times_ns[stage] = -1;
    walk.alike = &alike; /* without it the evaluator does not narrow the ports, either */
    walk.alike_ports = &passage->ports;
    walk.alike_shapes = &passage->shapes;
    walk_through (passage, &walk);
    return passage;
}

static guint
free_slot (const CvpnPassages *passages, guint hash)
{
    guint slot = hash & (passages->n_slots - 1);

    while (passages->slots[slot])
        slot = (slot + 1) & (passages->n_slots - 1);
    return slot;
}

static void
grow (CvpnPassages *passages)
{
    g_autofree CvpnPassage **old = passages->slots;
    const guint n_old = passages->n_slots;

    passages->n_slots *= 2;
    passages->slots = g_new0 (CvpnPassage *, passages->n_slots);
    for (guint i = 0; i < n_old; i++)
        if (old[i])
            passages->slots[free_slot (passages, hash_class (&old[i]->of))] = old[i];
}

CvpnPassage *
cvpn_passages_find (CvpnPassages *passages, const CvpnNetwork *net, const CvpnTraveller *traveller)
{
    const CvpnPassageClass of = class_of (traveller);
    const guint hash = hash_class (&of);

    for (guint slot = hash; passages->slots[slot & (passages->n_slots - 1)]; slot++) {
        CvpnPassage *passage = passages->slots[slot & (passages->n_slots - 1)];
        if (classes_equal (&passage->of, &of) && fits (passage, traveller))
            return passage;
    }
    if (passages->n == passages->most)
        return NULL;
    if (++passages->n * 2 > passages->n_slots)
        grow (passages);
    return passages->slots[free_slot (passages, hash)] = make_passage (net, traveller);
}
