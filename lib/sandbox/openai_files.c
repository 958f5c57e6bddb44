/* Files: uploaded as a form, listed, fetched and deleted. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "io/emit.h"
#include "sandbox/multipart.h"
#include "sandbox/openai_call.h"
#include "sandbox/openai_error.h"
#include "sandbox/openai_list.h"

#define PARTS_MAX 16
#define FILE_MAX ((size_t)512 << 20)
#define BATCH_MAX ((size_t)200 << 20)
#define FILENAME_MAX_BYTES 255
#define DAY 86400
#define EXPIRES_LEAST 3600
#define EXPIRES_MOST (30 * DAY)
#define PAGE_MAX 10000

static const char *const purposes[] = { "assistants", "batch", "fine-tune", "vision", "user_data",
	"evals", NULL };

static void
put_file(const struct oai_file *f, struct buf *out)
{
	buf_fmt(out,
	    "{\"id\":\"%s\",\"object\":\"file\",\"bytes\":%zu,\"created_at\":%" PRId64
	    ",\"expires_at\":",
	    f->id, f->bytes.len, f->created);
	if (f->expires == 0)
		buf_str(out, "null");
	else
		buf_fmt(out, "%" PRId64, f->expires);
	buf_str(out, ",\"filename\":");
	emit_quote(out, f->filename, strlen(f->filename));
	buf_fmt(out, ",\"purpose\":\"%s\",\"status\":\"processed\",\"status_details\":null}",
	    f->purpose);
}

/* The part of that name; NULL: none. */
static const struct multipart_part *
part(const struct multipart_part *parts, int n, const char *name)
{
	int i;

	for (i = 0; i < n; i++)
		if (slice_is(parts[i].name, name))
			return &parts[i];
	return NULL;
}

static const char *
purpose_of(struct slice word)
{
	size_t i;

	for (i = 0; purposes[i] != NULL; i++)
		if (slice_is(word, purposes[i]))
			break;
	return purposes[i];
}

/* expires_after[anchor] and [seconds]: *expires is when, 0 for never. 0, or -1 with the reply made. */
static int
take_expiry(const struct oai_call *c, const struct multipart_part *parts, int n, int64_t *expires)
{
	const struct multipart_part *anchor = part(parts, n, "expires_after[anchor]"),
				    *seconds = part(parts, n, "expires_after[seconds]");
	int64_t v;

	if (anchor == NULL && seconds == NULL)
		return 0;
	if (anchor == NULL || !slice_is(anchor->bytes, "created_at"))
		return oai_invalid(c->reply, "invalid_value", "expires_after.anchor",
		    "Invalid value for 'expires_after.anchor'. Supported values are: created_at.");
	if (seconds == NULL ||
	    num_int(seconds->bytes.p, seconds->bytes.n, EXPIRES_LEAST, EXPIRES_MOST, &v))
		return oai_invalid(c->reply, "invalid_value", "expires_after.seconds",
		    "Invalid value for 'expires_after.seconds': expected %d to %d.", EXPIRES_LEAST,
		    EXPIRES_MOST);
	*expires = c->now + v;
	return 0;
}

static bool
is_jsonl(struct slice name)
{
	return name.n > 6 && memcmp(name.p + name.n - 6, ".jsonl", 6) == 0;
}

/* The file itself, by its purpose. 0, or -1 with the reply made. */
static int
check_file(const struct oai_call *c, const struct multipart_part *file, const char *purpose)
{
	bool batch = strcmp(purpose, "batch") == 0;

	if (file == NULL)
		return oai_invalid(c->reply, "missing_required_parameter", "file",
		    "Missing required parameter: 'file'.");
	if (file->filename.n == 0 || file->filename.n > FILENAME_MAX_BYTES)
		return oai_invalid(c->reply, "invalid_value", "file",
		    "Invalid 'file': the part has no filename, or one that is too long.");
	if (file->bytes.n == 0)
		return oai_invalid(c->reply, "empty_file", "file", "File is empty.");
	if (batch && !is_jsonl(file->filename))
		return oai_invalid(c->reply, "invalid_file_format", "file",
		    "Invalid file format for Batch API. Must be .jsonl");
	if (file->bytes.n > (batch ? BATCH_MAX : FILE_MAX))
		return oai_refuse(c->reply, 413, OAI_INVALID, NULL, "file",
		    "File is too large: at most %zu MB.", (batch ? BATCH_MAX : FILE_MAX) >> 20);
	return 0;
}

