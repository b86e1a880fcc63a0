/* A flow of a run as a question for explain; both newly allocated. */
#pragma once

#include <cvpnsim/observer.h>

/* "172.31.5.10 tcp 443" */
char *cvpn_test_flow_text (const CvpnFlowRecord *record);
/* "engineers-7", or a listed user's own name */
char *cvpn_test_user_name (const CvpnUser *user);
