/* user_text: what a user is called: the name in a list, or POPULATION-NUMBER. */
#pragma once

#include <cvpnsim/observer.h>

void cvpn_user_append (GString *out, const CvpnUser *user);
