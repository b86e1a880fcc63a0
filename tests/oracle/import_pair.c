/* import_pair: both are asked by the public API; ids are the exporter's. */
#include "import_pair.h"

#include <cvpnsim/verdict.h>
#include <string.h>

#include "model/network.h"
#include "model/scenario.h"
#include "packets.h"
#include "support.h"
#include "scenario_text.h"

void
import_pair_clear (ImportPair *pair)
{
    g_free (pair->text);
    g_free (pair->imported_text);
    cvpn_scenario_free (pair->original);
    cvpn_scenario_free (pair->imported);
    if (pair->answers)
        g_ptr_array_unref (pair->answers);
    *pair = (ImportPair){ .seed = pair->seed };
}

static char *
next_folder (void)
{
    static gint n; /* of the test alone */

    return g_strdup_printf ("%s/import-%d", cvpn_test_folder (), g_atomic_int_add (&n, 1));
}

char *
import_answers (const GPtrArray *answers, GRand *layout, guint seed)
{
    g_autofree char *folder = next_folder ();
    g_autofree char *faults = NULL;
    char *text;

    aws_answers_write (answers, folder, layout);
    text = import_folder (folder, &faults);
    if (!text)
        g_print ("  seed %u: %s\n", seed, faults);
    CU_ASSERT (text != NULL);
    return text;
}

gboolean
import_pair_make (ImportPair *pair, const char *scenario, GRand *rand)
{
    g_autofree char *faults = NULL;

    pair->text = aws_export_form (scenario);
    pair->original = *pair->text ? cvpn_test_load (pair->text, NULL) : NULL;
    if (!pair->original)
        return FALSE;
    pair->answers = aws_export (pair->original, rand);
    pair->imported_text = import_answers (pair->answers, NULL, pair->seed);
    if (!pair->imported_text)
        return FALSE;
    pair->imported = cvpn_test_load (pair->imported_text, &faults);
    cvpn_assert_str (faults, NULL);
    return pair->imported != NULL;
}

static gboolean
is_public_of_host (const ImportPair *pair, guint32 address)
{
    for (guint i = 0; i < pair->original->spec->hosts->len; i++) {
        const CvpnHostSpec *host = pair->original->spec->hosts->pdata[i];
        if (host->public_address != 0 && host->public_address == address)
            return TRUE;
    }
    return FALSE;
}

/* Public addresses that AWS chooses are not the same ones.  That a public address is a host's of
 * the VPC, and not somebody's on the internet, is known from the host only ('less': it may not be
 * there): without it the internet counts as delivered. */
static char *
choose_packet (const ImportPair *pair, PacketChooser *chooser, GRand *rand, gboolean less)
{
    const CvpnPrefix stand_in = CVPN_PUBLIC_STAND_IN;

    for (;;) {
        const PacketChoice packet = packet_choose (chooser, rand);
        if (!cvpn_prefix_contains (stand_in, packet.address) &&
            !(less && is_public_of_host (pair, packet.address)))
            return packet_text (&packet);
    }
}

gboolean
import_pair_lags (const ImportPair *pair)
{
    for (guint i = 0; i < pair->original->spec->endpoints->len; i++) {
        const CvpnEndpointSpec *endpoint = pair->original->spec->endpoints->pdata[i];
        if (endpoint->interface_groups->len > 0)
            return TRUE;
    }
    return FALSE;
}

/* "dropped 6 …" -> 6; "destination" and "return" come behind the seven. */
static gint
step_of (const char *description)
{
    const char *step = strchr (description, ' ');

    if (!step)
        return 0;
    if (g_str_has_prefix (step, " destination"))
        return 8;
    return g_str_has_prefix (step, " return") ? 9 : step[1] - '0';
}

/* TRUE: 'now' may stand where 'before' stood.  With 'less' less may be known: what is dropped is
 * dropped still, where its first obstacle is not known by another one behind it. */
static gboolean
is_alike (const char *before, const char *now, gboolean less)
{
    if (!less || g_str_equal (before, now))
        return g_str_equal (before, now);
    return g_str_has_prefix (now, "undetermined") ||
           (g_str_has_prefix (before, "dropped") && g_str_has_prefix (now, "dropped") &&
            step_of (now) >= step_of (before));
}

guint
import_pair_ask (const ImportPair *pair, const CvpnScenario *imported, guint32 landing,
                 const char *groups, const char *packet, gboolean less, const char *what)
{
    const CvpnNetwork *net = pair->original->net;
    const CvpnAssociation *association = cvpn_association (net, landing);
    const char *endpoint = cvpn_endpoint (net, association->endpoint)->name;
    const char *subnet = cvpn_subnet (net, association->subnet)->name;
    g_autofree char *endpoint_id = aws_export_id (pair->original, endpoint);
    g_autofree char *subnet_id = aws_export_id (pair->original, subnet);
    g_autofree char *before = imported_ask (pair->original, endpoint, subnet, groups, packet);
    g_autofree char *now = imported_ask (imported, endpoint_id, subnet_id, groups, packet);

    for (CvpnOutcome i = 0; pair->outcomes && i < CVPN_N_OUTCOMES; i++)
        pair->outcomes[i] += g_str_has_prefix (now, cvpn_outcome_word (i));
    if (is_alike (before, now, less))
        return 0;
    g_print ("  seed %u%s%s: %s %s by %s: %s, imported: %s\n", pair->seed, *what ? " without " : "",
             what, groups, packet, subnet, before, now);
    return 1;
}

guint
import_pair_compare (const ImportPair *pair, const CvpnScenario *imported, guint n_packets,
                     GRand *rand, gboolean less, const char *what)
{
    static const char *const groups[] = { "staff", "ops;staff", "nobody" };
    g_autoptr (PacketChooser) chooser = packet_chooser_new (pair->text);
    const guint32 n = pair->original->net->associations->len;
    guint differing = 0;

    for (guint i = 0; i < n_packets; i++) {
        g_autofree char *packet = choose_packet (pair, chooser, rand, less);
        for (guint32 landing = 0; landing < n && differing < 3; landing++)
            differing += import_pair_ask (pair, imported, landing,
                                          groups[i % G_N_ELEMENTS (groups)], packet, less, what);
    }
    return differing;
}
