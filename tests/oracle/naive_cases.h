/* naive_cases: verdicts of the naive walk that were derived by hand from the documents. */
#pragma once

#include <glib.h>

typedef struct {
    const char *patch; /* what differs from tests/oracle/naive.ini; NULL: nothing */
    const char *landing;
    const char *flow;
    const char *want;
} NaiveCase;

/* Asserts each of them. */
void naive_cases_check (const NaiveCase *cases, guint n);

/* What patches share. */
#define LOCKED_ACL(name, of) "[network-acl " name "]\nvpc = " of "\n"
#define OPEN_IN              "inbound 500 = allow all 0.0.0.0/0\n"
#define OPEN_OUT             "outbound 500 = allow all 0.0.0.0/0\n"
#define BY_NAT               "[route-table rtb-a]\n10.20.0.0/16 = nat-a\n"
