/* finding_codes: the table of findings. */
#include <cvpnsim/finding_codes.h>
#include <cvpnsim/verdict.h>
#include <string.h>

static const CvpnFindingKind kinds[] = {
#define CVPN_FINDING_ROW(word, severity, brief, why, cure, source)                                 \
    { #word, CVPN_SEVERITY_##severity, brief, why, cure, source },
    CVPN_FINDINGS (CVPN_FINDING_ROW)
#undef CVPN_FINDING_ROW
};

const CvpnFindingKind *
cvpn_finding_kinds (guint *n)
{
    *n = G_N_ELEMENTS (kinds);
    return kinds;
}

const CvpnFindingKind *
cvpn_finding_kind (const char *code)
{
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (strcmp (kinds[i].code, code) == 0)
            return &kinds[i];
    return NULL;
}

const char *
cvpn_finding_brief (const char *code)
{
    const CvpnFindingKind *kind = cvpn_finding_kind (code);
    const gint verdict = kind ? -1 : cvpn_code_from_word (code);

    if (kind)
        return kind->brief;
    return verdict < 0 ? "" : cvpn_code_text ((CvpnCode) verdict);
}

const char *
cvpn_finding_word (CvpnFindingCode code)
{
    return kinds[code].code;
}
