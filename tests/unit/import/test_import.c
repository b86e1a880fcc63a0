/* import: files of all sorts together, and what is said of them. */
#include <cvpnsim/import.h>

#include <string.h>

#include <cvpnsim/error.h>

#include "support.h"

#define VPC "{\"VpcId\": \"vpc-1\", \"CidrBlock\": \"10.0.0.0/16\"}"
#define SUBNET                                                                                     \
    "{\"SubnetId\": \"subnet-1\", \"VpcId\": \"vpc-1\", \"CidrBlock\": \"10.0.0.0/24\", "          \
    "\"AvailabilityZone\": \"eu-west-1a\"}"

typedef struct {
    const char *name, *content;
} File;

/* A new folder with those files; the last one has no name. */
static char *
make_folder (const File *files)
{
    g_autofree char *stray = cvpn_test_file ("stray.txt", "");
    char *folder = g_path_get_dirname (stray);

    for (; files->name; files++) {
        g_autofree char *path = g_build_filename (folder, files->name, NULL);
        g_autofree char *parent = g_path_get_dirname (path);
        g_mkdir_with_parents (parent, 0700);
        g_file_set_contents (path, files->content, -1, NULL);
    }
    return folder;
}

/* The scenario, or the faults; without the folder's name. */
static char *
import_files (const File *files, const CvpnImportOptions *options)
{
    g_autofree char *folder = make_folder (files);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnImport) import = cvpn_import (folder, options, report, &error);
    g_autofree char *faults = cvpn_report_format (report);
    GString *out = g_string_new (import ? cvpn_import_scenario (import) : faults);

    CU_ASSERT_EQUAL (import == NULL, error != NULL);
    if (error && !*faults)
        g_string_append (out, error->message);
    g_string_replace (out, folder, "F", 0);
    return g_string_free (out, FALSE);
}

static char *
describe_notes (const File *files)
{
    g_autofree char *folder = make_folder (files);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnImport) import = cvpn_import (folder, NULL, report, NULL);
    GString *out = g_string_new (NULL);

    for (guint i = 0; import && i < cvpn_import_notes (import)->len; i++) {
        const CvpnImportNote *note = g_ptr_array_index (cvpn_import_notes (import), i);
        if (note->kind == CVPN_IMPORT_READ || note->kind == CVPN_IMPORT_SKIPPED)
            g_string_append_printf (out, "%s|%s|%s|%d\n", note->file ? note->file : "", note->what,
                                    note->text, (int) note->count);
    }
    return g_string_free (out, FALSE);
}

/* The same content in one file or several, in one document or several, is the same scenario. */
static void
test_files (void)
{
    static const File one[] = { { "all.json", "{\"Subnets\": [" SUBNET "], \"Vpcs\": [" VPC "]}" },
                                { 0 } };
    static const File several[] = { { "x/1.json", "{\"Vpcs\": [" VPC "]}" },
                                    { "0.JSON", "{\"Subnets\": [" SUBNET "]}" },
                                    { 0 } };
    static const File joined[] = { { "a.json", "{\"Vpcs\": [" VPC "]}\n{\"Subnets\": [" SUBNET
                                               "]}{\"Vpcs\": [" VPC "]}" },
                                   { 0 } };
    g_autofree char *a = import_files (one, NULL);
    g_autofree char *b = import_files (several, NULL);
    g_autofree char *c = import_files (joined, NULL);

    cvpn_assert_has (a, "[subnet subnet-1]");
    cvpn_assert_str (b, a);
    cvpn_assert_str (c, a);
}

static void
test_skipped (void)
{
    static const File files[] = {
        { "b.json", "{\"Users\": []}\n[1]" },
        { "a.json", "{\"Vpcs\": [" VPC "]}" },
        { "c.json", "{\"version\": 4, \"terraform_version\": \"1.5.7\"}" },
        { "d.json", "5" },
        { 0 },
    };
    g_autofree char *notes = describe_notes (files);

    cvpn_assert_str (notes,
                     "|VPCs||1\n"
                     "b.json|an array of 1|of no form that is known here|0\n"
                     "b.json|an object with 'Users'|of no form that is known here|0\n"
                     "c.json|an object with 'terraform_version', 'version'|a state file of "
                     "terraform, whose form is terraform's own: import the output of 'terraform "
                     "show -json'|0\n"
                     "d.json|a single value|of no form that is known here|0\n");
}

/* A name that a person or a terminal would stumble over is cleaned and cut. */
static void
test_names (void)
{
    static const File files[] = {
        { "a.json", "{\"Vpcs\": [" VPC "]}" },
        { "b.json", "{\"\\u001b[31m\": 0, \"0123456789012345678901234567890123456789x\": 0}" },
        { 0 },
    };
    g_autofree char *notes = describe_notes (files);

    cvpn_assert_has (notes,
                     "an object with '?[31m', '0123456789012345678901234567890123456789...'");
}

