/* pf-aws - sign and send one AWS request */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aws/bytes.h"
#include "aws/call.h"
#include "aws/fields.h"
#include "aws/message.h"
#include "aws/pages.h"
#include "aws/service.h"
#include "aws/shape.h"
#include "base/buf.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/near.h"
#include "io/emit.h"
#include "io/object.h"

#define FIELDS_MAX 128
#define INPUT_MAX ((size_t)64 << 20)

struct opts {
	const char *body, *endpoint, *input, *output, *profile, *region;
	int64_t most;
	bool list, paginate, trace;
	struct aws_field fields[FIELDS_MAX];
	size_t n;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
static const struct opt opts[] = {
	{ 0,   "body",         OPT_STR,  AT(body),     0, "the bytes that S3 is to put, or where those go that it gives; -: standard input, output", "file" },
	{ 0,   "endpoint-url", OPT_STR,  AT(endpoint), 0, "address of the service (default: as AWS's settings say)", "url" },
	{ 'i', "input",        OPT_STR,  AT(input),    0, "a JSON object of fields; -: standard input", "file" },
	{ 'l', "list",         OPT_FLAG, AT(list),     0, "name the services, or the operations of one" },
	{ 0,   "max-items",    OPT_INT,  AT(most),     0, "with --paginate: end after so many; 0: all" },
	{ 0,   "output",       OPT_ENUM, AT(output),   0, "print the answer, or nothing of it", "json|off" },
	{ 0,   "paginate",     OPT_FLAG, AT(paginate), 0, "get all pages and print what they list, one a line" },
	{ 0,   "profile",      OPT_STR,  AT(profile),  0, "profile of AWS's shared files (default: $AWS_PROFILE, default)", "name" },
	{ 0,   "region",       OPT_STR,  AT(region),   0, "region (default: $AWS_REGION, $AWS_DEFAULT_REGION, the profile's, the instance's)", "name" },
	{ 0,   "trace",        OPT_FLAG, AT(trace),    0, "log the heads of requests and replies, secrets redacted (with -vv)" },
	{ 0 }
};
/* clang-format on */

/* What is to be done, and what came of it. */
struct job {
	struct ctx *ctx;
	const struct opts *o;
	const struct aws_service *s;
	const struct aws_operation *op; /* NULL: one that no row tells of */
	struct buf name;                /* of the operation, "ListSecrets" */
	struct buf json;
	int64_t items;
	bool partial; /* an answer says that some of it failed */
};

static int
take_field(void *arg, const char *name, const char *value, struct err *e)
{
	struct opts *o = arg;
	struct aws_field *f = &o->fields[o->n];

	if (strlen(name) >= sizeof f->name)
		return err_set(e, ERR_USAGE, "no option --%.80s", name);
	if (o->n == FIELDS_MAX)
		return err_set(
		    e, ERR_USAGE, "more than %d fields: give them as JSON (--input)", FIELDS_MAX);
	memcpy(f->name, name, strlen(name) + 1);
	f->value = value;
	o->n++;
	return 0;
}

static int
list_services(struct ctx *ctx, struct err *e)
{
	static const char *const protocols[] = { [AWS_JSON_1_0] = "json 1.0",
		[AWS_JSON_1_1] = "json 1.1",
		[AWS_QUERY] = "query",
		[AWS_EC2] = "ec2",
		[AWS_REST_JSON] = "rest-json",
		[AWS_REST_XML] = "rest-xml" };
	const struct aws_operation *op;
	const struct aws_service *s;
	struct emit em;
	int rc = 0;

	emit_init(&em, ctx->out, false);
	for (s = aws_services; rc == 0 && s->name != NULL; s++) {
		for (op = s->operations; op->name != NULL; op++)
			;
		emit_begin(&em, NULL);
		emit_str(&em, "service", s->name);
		emit_str(&em, "protocol", protocols[s->protocol]);
		emit_int(&em, "operations", op - s->operations);
		emit_bool(&em, "others", aws_service_open(s));
		rc = emit_end(&em, e);
	}
	emit_release(&em);
	return rc;
}

static int
list_operations(struct ctx *ctx, const struct aws_service *s, struct err *e)
{
	const struct aws_operation *op;
	struct buf name = { 0 };
	struct emit em;
	int rc = 0;

	emit_init(&em, ctx->out, false);
	for (op = s->operations; rc == 0 && op->name != NULL; op++) {
		buf_reset(&name);
		aws_dashed(&name, op->name, strlen(op->name));
		emit_begin(&em, NULL);
		emit_str(&em, "operation", name.p);
		emit_str(&em, "name", op->name);
		emit_bool(&em, "pages", op->pages.token != NULL);
		rc = emit_end(&em, e);
	}
	buf_release(&name);
	emit_release(&em);
	return rc;
}

static const struct aws_service *
find_service(const char *word, struct err *e)
{
	const char *names[64], *near;
	const struct aws_service *s = aws_service_find(word), *each;
	size_t n = 0;

	if (s != NULL)
		return s;
	for (each = aws_services; each->name != NULL && n < 63; each++)
		names[n++] = each->name;
	names[n] = NULL;
	near = near_word(word, names);
	(void)err_set(e, ERR_USAGE, "no service '%s'%s%s%s (--list names them)", word,
	    near == NULL ? "" : "; did you mean ", near == NULL ? "" : near,
	    near == NULL ? "" : "?");
	return NULL;
}

/* The nearest of the operations that it has rows of, owned; NULL. */
static char *
near_operation(const struct aws_service *s, const char *word)
{
	const struct aws_operation *op;
	struct buf name = { 0 };
	char *names[128], *found;
	size_t n = 0, i;

	for (op = s->operations; op->name != NULL && n < 127; op++) {
		aws_dashed(&name, op->name, strlen(op->name));
		names[n++] = buf_take(&name);
	}
	names[n] = NULL;
	aws_dashed(&name, word, strlen(word));
	found = mem_str(near_word(name.p == NULL ? "" : name.p, (const char *const *)names));
	for (i = 0; i < n; i++)
		free(names[i]);
	buf_release(&name);
	return found;
}

static int
no_operation(const struct aws_service *s, const char *word, struct err *e)
{
	char *near = near_operation(s, word);

	(void)err_set(e, ERR_USAGE, "%s has no operation '%s'%s%s%s (pf-aws %s --list names them)",
	    s->name, word, near == NULL ? "" : "; did you mean ", near == NULL ? "" : near,
	    near == NULL ? "" : "?", s->name);
	free(near);
	return -1;
}

/* One that no row tells of is sent nevertheless; it may be a slip. */
static void
hint(const struct aws_service *s, const char *word)
{
	char *near = near_operation(s, word);

	if (near != NULL)
		log_warn("%s: '%s' is not known here; did you mean %s?", s->name, word, near);
	free(near);
}

/* The operation's own name: of a row, or of the word where the service takes others, too. */
static int
find_operation(struct job *j, const char *word, struct err *e)
{
	const char *c;
	bool up = true;

	j->op = aws_operation_find(j->s, word);
	if (j->op != NULL) {
		buf_str(&j->name, j->op->name);
		return 0;
	}
	if (!aws_service_open(j->s))
		return no_operation(j->s, word, e);
	for (c = word; *c != '\0'; c++) {
		if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
			(*c >= '0' && *c <= '9') || *c == '-'))
			return no_operation(j->s, word, e);
		if (*c != '-')
			buf_char(&j->name, up && *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c);
		up = *c == '-';
	}
	if (j->name.len == 0)
		return no_operation(j->s, word, e);
	hint(j->s, word);
	return 0;
}

