/* setting: what one variant of a scenario is, and how it is loaded. */
#include "experiment/setting.h"

static char **
copy_strings (const char *const *strings)
{
    static const char *const none[] = { NULL };
    GStrvBuilder *copy = g_strv_builder_new ();

    for (const char *const *s = strings ? strings : none; *s; s++)
        g_strv_builder_add (copy, *s);
    char **strv = g_strv_builder_end (copy);
    g_strv_builder_unref (copy);
    return strv;
}

CvpnSetting *
cvpn_setting_new (const char *path, const char *text, const char *const *set, const char *duration)
{
    CvpnSetting *setting = g_new0 (CvpnSetting, 1);

    setting->path = g_strdup (path);
    setting->text = g_strdup (text);
    setting->set = copy_strings (set);
    setting->duration = g_strdup (duration);
    return setting;
}

void
cvpn_setting_free (CvpnSetting *setting)
{
    if (!setting)
        return;
    g_free (setting->path);
    g_free (setting->text);
    g_strfreev (setting->set);
    g_free (setting->duration);
    g_strfreev (setting->values);
    g_free (setting);
}

CvpnScenario *
cvpn_setting_load (const CvpnSetting *setting, gint64 seed, CvpnReport *report, GError **error)
{
    g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, seed);
    const CvpnOverrides overrides = {
        .set = setting->set,
        .seed = number,
        .duration = setting->duration,
    };

    if (setting->text)
        return cvpn_scenario_load_text (setting->path, setting->text, &overrides, report, error);
    return cvpn_scenario_load (setting->path, &overrides, report, error);
}
