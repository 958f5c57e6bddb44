#include "vendor/openai_batch.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/array.h"
#include "io/emit.h"
#include "io/pick.h"
#include "io/whole.h"
#include "vendor/openai.h"

#define PAGE 100
#define PAGES_MAX 500
#define COPY 65536

void
openai_batch_release(struct openai_batch *b)
{
	char **const texts[] = { &b->id, &b->status, &b->model, &b->submission, &b->prompt,
		&b->endpoint, &b->input_file, &b->output_file, &b->error_file, &b->message,
		&b->code };
	size_t i;

	for (i = 0; i < sizeof texts / sizeof texts[0]; i++)
		free(*texts[i]);
	*b = (struct openai_batch){ 0 };
}

bool
openai_batch_is_over(const struct openai_batch *b)
{
	static const char *const over[] = { "failed", "completed", "expired", "cancelled" };
	size_t i;

	for (i = 0; i < sizeof over / sizeof over[0]; i++)
		if (strcmp(b->status, over[i]) == 0)
			return true;
	return false;
}

bool
openai_batch_is_spent(const struct openai_batch *b)
{
	return strcmp(b->status, "failed") == 0 && b->code != NULL &&
	       (openai_is_spent(b->code) || strcmp(b->code, "token_limit_exceeded") == 0);
}

/* --- the object */

static int64_t
number(const struct rec_field *f)
{
	int64_t v;

	return f->type == REC_NUMBER && num_int(f->text.p, f->text.n, 0, INT64_MAX, &v) == 0 ? v
											     : -1;
}

/* Seconds, as the vendor has times everywhere. */
static int64_t
time_of(const struct rec_field *f)
{
	int64_t v = number(f);

	return v < 0 || v > INT64_MAX / CLOCK_SECOND ? CLOCK_NONE : v * CLOCK_SECOND;
}

static char *
text_of(const struct rec_field *f)
{
	return f->type == REC_STRING ? rec_take_text(f) : NULL;
}

/* "line 3: ..." */
static void
read_error(struct openai_batch *b, struct slice batch)
{
	struct rec_field list = pick_one(batch, "errors.data"), line, message, code;
	struct slice rest = list.text, first;
	char *text;

	if (list.type != REC_ARRAY || !array_next(&rest, &first))
		return;
	line = pick_one(first, "line");
	message = pick_one(first, "message");
	code = pick_one(first, "code");
	b->code = text_of(&code);
	b->message = text_of(&message);
	if (b->message == NULL || line.type != REC_NUMBER)
		return;
	text = b->message;
	b->message = mem_fmt("line %.*s: %s", (int)line.text.n, line.text.p, text);
	free(text);
}

static int
read_batch(struct openai_batch *b, struct slice object, struct err *e)
{
	static const char *const paths[] = { "id", "status", "model",
		("metadata." OPENAI_BATCH_SUBMISSION), "metadata.prompt_version", "endpoint",
		"input_file_id", "output_file_id", "error_file_id", "created_at", "expires_at",
		"request_counts.total", "request_counts.completed", "request_counts.failed",
		"completed_at", "failed_at", "expired_at", "cancelled_at" };
	struct rec_field v[sizeof paths / sizeof paths[0]];
	char **const texts[] = { &b->id, &b->status, &b->model, &b->submission, &b->prompt,
		&b->endpoint, &b->input_file, &b->output_file, &b->error_file };
	size_t i;

	*b = (struct openai_batch){ .ended_at = CLOCK_NONE };
	pick(object, paths, sizeof paths / sizeof paths[0], v);
	for (i = 0; i < sizeof texts / sizeof texts[0]; i++)
		*texts[i] = text_of(&v[i]);
	b->created_at = time_of(&v[9]);
	b->expires_at = time_of(&v[10]);
	b->total = number(&v[11]);
	b->completed = number(&v[12]);
	b->failed = number(&v[13]);
	for (i = 14; i < 18 && b->ended_at == CLOCK_NONE; i++)
		b->ended_at = time_of(&v[i]);
	read_error(b, object);
	return b->id != NULL && b->status != NULL
		   ? 0
		   : err_set(e, ERR_DATA, "openai: the reply is no batch");
}