static int
read_stream(FILE *fp, const char *name, struct buf *text, struct err *e)
{
	size_t n;

	do {
		n = fread(buf_room(text, BUFSIZ), 1, BUFSIZ, fp);
		text->len += n;
	} while (n > 0 && text->len <= INPUT_MAX);
	*buf_room(text, 0) = '\0';
	if (ferror(fp))
		return err_errno(e, ERR_IO, "%s", name);
	if (text->len > INPUT_MAX)
		return err_set(e, ERR_DATA, "%s: longer than %zu MiB", name, INPUT_MAX >> 20);
	if (memchr(text->p, '\0', text->len) != NULL)
		return err_set(e, ERR_DATA, "%s: a NUL in JSON", name);
	return 0;
}

/* The object that --input names. Nobody is waited for at a terminal. */
static int
read_input(struct job *j, const char *path, struct err *e)
{
	FILE *fp;
	int rc;

	if (strcmp(path, "-") != 0) {
		fp = fopen(path, "re");
		if (fp == NULL)
			return err_errno(e, ERR_NOINPUT, "--input: %s", path);
		rc = read_stream(fp, path, &j->json, e);
		(void)fclose(fp); /* only read */
		return rc;
	}
	if (isatty(fileno(j->ctx->in)))
		return err_set(e, ERR_USAGE,
		    "the fields are to come from standard input, which is a terminal: pipe them in");
	return read_stream(j->ctx->in, "standard input", &j->json, e);
}

