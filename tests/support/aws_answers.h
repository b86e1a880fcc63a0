/* aws_answers: what calls of the AWS CLI print, and the many ways in which people keep it in
 * files. */
#pragma once

#include <json-glib/json-glib.h>

typedef struct {
    char *call; /* "describe-subnets" */
    char *id;   /* of what the call was about, where its answer does not say it; or NULL */
    char *key;  /* the top-level key of its list, "Subnets" */
    JsonObject *json;
} AwsAnswer;

/* AwsAnswer, owned by the array. */
GPtrArray *aws_answers_new (void);
/* A new answer with an empty list; the list is borrowed. */
JsonArray *aws_answers_add (GPtrArray *answers, const char *call, const char *id, const char *key);
/* Without those of one call; newly allocated, the answers borrowed. */
GPtrArray *aws_answers_without (const GPtrArray *answers, const AwsAnswer *answer);

/* Writes them below 'folder', which is made, as AWS prints them, a file each; or, with 'rand', in
 * any order, their lists shuffled and torn over several files, several answers in one file, in
 * folders, some of them twice.  The content is the same. */
void aws_answers_write (const GPtrArray *answers, const char *folder, GRand *rand);

/* Adds an object to the list; borrowed. */
JsonObject *aws_object (JsonArray *list);
/* A member that is an object, a list of objects or one of strings; borrowed. */
JsonObject *aws_member (JsonObject *object, const char *name);
JsonArray *aws_list (JsonObject *object, const char *name);
