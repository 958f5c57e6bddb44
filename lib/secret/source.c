#include "secret/source.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "aws/call.h"
#include "base/clock.h"
#include "base/env.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/dotenv.h"
#include "io/utf8.h"
#include "secret/text.h"

#define PREFIX_DEFAULT "llm-portfolio"
#define ENV_DEFAULT "production"

void
sources_release(struct sources *s)
{
	size_t i;

	for (i = 0; i < s->n; i++) {
		free(s->all[i].place);
		free(s->all[i].name);
		free(s->all[i].prefix);
	}
	free(s->all);
	*s = (struct sources){ 0 };
}

void
secret_text_release(struct secret_text *t)
{
	buf_wipe(&t->text);
	*t = (struct secret_text){ 0 };
}

void
fetcher_release(struct fetcher *f)
{
	aws_close(f->aws);
	free(f->region);
	f->aws = NULL;
	f->region = NULL;
}

/* As AWS has them ("CreateSecret", Name), and the colons of an ARN. */
static bool
is_secret_name(const char *s, size_t n)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+=.@-:";
	size_t i = 0;

	while (i < n && s[i] != '\0' && strchr(plain, s[i]) != NULL)
		i++;
	return i == n;
}

/* "NAME=", "PREFIX*=" in front of what is meant. */
static int
add(struct sources *to, enum vars_type type, const char *p, size_t n, struct err *e)
{
	struct source s = { .type = type };
	const char *eq = memchr(p, '=', n);
	size_t k = eq == NULL ? 0 : (size_t)(eq - p);

	if (k > 0 && dotenv_name(p, k))
		s.name = mem_copy(p, k);
	else if (k > 1 && p[k - 1] == '*' && dotenv_name(p, k - 1))
		s.prefix = mem_copy(p, k - 1);
	else
		eq = NULL;
	if (eq != NULL) {
		n -= k + 1;
		p = eq + 1;
	}
	s.place = mem_copy(p, n);
	to->all = mem_grow(to->all, to->n + 1, sizeof *to->all);
	to->all[to->n++] = s;
	if (n == 0)
		return err_set(e, ERR_CONFIG, "'%s%s=' names no secret", s.name ? s.name : "",
		    s.prefix ? s.prefix : "");
	if (type == VARS_AWS && !is_secret_name(p, n))
		return err_set(e, ERR_CONFIG,
		    "what stands there, and is not shown, is no name of a secret: that has letters, digits and /_+=.@- alone");
	return 0;
}

/* Each element of a list, without the blanks around it. */
static int
add_list(struct sources *to, const char *list,
    int (*take)(struct sources *, const char *, size_t, struct err *), struct err *e)
{
	const char *end;
	size_t n, before = to->n;

	for (; *list != '\0'; list = *end == ',' ? end + 1 : end) {
		list += strspn(list, " \t\r\n");
		end = list + strcspn(list, ",");
		n = (size_t)(end - list);
		while (n > 0 && strchr(" \t\r\n", list[n - 1]) != NULL)
			n--;
		if (n > 0 && take(to, list, n, e))
			return -1;
	}
	return to->n > before ? 0 : err_set(e, ERR_CONFIG, "nothing is named in it");
}

static int
add_aws(struct sources *to, const char *p, size_t n, struct err *e)
{
	return add(to, VARS_AWS, p, n, e);
}

static int
add_from(struct sources *to, const char *p, size_t n, struct err *e)
{
	if (n > 4 && strncmp(p, "aws:", 4) == 0)
		return add(to, VARS_AWS, p + 4, n - 4, e);
	if (n > 5 && strncmp(p, "exec:", 5) == 0)
		return add(to, VARS_EXEC, p + 5, n - 5, e);
	return err_set(e, ERR_USAGE,
	    "'%.*s' is no source: aws:SECRET and exec:COMMAND are (pf-secrets(1))",
	    utf8_cut(p, n, 64), p);
}

/* As a switch of an env file: 1, true, yes. */
static int
use_aws(bool *on, struct err *e)
{
	static const char *const yes[] = { "1", "true", "yes", "on" }, *const no[] = { "0", "false",
		"no", "off" };
	const char *value = env_get("USE_AWS_SECRETS");
	size_t i;

	*on = false;
	for (i = 0; value != NULL && i < sizeof yes / sizeof yes[0]; i++) {
		if (strcasecmp(value, no[i]) == 0)
			return 0;
		if (strcasecmp(value, yes[i]) == 0) {
			*on = true;
			return 0;
		}
	}
	return value == NULL ? 0
			     : err_set(e, ERR_CONFIG,
				   "USE_AWS_SECRETS is neither 1 (true, yes) nor 0 (false, no)");
}