static void
test_all_faults (void)
{
    static const File files[] = { { "a.json", "{\"Vpcs\": [{\"VpcId\": 5}]}" },
                                  { "b.json", "{\"Vpcs\": [}" },
                                  { "c.json", "" },
                                  { 0 } };
    g_autofree char *faults = import_files (files, NULL);

    cvpn_assert_has (faults, "F/b.json:1: error: column 11: expected a value");
    cvpn_assert_has (faults, "F/c.json:1: error: the file is empty");
    cvpn_assert_has (faults, "F/a.json:1: error: Vpcs[0].VpcId: expected a string, not a number");
}

/* What was drafted and cannot be read is told where its thing stands. */
static void
test_drafted (void)
{
    static const File files[] = {
        { "a.json", "{\"Vpcs\": [" VPC "]}" },
        { "b.json", "{\"Subnets\": [\n\n{\"SubnetId\": \"subnet-1\", \"VpcId\": \"vpc-1\", "
                    "\"CidrBlock\": \"10.9.0.0/24\", \"AvailabilityZone\": \"eu-west-1a\"}]}" },
        { 0 },
    };
    static const File reserved[] = {
        { "a.json", "{\"Vpcs\": [" VPC "], \"Subnets\": [" SUBNET "],\n\"RouteTables\": "
                    "[{\"RouteTableId\": \"rtb-1\", \"VpcId\": \"vpc-1\",\n\"Routes\": "
                    "[{\"DestinationCidrBlock\": \"10.1.0.0/16\", \"State\": \"active\",\n"
                    "\"TransitGatewayId\": \"main\"}]}]}" },
        { 0 },
    };
    g_autofree char *faults = import_files (files, NULL);
    g_autofree char *word = import_files (reserved, NULL);

    cvpn_assert_str (faults, "F/b.json:3: error: as a scenario: [subnet subnet-1] cidr-block: "
                             "10.9.0.0/24 is not inside [vpc vpc-1]\n");
    cvpn_assert_has (word, "F/a.json:4: error: as a scenario: [unknown main]");
}

#define ONE(id, address)                                                                           \
    "{\"NetworkInterfaceId\": \"" id "\", \"SubnetId\": \"subnet-1\", \"VpcId\": \"vpc-1\", "      \
    "\"Groups\": [], \"PrivateIpAddresses\": [{\"Primary\": true, \"PrivateIpAddress\": "          \
    "\"" address "\"}]}"

/* What inputs changed at random have shown: each was a fault of no line. */
static void
test_found (void)
{
    static const struct {
        const char *content, *fault;
    } found[] = {
        { "{\"Vpcs\": [" VPC "], \"Subnets\": [" SUBNET "],\n\"NetworkInterfaces\": [" ONE (
              "eni-1", "10.0.0.9") ",\n" ONE ("eni-2", "10.0.0.9") "]}",
          "F/a.json:3: error: as a scenario: [host eni-2] address: [host eni-1] has this address" },
        { "{\"Vpcs\": [" VPC
          "],\n\"SecurityGroups\": [{\"GroupId\": \"8\", \"VpcId\": \"vpc-1\"}]}",
          "F/a.json:2: error: SecurityGroups[0].GroupId: expected an id, not a number" },
        { "{\"format_version\": \"1.0\", \"terraform_version\": \"1.5.7\", \"values\": "
          "{\"root_module\": {\"resources\": [\n{\"address\": \"aws_ec2_client_vpn_endpoint.e\", "
          "\"mode\": \"managed\", \"type\": \"aws_ec2_client_vpn_endpoint\", \"name\": \"e\", "
          "\"values\": {\"id\": \"cvpn-endpoint-1\", \"vpc_id\": \"vpc-1\"}}]}}}",
          "F/a.json:2: error: " },
    };

    for (guint i = 0; i < G_N_ELEMENTS (found); i++) {
        const File files[] = { { "a.json", found[i].content }, { 0 } };
        g_autofree char *faults = import_files (files, NULL);
        cvpn_assert_has (faults, found[i].fault);
    }
}

static void
test_options (void)
{
    static const File files[] = { { "a.json", "{\"Vpcs\": []}" }, { 0 } };
    const char *const odd[] = { "=5", NULL }, *const good[] = { "A=5", NULL };
    const CvpnImportOptions options = { .parameters = odd }, others = { .parameters = good };
    g_autofree char *name = import_files (files, &options);
    g_autofree char *form = import_files (files, &others);

    cvpn_assert_str (name, "--parameter: '=5' is not NAME=VALUE");
    cvpn_assert_str (form, "--parameter is for a CloudFormation template; a.json is an answer of "
                           "the AWS CLI");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "files", test_files },
        { "skipped", test_skipped },
        { "names", test_names },
        { "all faults", test_all_faults },
        { "what was drafted", test_drafted },
        { "found by changes at random", test_found },
        { "options", test_options },
    };

    return cvpn_test_main ("import", tests, G_N_ELEMENTS (tests));
}
