/* connections_list: connections.json of a finished run, read and told. */
#pragma once

#include <glib.h>

/* Both read connections.json of the folder 'run', and take the connections of 'user' only, by
 * user name or common name, unless that is NULL.  Newly allocated; NULL with CVPN_ERROR_USAGE
 * where the folder has no such file, CVPN_ERROR_SYNTAX where the file is another one. */
char *cvpn_connections_list_json (const char *run, const char *user, GError **error);
/* A table for each endpoint. */
char *cvpn_connections_list_text (const char *run, const char *user, GError **error);
