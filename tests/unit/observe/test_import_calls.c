/* import_calls: one command fetches many ids. */
#include "observe/import_calls.h"

#include "support.h"

static void
add (GPtrArray *notes, CvpnImportNoteKind kind, const char *what, const char *call)
{
    CvpnImportNote *note = g_new0 (CvpnImportNote, 1);

    *note = (CvpnImportNote){ .kind = kind, .what = what, .text = "", .call = call };
    g_ptr_array_add (notes, note);
}

static void
check (const GPtrArray *calls, guint index, const char *command, guint n_notes)
{
    CU_ASSERT_FATAL (index < calls->len);
    const CvpnImportCall *call = calls->pdata[index];

    cvpn_assert_str (call->command ? call->command->str : NULL, command);
    cvpn_assert_int (call->notes->len, n_notes);
}

static void
test_calls (void)
{
    g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);

    add (notes, CVPN_IMPORT_READ, "VPCs", NULL);
    add (notes, CVPN_IMPORT_MISSING, "cgw-1", NULL);
    add (notes, CVPN_IMPORT_MISSING, "vpc-1", "describe-vpcs --vpc-ids vpc-1");
    add (notes, CVPN_IMPORT_MISSING, "vpc-12", "describe-vpcs --vpc-ids vpc-12");
    add (notes, CVPN_IMPORT_MISSING, "again", "describe-vpcs --vpc-ids vpc-1");
    add (notes, CVPN_IMPORT_MISSING, "a", "describe-subnets --filters Name=vpc-id,Values=vpc-1");
    add (notes, CVPN_IMPORT_MISSING, "b", "describe-subnets --filters Name=vpc-id,Values=vpc-2");
    add (notes, CVPN_IMPORT_MISSING, "pl-1", "get-x --prefix-list-id pl-1");
    add (notes, CVPN_IMPORT_MISSING, "pl-2", "get-x --prefix-list-id pl-2");
    add (notes, CVPN_IMPORT_MISSING, "hosts-of-vpc-1", "import --hosts all");
    g_autoptr (GPtrArray) calls = cvpn_import_calls (notes);
    cvpn_assert_int (calls->len, 6);
    check (calls, 0, "aws ec2 describe-subnets --filters Name=vpc-id,Values=vpc-1,vpc-2", 2);
    check (calls, 1, "aws ec2 describe-vpcs --vpc-ids vpc-1 vpc-12", 3);
    check (calls, 2, "aws ec2 get-x --prefix-list-id pl-1", 1);
    check (calls, 3, "aws ec2 get-x --prefix-list-id pl-2", 1);
    check (calls, 4, "cvpnsim import --hosts all", 1);
    check (calls, 5, NULL, 1);
}

int
main (void)
{
    static const CvpnTest tests[] = { { "calls", test_calls } };

    return cvpn_test_main ("import_calls", tests, G_N_ELEMENTS (tests));
}