int
sources_find(struct sources *s, const char *from, struct err *e)
{
	const char *name = env_get("AWS_SECRET_NAME"), *prefix = env_get("AWS_SECRETS_PREFIX"),
		   *env = env_get("AWS_SECRETS_ENV");
	const char *given = from != NULL ? "--from" : "PF_SECRETS_FROM";
	char *usual;
	bool on;
	int rc = 0;

	if (from == NULL) /* the env file may have it, which is read later than our options */
		from = env_get("PF_SECRETS_FROM");
	if (use_aws(&on, e))
		return -1;
	if (on && name != NULL) {
		if (add_list(s, name, add_aws, e))
			return err_wrap(e, "AWS_SECRET_NAME");
	} else if (on) {
		usual = mem_fmt("%s/%s", prefix != NULL ? prefix : PREFIX_DEFAULT,
		    env != NULL ? env : ENV_DEFAULT);
		rc = add(s, VARS_AWS, usual, strlen(usual), e);
		free(usual);
	}
	if (rc == 0 && from != NULL && add_list(s, from, add_from, e))
		rc = err_wrap(e, "%s", given);
	return rc;
}

char *
source_title(const struct source *s)
{
	return mem_fmt("%s %s", s->type == VARS_AWS ? "secret" : "program", s->place);
}

int
source_fetch(struct fetcher *f, const struct source *s, struct secret_text *t, struct err *e)
{
	char *title;
	int rc;

	t->since = CLOCK_NONE;
	t->text.secret = true;
	rc = s->type == VARS_AWS ? source_fetch_aws(f, s, t, e) : source_fetch_exec(f, s, t, e);
	if (rc) {
		title = source_title(s);
		(void)err_wrap(e, "%s", title);
		free(title);
	}
	return rc;
}

/* The variables of a source on their way into the set. */
struct taker {
	struct vars *vars;
	size_t source;
	const char *prefix; /* NULL: none */
};

static int
take(void *arg, const char *name, const char *value, size_t lineno, struct err *e)
{
	const struct taker *t = arg;
	char *full;
	int rc;

	if (t->prefix == NULL)
		return vars_add(t->vars, t->source, name, value, lineno, e);
	full = mem_fmt("%s%s", t->prefix, name);
	rc = vars_add(t->vars, t->source, full, value, lineno, e);
	free(full);
	return rc;
}

/* The text as it is; what a program printed without its last line's end, as a shell takes it. */
static int
take_whole(const struct source *s, const struct taker *t, const struct buf *text, struct err *e)
{
	struct buf value = { 0 };
	size_t n = text->len;
	int rc = -1;

	while (s->type == VARS_EXEC && n > 0 && text->p[n - 1] == '\n')
		n--;
	if (n == 0)
		(void)err_set(e, ERR_CONFIG, "it is empty");
	else if (memchr(text->p, '\0', n) != NULL)
		(void)err_set(e, ERR_CONFIG, "a NUL is in it, which no variable can have");
	else if (!utf8_valid(text->p, n))
		(void)err_set(e, ERR_CONFIG, "it is no UTF-8");
	else {
		(void)buf_room(&value, n);
		buf_add(&value, text->p, n);
		rc = vars_add(t->vars, t->source, s->name, value.p, 0, e);
	}
	buf_wipe(&value);
	return rc;
}

int
source_take(const struct source *s, const struct secret_text *t, struct vars *v, struct err *e)
{
	struct taker to = { .vars = v, .prefix = s->prefix };
	const char *text = t->text.p != NULL ? t->text.p : "";
	char *title;
	int rc;

	to.source =
	    vars_source(v, s->type, s->place, t->version[0] != '\0' ? t->version : NULL, t->since);
	if (s->name != NULL)
		rc = take_whole(s, &to, &t->text, e);
	else if (s->type == VARS_AWS)
		rc = text_object(text, t->text.len, take, &to, e);
	else
		rc = text_any(text, t->text.len, take, &to, e);
	if (rc) {
		title = source_title(s);
		(void)err_wrap(e, "%s", title);
		free(title);
	}
	return rc;
}
