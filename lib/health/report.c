/* Results in the languages of those who read them */
#include "health/results.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "io/emit.h"
#include "show/checks.h"

static const char *
or_empty(const char *s)
{
	return s != NULL ? s : "";
}

static int
print_checks(const struct results *r, bool as_table, int64_t at, FILE *fp, struct err *e)
{
	struct checks c;
	size_t i;
	int rc = checks_begin(&c, fp, as_table, at, e);

	for (i = 0; rc == 0 && i < r->n; i++)
		rc = checks_take(&c, &r->all[i], e);
	if (rc == 0)
		rc = checks_end(&c, e);
	checks_release(&c);
	return rc;
}

/* On one line: a line end would begin another, control characters are for no terminal, and a bar begins numbers. */
static void
nagios_text(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++)
		buf_char(out, (unsigned char)*s < ' ' || *s == 0x7f ? ' ' : *s == '|' ? '/' : *s);
}

void
results_unknown(const char *why, struct buf *out)
{
	buf_str(out, "HEALTH UNKNOWN: ");
	nagios_text(out, why);
	buf_char(out, '\n');
}

/* Nagios Plugin Development Guidelines: one line, its numbers behind a bar, then more lines. */
static void
nagios(const struct results *r, int64_t at, struct buf *out)
{
	static const char *const words[] = { "OK", "WARNING", "CRITICAL", "UNKNOWN" };
	int status = results_status(r, "nagios");
	const struct check *c;
	size_t i, told = 0;

	(void)at;
	buf_fmt(out, "HEALTH %s: %zu of %zu checks pass", words[status], r->counts[CHECK_OK], r->n);
	for (i = 0; i < r->n; i++)
		if (r->all[i].status == CHECK_FAILED) {
			buf_str(out, told++ == 0 ? ", failed: " : ", ");
			nagios_text(out, r->all[i].name);
		}
	buf_fmt(out, " | pass=%zu warn=%zu fail=%zu skip=%zu\n", r->counts[CHECK_OK],
	    r->counts[CHECK_WARNING], r->counts[CHECK_FAILED], r->counts[CHECK_UNKNOWN]);
	for (i = 0; i < r->n; i++) {
		c = &r->all[i];
		if (c->status != CHECK_FAILED && c->status != CHECK_WARNING)
			continue;
		buf_fmt(out, "%s: ", check_status_name(c->status));
		nagios_text(out, c->name);
		buf_str(out, ": ");
		nagios_text(out, or_empty(c->text));
		if (c->fix != NULL) {
			buf_str(out, "; fix: ");
			nagios_text(out, c->fix);
		}
		buf_char(out, '\n');
	}
}

/* A label's value: backslash, quote and line end are escaped. */
static void
label(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++)
		if (*s == '\n')
			buf_str(out, "\\n");
		else {
			if (*s == '"' || *s == '\\')
				buf_char(out, '\\');
			buf_char(out, *s);
		}
}

static void
prometheus(const struct results *r, int64_t at, struct buf *out)
{
	static const char *const states[] = { "1", "0.5", "0" };
	size_t i;

	buf_str(out,
	    "# HELP pf_health_check How a check is: 1 pass, 0.5 warn, 0 fail; one that was not looked "
	    "at has no sample.\n# TYPE pf_health_check gauge\n");
	for (i = 0; i < r->n; i++) {
		if (r->all[i].status == CHECK_UNKNOWN)
			continue;
		buf_str(out, "pf_health_check{name=\"");
		label(out, r->all[i].name);
		buf_fmt(out, "\"} %s\n", states[r->all[i].status]);
	}
	buf_str(out,
	    "# HELP pf_health_checks How many checks have that status.\n# TYPE pf_health_checks gauge\n");
	for (i = CHECK_OK; i <= CHECK_UNKNOWN; i++)
		buf_fmt(out, "pf_health_checks{status=\"%s\"} %zu\n",
		    check_status_name((enum check_status)i), r->counts[i]);
	buf_fmt(out,
	    "# HELP pf_health_time_seconds When it was looked at.\n# TYPE pf_health_time_seconds gauge\n"
	    "pf_health_time_seconds %lld\n",
	    (long long)(at / CLOCK_SECOND));
}

