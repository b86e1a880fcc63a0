/* class_list: the classes of diagnose's JSON, as whoever reads it would look a packet up. */
#pragma once

#include <glib.h>

typedef struct ClassList ClassList;

/* NULL, with a word about it on standard error: it is not as documented. */
ClassList *class_list_read (const char *json);
void class_list_free (ClassList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClassList, class_list_free)

guint class_list_length (const ClassList *list);

/* Of whom a class is: a population, or a group of an endpoint ("": of none). */
typedef struct {
    const char *endpoint, *client, *group; /* client or group: NULL */
} ClassPerson;

/* How many classes of theirs hold the packet (base/selector.h); 'answer' receives what one of
 * them says, "intermittent 0.5000; subnet-a delivered; subnet-b dropped 6 CODE", borrowed. */
guint class_list_find (const ClassList *list, const ClassPerson *person, guint32 address,
                       guint32 selector, const char **answer);
