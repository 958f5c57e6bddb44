#include "io/member.h"

#include <string.h>

static void
skip(struct slice *s, size_t n)
{
	s->p += n;
	s->n -= n;
	while (s->n > 0 && (*s->p == ' ' || *s->p == '\t' || *s->p == '\r' || *s->p == '\n')) {
		s->p++;
		s->n--;
	}
}

/* A string with its quotes, at its first one. */
static size_t
string_length(const char *p, size_t n)
{
	size_t i;

	for (i = 1; i < n && p[i] != '"'; i++)
		i += p[i] == '\\';
	return i < n ? i + 1 : n;
}

static size_t
value_length(const char *p, size_t n)
{
	size_t i = 0, depth = 0;

	if (n > 0 && *p == '"')
		return string_length(p, n);
	while (i < n) {
		if (p[i] == '"') {
			i += string_length(p + i, n - i);
			continue;
		}
		if (p[i] == '{' || p[i] == '[')
			depth++;
		else if (depth == 0 && strchr(",}] \t\r\n", p[i]) != NULL)
			break;
		else if ((p[i] == '}' || p[i] == ']') && --depth == 0)
			return i + 1;
		i++;
	}
	return i;
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

	skip(rest, 0);
	if (rest->n == 0 || (*rest->p != '{' && *rest->p != ','))
		return false;
	skip(rest, 1);
	if (rest->n == 0 || *rest->p != '"')
		return false;
	n = string_length(rest->p, rest->n);
	name = (struct slice){ rest->p + 1, n - 2 };
	skip(rest, n);
	if (rest->n == 0 || *rest->p != ':')
		return false;
	skip(rest, 1);
	n = value_length(rest->p, rest->n);
	*member = member_value((struct slice){ rest->p, n });
	member->name = name;
	skip(rest, n);
	return true;
}
