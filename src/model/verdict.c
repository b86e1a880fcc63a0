/* Verdicts: the words of steps, codes, reasons and outcomes. */
#include <cvpnsim/verdict.h>

#define STEP_NUMBER(word, number, name) number,
#define STEP_NAME(word, number, name)   name,
#define CODE_WORD(word, text)           #word,
#define SECOND(word, text)              text,

static const char *const step_numbers[] = { CVPN_STEPS (STEP_NUMBER) };
static const char *const step_names[] = { CVPN_STEPS (STEP_NAME) };
static const char *const code_words[] = { CVPN_CODES (CODE_WORD) };
static const char *const code_texts[] = { CVPN_CODES (SECOND) };
static const char *const reason_words[] = { CVPN_REASONS (SECOND) };
static const char *const outcome_words[] = { CVPN_OUTCOMES (SECOND) };
static const char *const result_words[] = { "ok", "fail", "also", "skipped" };
static const char *const direction_words[] = { "forward", "return" };

static gint
find_word (const char *const *words, guint n, const char *word)
{
    for (guint i = 0; i < n; i++)
        if (g_strcmp0 (words[i], word) == 0)
            return (gint) i;
    return -1;
}

const char *
cvpn_step_number (CvpnStep step)
{
    return step_numbers[step];
}

const char *
cvpn_step_name (CvpnStep step)
{
    return step_names[step];
}

const char *
cvpn_code_word (CvpnCode code)
{
    return code == CVPN_CODE_NONE ? "" : code_words[code];
}

const char *
cvpn_code_text (CvpnCode code)
{
    return code_texts[code];
}

const char *
cvpn_reason_word (CvpnReason reason)
{
    return reason_words[reason];
}

const char *
cvpn_outcome_word (CvpnOutcome outcome)
{
    return outcome_words[outcome];
}

const char *
cvpn_result_word (CvpnResult result)
{
    return result_words[result];
}

const char *
cvpn_direction_word (CvpnDirection direction)
{
    return direction_words[direction];
}

gint
cvpn_step_from_number (const char *number)
{
    return find_word (step_numbers, CVPN_N_STEPS, number);
}

gint
cvpn_code_from_word (const char *word)
{
    gint code = find_word (code_words, CVPN_N_CODES, word);

    return code == CVPN_CODE_NONE ? -1 : code;
}

gint
cvpn_outcome_from_word (const char *word)
{
    return find_word (outcome_words, CVPN_N_OUTCOMES, word);
}
