/* to: destinations of a scenario's groups, their hosts being checked. */
#include "input/to.h"

#include "input/list.h"
#include "input/value.h"
#include "model/to.h"

CvpnToSpec *
cvpn_to_read (const CvpnReading *at, const char *text)
{
    GError *error = NULL;
    CvpnToSpec *to = cvpn_to_parse (text, &error);

    if (!to)
        cvpn_reading_fail_error (at, error);
    else if (to->target && !cvpn_value_refer (at, "host", to->target))
        g_clear_pointer (&to, cvpn_to_spec_free);
    return to;
}

void
cvpn_to_parse_class (const CvpnReading *at, const char *value, gpointer field)
{
    GError *error = NULL;
    CvpnToClassSpec *class = cvpn_to_class_parse (value, &error);
    const char *host = NULL;

    if (!class)
        cvpn_reading_fail_error (at, error);
    else
        host = class->flow ? class->flow->target : class->target;
    if (host && !cvpn_value_refer (at, "host", host))
        g_clear_pointer (&class, cvpn_to_class_spec_free);
    *(CvpnToClassSpec **) field = class;
}

static void
free_to (gpointer data)
{
    cvpn_to_spec_free (data);
}

void
cvpn_to_parse_list (const CvpnReading *at, const char *value, gpointer field)
{
    g_autofree char **items = cvpn_list_split (at, value);
    GPtrArray *list = g_ptr_array_new_with_free_func (free_to);

    for (guint i = 0; items[i]; i++) {
        CvpnToSpec *to = cvpn_to_read (at, items[i]);
        if (to)
            g_ptr_array_add (list, to);
    }
    *(GPtrArray **) field = list;
}

void
cvpn_to_clear_class (gpointer field)
{
    g_clear_pointer ((CvpnToClassSpec **) field, cvpn_to_class_spec_free);
}

void
cvpn_to_clear_list (gpointer field)
{
    g_clear_pointer ((GPtrArray **) field, g_ptr_array_unref);
}
