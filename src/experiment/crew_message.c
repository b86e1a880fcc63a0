/* crew_message: "result 0 3 17 0\n" and the text behind it. */
#include "experiment/crew_message.h"

#include <stdio.h>
#include <string.h>

static const char *const words[CVPN_N_SAYINGS] = {
    [CVPN_SAY_JOB] = "job",         [CVPN_SAY_DROP] = "drop",   [CVPN_SAY_HERE] = "here",
    [CVPN_SAY_STOP] = "stop",       [CVPN_SAY_WORD] = "word",   [CVPN_SAY_RESULT] = "result",
    [CVPN_SAY_STOPPED] = "stopped", [CVPN_SAY_ERROR] = "error", [CVPN_SAY_HELLO] = "hello",
    [CVPN_SAY_DECLINE] = "decline", [CVPN_SAY_BYE] = "bye",
};

void
cvpn_message_send (const CvpnRanks *ranks, guint to, const CvpnMessage *message)
{
    g_autofree char *bytes = g_strdup_printf (
        "%s %u %u %u %u\n%s", words[message->saying], message->session, message->job.setting,
        message->job.replication, message->number, message->text ? message->text : "");

    ranks->send (ranks, to, bytes, strlen (bytes));
}

gboolean
cvpn_message_read (const char *bytes, CvpnMessage *message)
{
    char word[16];
    const char *end = strchr (bytes, '\n');

    *message = (CvpnMessage){ 0 };
    if (!end || sscanf (bytes, "%15s %u %u %u %u\n", word, &message->session, &message->job.setting,
                        &message->job.replication, &message->number) != 5)
        return FALSE;
    message->text = end + 1;
    for (guint i = 0; i < CVPN_N_SAYINGS; i++)
        if (strcmp (word, words[i]) == 0) {
            message->saying = (CvpnSaying) i;
            return TRUE;
        }
    return FALSE;
}
