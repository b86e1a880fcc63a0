/* What the tests of the input layer share: text in, spec and faults out. */
#pragma once

#include <glib/gstdio.h>

#include "input/sections.h"
#include "support.h"

#define TITLE "[scenario]\ntitle = Test\n"
#define VPC   "[vpc vpc-a]\ncidr-block = 10.0.0.0/16\n"
#define SUBNET                                                                                     \
    VPC "[subnet subnet-a]\nvpc = vpc-a\navailability-zone = zone-a\n"                             \
        "cidr-block = 10.0.1.0/24\n"
#define ENDPOINT                                                                                   \
    SUBNET "[client-vpn-endpoint cvpn-1]\nclient-cidr-block = 10.2.0.0/22\n"                       \
           "target-networks = subnet-a\n"
#define STAFF ENDPOINT "[clients staff]\nendpoint = cvpn-1\ncount = 10\narrival = at 0s\n"
#define WEB   "[host web]\nsubnet = subnet-a\naddress = 10.0.1.10\n"

/* Reads 'text' as a file; its faults go to 'report'. */
static inline CvpnSpec *
read_spec (const char *text, CvpnReport *report)
{
    g_autofree char *path = cvpn_test_file ("t.ini", text);
    CvpnDocument *document = cvpn_document_new ();

    cvpn_document_read (document, path, NULL, report);
    g_unlink (path);
    return cvpn_spec_read (document, report);
}

/* Reads 'text', which has no faults. */
static inline CvpnSpec *
read_good (const char *text)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    CvpnSpec *spec = read_spec (text, report);
    g_autofree char *faults = cvpn_report_format (report);

    cvpn_assert_str (faults, "");
    return spec;
}

/* The faults of 'text' as they are printed, without the temporary folder. */
static inline char *
read_faults (const char *text)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    CvpnSpec *spec = read_spec (text, report);
    const GPtrArray *faults = cvpn_report_faults (report);
    GString *out = g_string_new (NULL);

    cvpn_spec_free (spec); /* for its faults alone */
    for (guint i = 0; i < faults->len; i++) {
        const CvpnFault *fault = faults->pdata[i];
        g_string_append_printf (out, "%u: %s\n", fault->line, fault->text);
    }
    return g_string_free (out, FALSE);
}
