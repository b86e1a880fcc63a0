/* scan_text: the parts of a scan that have no parts. */
#pragma once

#include "import/scan.h"

/* FALSE; the first fault is kept. */
gboolean cvpn_scan_fail (CvpnScan *scan, gsize at, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* Past one of those, if it is there. */
gboolean cvpn_scan_skip_one_of (CvpnScan *scan, const char *characters);
/* Past the string that begins here, or the number; FALSE with a fault. */
gboolean cvpn_scan_string (CvpnScan *scan);
gboolean cvpn_scan_number (CvpnScan *scan);
