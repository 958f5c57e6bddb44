#include "io/member.h"

#include <string.h>

#include "io/skip.h"

static void
advance(struct slice *s, size_t n)
{
	if (s->n == 0) /* it may have no text at all */
		return;
	s->p += n;
	s->n -= n;
	while (s->n > 0 && (*s->p == ' ' || *s->p == '\t' || *s->p == '\r' || *s->p == '\n')) {
		s->p++;
		s->n--;
	}
}

struct rec_field
member_value(struct slice text)
{
	struct rec_field f = { .text = text, .type = REC_NUMBER };

	switch (text.n > 0 ? *text.p : 'n') {
	case '"':
		f.type = REC_STRING;
		f.text = (struct slice){ text.p + 1, text.n - 2 };
		f.escaped = memchr(f.text.p, '\\', f.text.n) != NULL;
		break;
	case '{':
		f.type = REC_OBJECT;
		break;
	case '[':
		f.type = REC_ARRAY;
		break;
	case 't':
		f.type = REC_TRUE;
		break;
	case 'f':
		f.type = REC_FALSE;
		break;
	case 'n':
		f.type = REC_NULL;
		break;
	default:
		break;
	}
	return f;
}

bool
member_next(struct slice *rest, struct rec_field *member)
{
	struct slice name;
	size_t n;

	advance(rest, 0);
	if (rest->n == 0 || (*rest->p != '{' && *rest->p != ','))
		return false;
	advance(rest, 1);
	if (rest->n == 0 || *rest->p != '"')
		return false;
	n = skip_string(rest->p, rest->n);
	name = (struct slice){ rest->p + 1, n - 2 };
	advance(rest, n);
	if (rest->n == 0 || *rest->p != ':')
		return false;
	advance(rest, 1);
	n = skip_value(rest->p, rest->n);
	*member = member_value((struct slice){ rest->p, n });
	member->name = name;
	advance(rest, n);
	return true;
}
