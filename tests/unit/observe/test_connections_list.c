/* connections_list: reading connections.json, for one user or all, and what is no such file. */
#include "observe/connections_list.h"

#include <cvpnsim/error.h>

#include "support.h"

#define ENTRY(endpoint, id, user, code, end)                                                       \
    "{\"ClientVpnEndpointId\":\"" endpoint "\",\"ConnectionId\":\"" id "\"," user                  \
    "\"ConnectionEstablishedTime\":\"2026-01-05 07:30:01\",\"IngressBytes\":\"12\","               \
    "\"EgressBytes\":\"345\",\"ClientIp\":\"10.2.0.2\",\"Status\":{\"Code\":\"" code "\"},"        \
    "\"ConnectionEndTime\":\"" end "\"}"

static const char three[] = "{\"Connections\":["                                   //
    ENTRY ("cvpn-endpoint-1", "c-1", "\"Username\":\"zoe\",", "active", "-") ","   //
    ENTRY ("cvpn-endpoint-2", "c-2", "\"CommonName\":\"joe\",", "active", "-") "," //
    ENTRY ("cvpn-endpoint-1", "c-3", "\"Username\":\"joe\",", "terminated",
           "2026-01-05 08:00:00") "]}";

static char *
folder_with (const char *content)
{
    g_autofree char *path = cvpn_test_file ("connections.json", content);

    return g_path_get_dirname (path);
}

static void
test_text (void)
{
    g_autofree char *run = folder_with (three);
    g_autofree char *all = cvpn_connections_list_text (run, NULL, NULL);
    g_autofree char *nobody = cvpn_connections_list_text (run, "jo", NULL);

    cvpn_assert_str (
        all,
        "cvpn-endpoint-1: 1 active, 1 ended in the last 60 minutes\n"
        "  connection                         user  client address   established          ended    "
        "                bytes in     bytes out\n"
        "  c-1                                zoe   10.2.0.2         2026-01-05 07:30:01  -        "
        "                      12           345\n"
        "  c-3                                joe   10.2.0.2         2026-01-05 07:30:01  "
        "2026-01-05 08:00:00            12           345\n"
        "cvpn-endpoint-2: 1 active, 0 ended in the last 60 minutes\n"
        "  connection                         user  client address   established          ended    "
        "                bytes in     bytes out\n"
        "  c-2                                joe   10.2.0.2         2026-01-05 07:30:01  -        "
        "                      12           345\n");
    cvpn_assert_str (nobody, "no connection is active, and none ended in the last 60 minutes\n");
}

static void
test_json (void)
{
    g_autofree char *run = folder_with (three);
    g_autofree char *joe = cvpn_connections_list_json (run, "joe", NULL);
    g_autofree char *nobody = cvpn_connections_list_json (run, "jo", NULL);

    cvpn_assert_has (joe, "\"ConnectionId\" : \"c-2\"");
    cvpn_assert_has (joe, "\"ConnectionId\" : \"c-3\"");
    CU_ASSERT_PTR_NULL (g_strrstr (joe, "c-1"));
    cvpn_assert_str (nobody, "{\n  \"Connections\" : []\n}\n");
}

static void
test_other_files (void)
{
    const char *const wrong[] = { "",  "{", "[]", "{\"Connections\":{}}", "{\"Connections\":[1]}",
                                  "{}" };
    g_autoptr (GError) absent = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
        g_autofree char *run = folder_with (wrong[i]);
        g_autoptr (GError) error = NULL;
        CU_ASSERT_PTR_NULL (cvpn_connections_list_text (run, NULL, &error));
        CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_SYNTAX));
    }
    CU_ASSERT_PTR_NULL (cvpn_connections_list_json ("/proc/nothing", NULL, &absent));
    CU_ASSERT (g_error_matches (absent, CVPN_ERROR, CVPN_ERROR_USAGE));
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "tables", test_text },
        { "JSON", test_json },
        { "files of another kind", test_other_files },
    };

    return cvpn_test_main ("connections_list", tests, G_N_ELEMENTS (tests));
}