static void
emit_if(struct emit *em, const char *name, const char *value)
{
	if (value != NULL)
		emit_str(em, name, value);
}

/* That a check was not looked at is no state of the service: such checks are left out. */
static void
health_json(const struct results *r, int64_t at, struct buf *out)
{
	struct emit em;
	size_t i;

	emit_init(&em, NULL, false);
	emit_begin(&em, NULL);
	emit_str(&em, "status",
	    r->counts[CHECK_FAILED] > 0    ? "fail"
	    : r->counts[CHECK_WARNING] > 0 ? "warn"
					   : "pass");
	emit_str(&em, "description", "health of pf-utils");
	emit_open(&em, "checks", '{');
	for (i = 0; i < r->n; i++) {
		if (r->all[i].status == CHECK_UNKNOWN)
			continue;
		emit_open(&em, r->all[i].name, '[');
		emit_open(&em, NULL, '{');
		emit_str(&em, "status", check_status_name(r->all[i].status));
		emit_if(&em, "observedValue", r->all[i].observed);
		emit_time(&em, "time", at);
		if (r->all[i].status != CHECK_OK) /* of one that passes the draft wants none */
			emit_if(&em, "output", r->all[i].text);
		emit_close(&em, '}');
		emit_close(&em, ']');
	}
	emit_close(&em, '}');
	buf_add(out, em.line.p, em.line.len);
	buf_str(out, "}\n");
	emit_release(&em);
}

/* What ends a command, and within a property also what parts properties, is escaped. */
static void
escape(struct buf *out, const char *s, bool property)
{
	for (; *s != '\0'; s++)
		if (*s == '%' || *s == '\r' || *s == '\n' || (property && (*s == ':' || *s == ',')))
			buf_fmt(out, "%%%02X", (unsigned)(unsigned char)*s);
		else
			buf_char(out, (unsigned char)*s < ' ' || *s == 0x7f ? ' ' : *s);
}

static void
github(const struct results *r, int64_t at, struct buf *out)
{
	const struct check *c;
	size_t i;

	(void)at;
	for (i = 0; i < r->n; i++) {
		c = &r->all[i];
		if (c->status != CHECK_FAILED && c->status != CHECK_WARNING)
			continue;
		buf_fmt(out, "::%s title=", c->status == CHECK_FAILED ? "error" : "warning");
		escape(out, c->name, true);
		buf_str(out, "::");
		escape(out, or_empty(c->text), false);
		if (c->fix != NULL) {
			buf_str(out, "%0Afix: ");
			escape(out, c->fix, false);
		}
		buf_char(out, '\n');
	}
	buf_fmt(out, "%zu checks: %zu pass, %zu warn, %zu fail, %zu skip\n", r->n,
	    r->counts[CHECK_OK], r->counts[CHECK_WARNING], r->counts[CHECK_FAILED],
	    r->counts[CHECK_UNKNOWN]);
}

int
results_print(const struct results *r, const char *format, int64_t at, FILE *fp, struct err *e)
{
	static const struct {
		const char *name;
		void (*write)(const struct results *, int64_t, struct buf *);
	} writers[] = { { "nagios", nagios }, { "prometheus", prometheus },
		{ "health+json", health_json }, { "github", github } };
	struct buf out = { 0 };
	size_t i;
	int rc = 0;

	for (i = 0; i < sizeof writers / sizeof writers[0]; i++)
		if (strcmp(writers[i].name, format) == 0)
			writers[i].write(r, at, &out);
	if (out.p == NULL)
		return print_checks(r, strcmp(format, "table") == 0, at, fp, e);
	if (fwrite(out.p, 1, out.len, fp) != out.len)
		rc = err_errno(e, ERR_IO, "standard output");
	buf_release(&out);
	return rc;
}

int
results_status(const struct results *r, const char *format)
{
	if (strcmp(format, "nagios") != 0)
		return r->counts[CHECK_FAILED] > 0;
	if (r->counts[CHECK_FAILED] > 0)
		return 2;
	if (r->counts[CHECK_WARNING] > 0)
		return 1;
	return r->counts[CHECK_OK] > 0 ? 0 : 3;
}