/* The object that a reply is, in line. */
static int
object_of(const struct openai_call *c, struct buf *line, struct slice *object, struct err *e)
{
	const struct buf *body = &c->r.reply.body;
	struct rec_field root;

	if (whole_parse(line, body->len > 0 ? body->p : "", body->len, &root, e))
		return err_wrap(e, "openai: %s: the reply is no JSON", c->path);
	if (root.type != REC_OBJECT)
		return err_set(e, ERR_DATA, "openai: %s: the reply is no object", c->path);
	*object = root.text;
	return 0;
}

/* One call whose reply is a batch. */
static int
ask(struct openai *ai, struct openai_call *c, struct openai_batch *b, struct err *e)
{
	struct buf line = { 0 };
	struct slice object;
	int rc = -1;

	if (openai_once(ai, c, e) == 0 && object_of(c, &line, &object, e) == 0)
		rc = read_batch(b, object, e);
	buf_release(&line);
	return rc;
}

/* An id goes into the address as it is: what no id has would lead elsewhere. */
static int
check_id(const char *id, struct err *e)
{
	static const char bytes[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

	return id[0] != '\0' && id[strspn(id, bytes)] == '\0'
		   ? 0
		   : err_set(e, ERR_DATA, "'%.40s' is no id of the vendor's", id);
}

static int
ask_of(struct openai *ai, const char *method, const char *id, const char *more,
    struct openai_batch *b, struct err *e)
{
	struct openai_call c = { .method = method };
	char *path;
	int rc;

	*b = (struct openai_batch){ 0 };
	if (check_id(id, e))
		return -1;
	path = mem_fmt("/batches/%s%s", id, more);
	c.path = path;
	rc = ask(ai, &c, b, e);
	if (rc && c.why == OPENAI_UNKNOWN)
		rc = 1;
	openai_call_release(&c);
	free(path);
	return rc;
}

int
openai_batch_get(struct openai *ai, const char *id, struct openai_batch *b, struct err *e)
{
	return ask_of(ai, "GET", id, "", b, e);
}

int
openai_batch_cancel(struct openai *ai, const char *id, struct openai_batch *b, struct err *e)
{
	return ask_of(ai, "POST", id, "/cancel", b, e);
}

int
openai_batch_create(struct openai *ai, const char *file_id, const char *submission,
    const char *prompt, struct openai_batch *b, bool *unclear, struct err *e)
{
	struct openai_call c = { .method = "POST", .path = "/batches", .careful = true };
	struct emit em;
	int rc;

	*b = (struct openai_batch){ 0 };
	emit_init(&em, NULL, false);
	emit_begin(&em, NULL);
	emit_str(&em, "input_file_id", file_id);
	emit_str(&em, "endpoint", OPENAI_BATCH_ENDPOINT);
	emit_str(&em, "completion_window", "24h");
	emit_open(&em, "metadata", '{');
	emit_str(&em, OPENAI_BATCH_SUBMISSION, submission);
	emit_str(&em, "prompt_version", prompt);
	emit_close(&em, '}');
	emit_close(&em, '}');
	c.body = em.line.p;
	c.body_len = em.line.len;
	rc = ask(ai, &c, b, e);
	*unclear =
	    rc != 0 && (c.why == OPENAI_SILENT || c.why == OPENAI_FINE || c.r.reply.status >= 500);
	openai_call_release(&c);
	emit_release(&em);
	return rc;
}

/* --- the list */

/* A page: 1 when take had enough or it is the last one, 0 with the id to go on behind. */
static int
take_page(struct slice page, openai_batch_fn *take, void *arg, char **after, struct err *e)
{
	struct rec_field data = pick_one(page, "data"), more = pick_one(page, "has_more");
	struct slice rest = data.text, element;
	struct openai_batch b;
	int rc = 0;

	free(*after);
	*after = NULL;
	if (data.type != REC_ARRAY)
		return err_set(e, ERR_DATA, "openai: /batches: the reply is no list");
	while (rc == 0 && array_next(&rest, &element)) {
		rc = read_batch(&b, element, e);
		if (rc == 0) {
			rc = take(arg, &b, e);
			free(*after);
			*after = mem_str(b.id);
		}
		openai_batch_release(&b);
	}
	if (rc == 0 && (more.type != REC_TRUE || *after == NULL))
		rc = 1;
	return rc;
}

int
openai_batch_list(struct openai *ai, openai_batch_fn *take, void *arg, struct err *e)
{
	struct openai_call c = { .method = "GET" };
	struct buf line = { 0 };
	struct slice page;
	char *after = NULL, *last = NULL, *path;
	int rc = 0, pages;

	for (pages = 0; rc == 0 && pages < PAGES_MAX; pages++) {
		path = mem_fmt("/batches?limit=%d%s%s", PAGE,
		    after == NULL ? "" : "&after=", after == NULL ? "" : after);
		c.path = path;
		rc = openai_once(ai, &c, e) || object_of(&c, &line, &page, e)
			 ? -1
			 : take_page(page, take, arg, &after, e);
		openai_call_release(&c);
		free(path);
		if (rc == 0 && check_id(after, e))
			rc = -1;
		if (rc == 0 && last != NULL && strcmp(last, after) == 0)
			rc = err_set(e, ERR_DATA,
			    "openai: /batches: the list does not go on behind %s", after);
		free(last);
		last = after != NULL ? mem_str(after) : NULL;
	}
	free(last);
	if (rc == 0) /* the page was not the last one */
		rc = err_set(e, ERR_REMOTE,
		    "openai: /batches: the list has more than %d batches, and what is behind them was not looked at",
		    PAGES_MAX * PAGE);
	buf_release(&line);
	free(after);
	return rc < 0 ? -1 : 0;
}

/* --- files */

/* RFC 7578: the bytes of fp as a part of a form. */
static int
make_form(FILE *form, FILE *fp, const char *name, const char *boundary, struct err *e)
{
	char chunk[COPY];
	size_t n;

	(void)fprintf(form,
	    "--%s\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--%s\r\n"
	    "Content-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
	    "Content-Type: application/jsonl\r\n\r\n",
	    boundary, boundary, name);
	rewind(fp);
	while ((n = fread(chunk, 1, sizeof chunk, fp)) > 0)
		if (fwrite(chunk, 1, n, form) != n)
			break;
	(void)fprintf(form, "\r\n--%s--\r\n", boundary);
	return ferror(fp) || ferror(form) || fflush(form) ? err_errno(e, ERR_IO, "%s", name) : 0;
}

int
openai_file_upload(struct openai *ai, FILE *fp, const char *name, char **file_id, struct err *e)
{
	struct openai_call c = { .method = "POST", .path = "/files" };
	char boundary[64], *type;
	struct buf line = { 0 };
	struct slice object;
	struct rec_field id;
	FILE *form = tmpfile();
	int rc = -1;

	*file_id = NULL;
	(void)snprintf(
	    boundary, sizeof boundary, "pf-%lld-%d", (long long)clock_mono(), (int)getpid());
	type = mem_fmt("multipart/form-data; boundary=%s", boundary);
	if (form == NULL) {
		(void)err_errno(e, ERR_CREATE, "a file for the form");
		goto out;
	}
	if (make_form(form, fp, name, boundary, e))
		goto out;
	c.type = type;
	c.upload = form;
	c.upload_len = (int64_t)ftello(form);
	if (openai_once(ai, &c, e) || object_of(&c, &line, &object, e))
		goto out;
	id = pick_one(object, "id");
	*file_id = text_of(&id);
	rc = *file_id != NULL ? 0 : err_set(e, ERR_DATA, "openai: /files: the reply is no file");
out:
	openai_call_release(&c);
	buf_release(&line);
	if (form != NULL)
		(void)fclose(form); /* nobody needs it any more */
	free(type);
	return rc;
}

static int
keep(struct http_request *r, const char *p, size_t n, struct err *e)
{
	const struct openai_call *c = r->arg;

	return fwrite(p, 1, n, c->arg) == n ? 0 : err_errno(e, ERR_IO, "the file's bytes");
}

/* From the beginning once more. */
static int
restart(struct http_request *r, struct err *e)
{
	const struct openai_call *c = r->arg;
	FILE *fp = c->arg;

	return fflush(fp) || ftruncate(fileno(fp), 0) || fseeko(fp, 0, SEEK_SET)
		   ? err_errno(e, ERR_IO, "the file's bytes")
		   : 0;
}

int
openai_file_fetch(struct openai *ai, const char *file_id, FILE *fp, struct err *e)
{
	struct openai_call c = { .method = "GET", .sink = keep, .again = restart, .arg = fp };
	char *path;
	int rc;

	if (check_id(file_id, e))
		return -1;
	path = mem_fmt("/files/%s/content", file_id);
	c.path = path;
	rc = openai_once(ai, &c, e);
	if (rc && c.why == OPENAI_UNKNOWN)
		rc = 1;
	openai_call_release(&c);
	free(path);
	return rc;
}
