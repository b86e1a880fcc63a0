/* default_groups: which security group is a VPC's default one, where a capture that was edited
 * has several of that name.  AWS creates one, describes it in words that cannot be changed, and
 * lets nobody else have the name (Amazon VPC User Guide, "Default security groups"). */
#include "import/cli/cli.h"

typedef struct {
    guint n, described;
} Named;

static GHashTable *
count_named (const CvpnInventory *inventory)
{
    GHashTable *named = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

    for (guint i = 0; i < inventory->security_groups->len; i++) {
        const CvpnSecurityGroupThing *group = g_ptr_array_index (inventory->security_groups, i);
        Named *count;
        if (!group->is_default || !group->vpc)
            continue;
        count = g_hash_table_lookup (named, group->vpc);
        if (!count) {
            count = g_new0 (Named, 1);
            g_hash_table_insert (named, (gpointer) (gsize) group->vpc, count);
        }
        count->n++;
        count->described += group->described_default;
    }
    return named;
}

void
cvpn_cli_settle_default_groups (CvpnInventory *inventory)
{
    g_autoptr (GHashTable) named = count_named (inventory);

    for (guint i = 0; i < inventory->security_groups->len; i++) {
        CvpnSecurityGroupThing *group = g_ptr_array_index (inventory->security_groups, i);
        const Named *count = group->vpc ? g_hash_table_lookup (named, group->vpc) : NULL;
        if (!group->is_default || !count || count->n == 1)
            continue;
        group->is_default = count->described == 1 && group->described_default;
        if (!group->is_default)
            cvpn_inventory_note (
                inventory, CVPN_IMPORT_REMARK, group->thing.source, group->thing.id, 0,
                "one of %u groups of %s with the name 'default', and %s", count->n, group->vpc,
                count->described == 1 ? "another is described as AWS's"
                                      : "which one is AWS's is not said");
    }
}
