#include "io/amend.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/emit.h"

/* Which of set a field is, or n. */
static size_t
find(const struct rec_field *f, const struct amend *set, size_t n)
{
	size_t i;

	for (i = 0; i < n && !slice_is(f->name, set[i].name); i++)
		;
	return i;
}

void
amend(const struct rec *rec, const struct amend *set, size_t n, struct buf *out)
{
	const char *from = rec->line.p, *end = rec->line.p + rec->line.n, *value;
	bool there[AMEND_MAX] = { false };
	size_t i, k, quotes;
	bool first = rec->n == 0;

	for (i = 0; i < rec->n; i++) {
		k = find(&rec->f[i], set, n);
		if (k == n)
			continue;
		there[k] = true;
		quotes = rec->f[i].type == REC_STRING;
		value = rec->f[i].text.p - quotes;
		buf_add(out, from, (size_t)(value - from));
		buf_add(out, set[k].json.p, set[k].json.n);
		from = value + rec->f[i].text.n + 2 * quotes;
	}
	while (end > from && end[-1] != '}')
		end--; /* blanks behind the object */
	buf_add(out, from, (size_t)(end - 1 - from));
	for (k = 0; k < n; k++) {
		if (there[k])
			continue;
		if (!first)
			buf_char(out, ',');
		first = false;
		emit_quote(out, set[k].name, strlen(set[k].name));
		buf_char(out, ':');
		buf_add(out, set[k].json.p, set[k].json.n);
	}
	buf_char(out, '}');
}

int
amend_print(
    struct emit *out, const struct rec *rec, const struct amend *set, size_t n, struct err *e)
{
	buf_reset(&out->line);
	amend(rec, set, n, &out->line);
	buf_char(&out->line, '\n');
	if (fwrite(out->line.p, 1, out->line.len, out->fp) != out->line.len ||
	    (out->flush && fflush(out->fp)))
		return err_errno(e, ERR_IO, "%s", out->name);
	return 0;
}