/* All parts of the form: how many; -1: it is none, or has more than there is room for. */
static int
take_parts(const struct oai_call *c, struct multipart_part parts[PARTS_MAX])
{
	struct multipart_part one;
	struct multipart m;
	int n = 0, got = -1;

	if (multipart_open(&m, c->body, request_header(c->r, "content-type")) == 0)
		while ((got = multipart_next(&m, &one)) > 0 && n < PARTS_MAX)
			parts[n++] = one;
	return got == 0 ? n : -1;
}

void
oai_upload(struct oai_call *c)
{
	struct multipart_part parts[PARTS_MAX];
	const struct multipart_part *purpose, *file;
	const char *word;
	char id[OAI_NAME_MAX];
	struct oai_file *f;
	int64_t expires = 0;
	int n;

	c->body = (struct slice){ c->r->body.p == NULL ? "" : c->r->body.p, c->r->body.len };
	n = take_parts(c, parts);
	if (n < 0) {
		(void)oai_invalid(c->reply, "unsupported_content_type", NULL,
		    "This API method only accepts 'multipart/form-data' requests with a boundary.");
		return;
	}
	purpose = part(parts, n, "purpose");
	word = purpose == NULL ? NULL : purpose_of(purpose->bytes);
	if (word == NULL) {
		(void)oai_invalid(c->reply,
		    purpose == NULL ? "missing_required_parameter" : "invalid_value", "purpose",
		    purpose == NULL ? "Missing required parameter: 'purpose'."
				    : "Invalid value for 'purpose'.");
		return;
	}
	file = part(parts, n, "file");
	if (strcmp(word, "batch") == 0)
		expires = c->now + EXPIRES_MOST;
	if (take_expiry(c, parts, n, &expires) || check_file(c, file, word))
		return;
	oai_name(c, "file-", id);
	f = oai_store_file(&c->oai->store, id);
	f->filename = mem_copy(file->filename.p, file->filename.n);
	f->purpose = word;
	f->created = c->now;
	f->expires = expires;
	buf_add(&f->bytes, file->bytes.p, file->bytes.n);
	reply_json(c->reply, 200);
	put_file(f, &c->reply->body);
}

/* The file that the path names; NULL with the reply made. */
static struct oai_file *
named(const struct oai_call *c)
{
	struct oai_file *f = oai_find_file(&c->oai->store, c->id, c->now);

	if (f == NULL)
		(void)oai_refuse(c->reply, 404, OAI_INVALID, NULL, "id",
		    "No such File object: %.*s", (int)(c->id.n < 100 ? c->id.n : 100), c->id.p);
	return f;
}

void
oai_get_file(struct oai_call *c)
{
	const struct oai_file *f = named(c);

	if (f == NULL)
		return;
	reply_json(c->reply, 200);
	put_file(f, &c->reply->body);
}

void
oai_content(struct oai_call *c)
{
	const struct oai_file *f = named(c);

	if (f == NULL)
		return;
	c->reply->status = 200;
	reply_header(c->reply, "Content-Type", "application/octet-stream");
	buf_add(&c->reply->body, f->bytes.p == NULL ? "" : f->bytes.p, f->bytes.len);
}

void
oai_delete(struct oai_call *c)
{
	struct oai_file *f = named(c);

	if (f == NULL)
		return;
	oai_delete_file(&c->oai->store, f);
	reply_json(c->reply, 200);
	buf_fmt(&c->reply->body, "{\"id\":\"%s\",\"object\":\"file\",\"deleted\":true}", f->id);
}

/* What is asked for is the i-th file of the list: it is there, and of the purpose. */
static bool
shows(const struct oai_call *c, const struct oai_file *f)
{
	const struct param *purpose = request_param(c->r, "purpose");

	return oai_file_is_there(f, c->now) &&
	       (purpose == NULL || strcmp(purpose->value, f->purpose) == 0);
}

static const char *
list_row(const void *arg, size_t i, struct buf *out)
{
	const struct oai_call *c = arg;
	const struct oai_file *f = c->oai->store.files[i];

	if (!shows(c, f))
		return NULL;
	if (out != NULL)
		put_file(f, out);
	return f->id;
}

void
oai_list_files(struct oai_call *c)
{
	oai_list(c, &(struct oai_listing){ .n = c->oai->store.nfiles,
			.most = PAGE_MAX,
			.usual = PAGE_MAX,
			.ordered = true,
			.row = list_row });
}