/* The input as one object, checked. */
static int
make_input(struct job *j, const char *path, struct err *e)
{
	struct rec *rec;
	struct buf names = { 0 };
	char *line;
	int rc;

	if (path != NULL) {
		if (read_input(j, path, e))
			return -1;
		rec = mem_new(1, sizeof *rec);
		line = aws_input_line(j->json.p);
		rc = object_parse(line, strlen(line), rec, &names, e);
		buf_wipe(&j->json);
		buf_str(&j->json, line);
		explicit_bzero(line, strlen(line));
		free(line);
		buf_wipe(&names);
		free(rec);
		if (rc)
			return err_wrap(e, "%s", strcmp(path, "-") == 0 ? "standard input" : path);
	}
	return j->o->n == 0 ? 0 : aws_fields_add(j->s, j->op, j->o->fields, j->o->n, &j->json, e);
}

static int
print_line(struct job *j, const char *p, size_t n, struct err *e)
{
	if (n == 0 || strcmp(j->o->output, "off") == 0)
		return 0;
	if (fwrite(p, 1, n, j->ctx->out) != n || putc('\n', j->ctx->out) == EOF ||
	    (j->ctx->line_buffered && fflush(j->ctx->out)))
		return err_errno(e, ERR_IO, "standard output");
	return 0;
}

static int
print_item(void *arg, const char *p, size_t n, struct err *e)
{
	struct job *j = arg;

	if (print_line(j, p, n, e))
		return -1;
	j->items++;
	return j->o->most > 0 && j->items >= j->o->most;
}

/* Some operations answer with 200 and say inside what failed. */
static void
look_for_failures(struct job *j, const char *answer, size_t n)
{
	const char *member = j->op == NULL ? NULL : j->op->partial;
	struct rec *rec;
	struct buf names = { 0 };
	const struct rec_field *f;
	struct err ignored; /* it was parsed before */

	if (member == NULL || n == 0)
		return;
	rec = mem_new(1, sizeof *rec);
	f = object_parse(answer, n, rec, &names, &ignored) ? NULL : rec_get(rec, member);
	if (f != NULL && f->type != REC_NULL && !slice_is(f->text, "0") &&
	    !slice_is(f->text, "[]") && !slice_is(f->text, "{}")) {
		log_error("%s %s: some of it failed: %s is %.*s", j->s->name, j->op->name, member,
		    f->text.n > 300 ? 300 : (int)f->text.n, f->text.p);
		j->partial = true;
	}
	buf_release(&names);
	free(rec);
}

static int
take_page(void *arg, const char *answer, size_t n, struct err *e)
{
	struct job *j = arg;

	look_for_failures(j, answer, n);
	return aws_items(j->op, answer, n, print_item, j, e);
}

static int
call_once(struct job *j, struct aws *a, struct aws_request *q, struct err *e)
{
	bool gives = j->op != NULL && aws_members_bytes(j->op->output);
	bool drops = j->o->body == NULL && strcmp(j->o->output, "off") == 0;
	struct aws_download to = { 0 };
	struct aws_upload from = { 0 };
	struct buf answer = { 0 };
	int rc = -1;

	if (gives) {
		if (aws_download_open(&to, drops ? "/dev/null" : j->o->body, j->ctx->out, e))
			goto out;
		q->sink = aws_download_take;
		q->again = aws_download_again;
		q->arg = &to;
	} else if (j->o->body != NULL) {
		if (aws_upload_open(&from, j->o->body, j->ctx->in, e))
			goto out;
		q->upload = from.fp;
	}
	if (aws_send(a, q, &answer, e) || (gives && aws_download_end(&to, e)))
		goto out;
	look_for_failures(j, answer.p, answer.len);
	/* where the bytes themselves went out nothing else may */
	rc = gives && to.path == NULL ? 0 : print_line(j, answer.p, answer.len, e);
out:
	aws_upload_close(&from);
	aws_download_release(&to);
	buf_wipe(&answer);
	return rc;
}

