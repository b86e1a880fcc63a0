/* end: the words for why sessions end. */
#include "control/timeline.h"

#define END_WORD(word, text, involuntary)        text,
#define END_INVOLUNTARY(word, text, involuntary) involuntary,

static const char *const words[] = { CVPN_ENDS (END_WORD) };
static const gboolean involuntary[] = { CVPN_ENDS (END_INVOLUNTARY) };

const char *
cvpn_end_word (CvpnEnd end)
{
    return words[end];
}

gboolean
cvpn_end_is_involuntary (CvpnEnd end)
{
    return involuntary[end];
}
