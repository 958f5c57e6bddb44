#include "secret/hide.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "secret/forms.h"
#include "secret/needles.h"

#define PIECE                                                                                      \
	((size_t)64 << 10) /* so that what is held back has a limit, however much comes at once */

struct hide {
	const struct needles *s; /* borrowed */
	struct forms *forms;
	struct buf held; /* the text from at on */
	uint64_t at;
};

struct hide *
hide_new(const struct needles *s)
{
	struct hide *h = mem_new(1, sizeof *h);

	h->s = s;
	h->forms = forms_new(s);
	h->held.secret = true;
	return h;
}

void
hide_free(struct hide *h)
{
	if (h == NULL)
		return;
	forms_free(h->forms);
	buf_release(&h->held);
	free(h);
}

/* The text up to an offset leaves, or is left out. */
static void
pass(struct hide *h, uint64_t upto, struct buf *out)
{
	size_t n;

	if (upto <= h->at)
		return;
	n = (size_t)(upto - h->at);
	if (out != NULL)
		buf_add(out, h->held.p, n);
	buf_shift(&h->held, n);
	h->at = upto;
}

static void
flush(struct hide *h, struct buf *out)
{
	struct forms_hit hit;

	while (forms_take(h->forms, &hit)) {
		pass(h, hit.start, out);
		if (!hit.more)
			buf_fmt(out, "[%s]", h->s->values[hit.value].name);
		pass(h, hit.end, NULL);
	}
	pass(h, forms_settled(h->forms), out);
}

void
hide_feed(struct hide *h, const char *p, size_t n, struct buf *out)
{
	size_t piece;

	for (; n > 0; p += piece, n -= piece) {
		piece = n < PIECE ? n : PIECE;
		buf_add(&h->held, p, piece);
		forms_feed(h->forms, p, piece);
		flush(h, out);
	}
}

void
hide_end(struct hide *h, struct buf *out)
{
	forms_end(h->forms);
	flush(h, out);
}

void
hide_text(const struct needles *s, const char *p, size_t n, struct buf *out)
{
	struct hide *h = hide_new(s);

	hide_feed(h, p, n, out);
	hide_end(h, out);
	hide_free(h);
}