static int
check_options(const struct job *j, struct err *e)
{
	const char *input = j->op == NULL ? NULL : j->op->input;

	if (j->o->paginate && (j->op == NULL || j->op->pages.token == NULL))
		return err_set(
		    e, ERR_USAGE, "--paginate: %s has no pages that are known", j->name.p);
	if (j->o->most > 0 && !j->o->paginate)
		return err_set(e, ERR_USAGE, "--max-items goes with --paginate");
	if (j->o->body != NULL &&
	    (j->op == NULL || (!aws_members_bytes(input) && !aws_members_bytes(j->op->output))))
		return err_set(
		    e, ERR_USAGE, "--body: %s neither takes bytes nor gives them", j->name.p);
	return 0;
}

static int
act(struct job *j, struct err *e)
{
	const struct aws_options ao = { .profile = j->o->profile,
		.region = j->o->region,
		.endpoint_url = j->o->endpoint,
		.trace = j->o->trace };
	struct aws_request q = {
		.service = j->s, .operation = j->name.p, .json = j->json.len > 0 ? j->json.p : NULL
	};
	struct buf shown = { 0 };
	struct aws *a = NULL;
	int rc = -1;

	if (aws_open(&a, &ao, e))
		goto out;
	if (j->ctx->dry_run)
		rc = aws_preview(a, &q, &shown, e) ? -1 : print_line(j, shown.p, shown.len, e);
	else if (j->o->paginate)
		rc = aws_pages(a, &q, take_page, j, e);
	else
		rc = call_once(j, a, &q, e);
out:
	aws_close(a);
	buf_wipe(&shown);
	return rc != 0 ? -1 : j->partial ? ERR_DATA : 0;
}

static int
run(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct job j = { .ctx = ctx, .o = o };
	const char *input = o->input;
	int rc = -1;

	if (args[0] == NULL)
		return o->list ? list_services(ctx, e)
			       : err_set(e, ERR_USAGE, "which service? (--list names them)");
	j.s = find_service(args[0], e);
	if (j.s == NULL)
		return -1;
	if (o->list && args[1] == NULL)
		return list_operations(ctx, j.s, e);
	if (args[1] == NULL)
		return err_set(e, ERR_USAGE, "which operation? (%s --list names them)", j.s->name);
	if (args[2] != NULL && strcmp(args[2], "-") == 0 && args[3] == NULL && input == NULL)
		input = "-";
	else if (args[2] != NULL)
		return err_set(e, ERR_USAGE, "one operation at a time: what is '%s'?", args[2]);
	if (find_operation(&j, args[1], e) == 0 && check_options(&j, e) == 0 &&
	    make_input(&j, input, e) == 0)
		rc = act(&j, e);
	buf_release(&j.name);
	buf_wipe(&j.json);
	return rc;
}

/* "pf-aws SERVICE OPERATION --help" is about that operation. */
static bool
help(const void *arg, char **args, FILE *fp)
{
	const struct aws_service *s = args[0] == NULL ? NULL : aws_service_find(args[0]);
	const struct aws_operation *op =
	    s == NULL || args[1] == NULL ? NULL : aws_operation_find(s, args[1]);
	struct buf name = { 0 };

	(void)arg;
	if (op == NULL)
		return false;
	aws_dashed(&name, op->name, strlen(op->name));
	(void)fprintf(fp,
	    "pf-aws %s %s - %s of %s%s\n\nIts fields; several values of a list are the option several times:\n\n",
	    s->name, name.p, op->name, s->name, op->pages.token == NULL ? "" : " (--paginate)");
	aws_fields_help(op, fp);
	buf_release(&name);
	return true;
}

const struct cmd cmd = {
	.name = "pf-aws",
	.help = "sign and send one AWS request",
	.synopsis =
	    "[-n] [--paginate] [--region name] [--profile name] [-i file] [--body file] service operation [--field value ...] [-] | [service] --list",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .output = "json" },
	.run = run,
	.flags = CMD_DRY_RUN | CMD_FILTER | CMD_STOPS,
	.other = take_field,
	.more = help,
};
