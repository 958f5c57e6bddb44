#include "vendor/databento.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/json.h"
#include "net/http.h"
#include "vendor/databento_conn.h"
#include "vendor/databento_refusal.h"
#include "vendor/dbn.h"

#define KEY_LEN 32 /* "db-" and 29 more */

static const struct http_vendor vendor = {
	.name = "databento",
	.url = "https://hist.databento.com",
	.url_env = "PF_DATABENTO_URL",
	.concurrency = 4,
};

const struct databento_schema databento_schemas[] = {
	{ "1d", "ohlcv-1d", DBN_OHLCV_1D, true },
	{ "1h", "ohlcv-1h", DBN_OHLCV_1H, false },
	{ "1m", "ohlcv-1m", DBN_OHLCV_1M, false },
	{ "1s", "ohlcv-1s", DBN_OHLCV_1S, false },
	{ 0 },
};

static int
take_key(struct databento *db, struct err *e)
{
	const char *key = getenv("DATABENTO_API_KEY"), *c;

	if (key == NULL || key[0] == '\0')
		return err_set(e, ERR_CONFIG,
		    "DATABENTO_API_KEY is not set: the key is on the "
		    "vendor's page \"API keys\"");
	for (c = key; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~' || *c == ':')
			return err_set(e, ERR_CONFIG,
			    "DATABENTO_API_KEY has a blank, a colon or another character that no key has");
	log_secret(key);
	db->key = mem_str(key);
	if (strncmp(key, "db-", 3) != 0 || strlen(key) != KEY_LEN)
		log_info(
		    "DATABENTO_API_KEY does not look like a key of the vendor (db-, %d characters)",
		    KEY_LEN);
	return 0;
}

int
databento_open(struct databento **out, enum databento_encoding encoding, int64_t deadline_ns,
    bool trace, struct err *e)
{
	struct databento *db = mem_new(1, sizeof *db);

	*out = db;
	db->encoding = encoding;
	if (take_key(db, e) || http_open(&db->http, &vendor, deadline_ns, e))
		return -1;
	http_trace(db->http, trace);
	return 0;
}

void
databento_close(struct databento *db)
{
	if (db == NULL)
		return;
	http_close(db->http);
	free(db->key);
	free(db);
}

void
databento_request(
    const struct databento *db, struct http_request *r, const char *method, const char *path)
{
	r->method = method;
	r->path = path;
	r->user = db->key;
	r->password = "";
	r->repeatable = true; /* everything we ask for is a question */
}

int
databento_refused(
    const struct databento_refusal *why, const struct http_reply *reply, struct err *e)
{
	bool id = reply->request_id[0] != '\0';

	return err_set(e, why->code, "%ld%s%s%s%s%s%s%s", reply->status,
	    why->name[0] == '\0' ? "" : " ", why->name, why->text[0] == '\0' ? "" : ": ", why->text,
	    id ? " (request " : "", reply->request_id, id ? ")" : "");
}

/* A bound of a range: a time or, in older replies, a date under another name. */
static int
read_bound(const struct json *range, const char *name, const char *old, int64_t *ns)
{
	const char *s = json_str(json_get(range, name));

	if (s == NULL)
		s = json_str(json_get(range, old));
	if (s == NULL)
		return -1;
	return clock_parse_time(s, strlen(s), ns) == 0 ? 0 : clock_parse_date(s, strlen(s), ns);
}

static int
read_range(
    const struct http_reply *reply, const char *schema, int64_t *start, int64_t *end, struct err *e)
{
	struct json *root =
	    json_parse(reply->body.p == NULL ? "" : reply->body.p, reply->body.len, e);
	const struct json *range;
	int rc = -1;

	if (root == NULL)
		return -1;
	range = json_get(json_get(root, "schema"), schema);
	if (range == NULL)
		range = root;
	if (read_bound(range, "start", "start_date", start) ||
	    read_bound(range, "end", "end_date", end)) {
		(void)err_set(e, ERR_DATA, "a range without start and end");
		goto out;
	}
	rc = 0;
out:
	json_free(root);
	return rc;
}

int
databento_range(struct databento *db, const char *dataset, const char *schema, int64_t *start,
    int64_t *end, struct err *e)
{
	struct http_request r = { 0 };
	struct databento_refusal why;
	struct buf path = { 0 }, query = { 0 };
	int rc = -1;

	http_form(&query, "dataset", dataset);
	buf_fmt(&path, "/v0/metadata.get_dataset_range?%s", query.p);
	databento_request(db, &r, "GET", path.p);
	if (http_once(db->http, &r, e))
		goto out;
	if (r.reply.status == 200) {
		rc = read_range(&r.reply, schema, start, end, e);
		goto out;
	}
	databento_refusal(&why, r.reply.status, r.reply.body.p, r.reply.body.len);
	(void)databento_refused(&why, &r.reply, e);
out:
	if (rc)
		(void)err_wrap(e, "range of %s", dataset);
	http_reply_release(&r.reply);
	buf_release(&path);
	buf_release(&query);
	return rc;
}

size_t
databento_parts(bool daily, int64_t start, int64_t end, struct databento_part part[2])
{
	const int64_t cut = INT64_C(1719792000) * CLOCK_SECOND; /* 2024-07-01 */
	size_t n = 0;

	if (!daily) {
		part[n++] = (struct databento_part){ "EQUS.MINI", start, end };
		return n;
	}
	if (start < cut)
		part[n++] = (struct databento_part){ "EQUS.MINI", start, end < cut ? end : cut };
	if (end > cut)
		part[n++] =
		    (struct databento_part){ "EQUS.SUMMARY", start > cut ? start : cut, end };
	return n;
}
