#include "sandbox/databento.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "sandbox/databento_check.h"
#include "sandbox/databento_error.h"
#include "sandbox/databento_meta.h"
#include "sandbox/databento_range.h"
#include "sandbox/vendors.h"

#define PREFIX "/v0/"
#define TEST_KEY "db-sandbox0000000000000000000000" /* 32 characters, as the vendor's are */

typedef void answer_fn(const struct dbs_service *s, const struct request *r, struct reply *reply);

#define GET 1u
#define POST 2u

/* clang-format off */
static const struct {
	const char *name;
	unsigned methods;
	answer_fn *answer;
} routes[] = {
	{ "metadata.get_billable_size",     GET | POST, dbs_get_billable_size },
	{ "metadata.get_cost",              GET | POST, dbs_get_cost },
	{ "metadata.get_dataset_condition", GET,        dbs_dataset_condition },
	{ "metadata.get_dataset_range",     GET,        dbs_dataset_range },
	{ "metadata.get_record_count",      GET | POST, dbs_get_record_count },
	{ "metadata.list_datasets",         GET,        dbs_list_datasets },
	{ "metadata.list_publishers",       GET,        dbs_list_publishers },
	{ "metadata.list_schemas",          GET,        dbs_list_schemas },
	{ "symbology.resolve",              GET | POST, dbs_symbology },
	{ "timeseries.get_range",           GET | POST, dbs_get_range },
};
/* clang-format on */

static int
databento_open(void **state, const struct sandbox_config *config, struct err *e)
{
	struct dbs_service *s = mem_new(1, sizeof *s);

	*state = s;
	s->dbn_version = config->dbn_version;
	return dbs_store_open(&s->store, config->data, e);
}

static void
databento_close(void *state)
{
	struct dbs_service *s = state;

	dbs_store_release(&s->store);
	free(s);
}

/* Basic authentication: the key is the user, the password is empty. */
static int
authenticate(const struct request *r, struct reply *reply)
{
	char *user = NULL, *password = NULL;
	int rc = -1;

	if (request_basic(r, &user, &password)) {
		reply_detail(reply, 401, "Not authenticated");
		reply_header(reply, "WWW-Authenticate", "Basic");
	} else if (strcmp(user, TEST_KEY) != 0 || password[0] != '\0') {
		dbs_error_case(reply, 401, "auth_authentication_failed", "authentication",
		    "Authentication failed.");
		reply_header(reply, "WWW-Authenticate", "Basic");
	} else {
		rc = 0;
	}
	free(password);
	free(user);
	return rc;
}

/* A reply names its request by 32 hexadecimal digits, the same in each run. */
static void
name_request(const struct request *r, struct reply *reply)
{
	reply_header(reply, "request-id", "%016" PRIx64 "%016" PRIx64, fault_mix(r->number),
	    fault_mix(~r->number));
}

static void
databento_answer(void *state, const struct request *r, struct reply *reply)
{
	unsigned method = strcmp(r->method, "GET") == 0    ? GET
			  : strcmp(r->method, "POST") == 0 ? POST
							   : 0;
	size_t i, n = sizeof routes / sizeof routes[0];

	name_request(r, reply);
	for (i = 0; i < n; i++)
		if (strncmp(r->path, PREFIX, sizeof PREFIX - 1) == 0 &&
		    strcmp(r->path + sizeof PREFIX - 1, routes[i].name) == 0)
			break;
	if (i == n) {
		reply_detail(reply, 404, "Not Found");
	} else if ((routes[i].methods & method) == 0) {
		reply_detail(reply, 405, "Method Not Allowed");
		reply_header(reply, "Allow", routes[i].methods & POST ? "GET, POST" : "GET");
	} else if (authenticate(r, reply) == 0 && !dbs_refuse(r, reply)) {
		routes[i].answer(state, r, reply);
	}
}

static const struct sandbox_var vars[] = {
	{ "PF_DATABENTO_URL", VAR_URL, "" },
	{ "DATABENTO_API_KEY", VAR_SECRET, TEST_KEY },
	{ 0 },
};

const struct sandbox_vendor databento_vendor = {
	.name = "databento",
	.vars = vars,
	.faults = dbs_faults,
	.open = databento_open,
	.close = databento_close,
	.answer = databento_answer,
};
