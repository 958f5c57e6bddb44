#include "aws/shape.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* The words of a member end where one of these stands. */
#define MARKS ":=@!+~%"

static struct slice
cut(const char **at, const char *end)
{
	struct slice s = { *at, 0 };

	while (s.p + s.n < end && strchr(MARKS, s.p[s.n]) == NULL)
		s.n++;
	*at = s.p + s.n;
	return s;
}

bool
aws_member_next(const char **members, struct aws_member *m)
{
	const char *at = *members, *end;

	if (at == NULL)
		return false;
	at += strspn(at, " ");
	if (*at == '\0')
		return false;
	end = at + strcspn(at, " ");
	*members = end;
	*m = (struct aws_member){ .type = { "s", 1 } };
	m->name = m->wire = cut(&at, end);
	while (at < end) {
		switch (*at++) {
		case ':':
			m->type = cut(&at, end);
			break;
		case '=':
			m->wire = cut(&at, end);
			break;
		case '@':
			m->place = *at++;
			break;
		case '!':
			m->secret = true;
			break;
		case '+':
			m->needed = true;
			break;
		case '~':
			m->token = true;
			break;
		case '%':
			m->encoded = true;
			break;
		}
	}
	return true;
}

bool
aws_member_find(const char *members, const char *name, size_t n, struct aws_member *m)
{
	while (aws_member_next(&members, m))
		if (m->name.n == n && memcmp(m->name.p, name, n) == 0)
			return true;
	return false;
}

/* Equal but for dashes and case. */
static bool
alike(struct slice name, const char *word)
{
	size_t i = 0;

	for (; *word != '\0'; word++) {
		if (*word == '-')
			continue;
		if (i == name.n ||
		    tolower((unsigned char)name.p[i]) != tolower((unsigned char)*word))
			return false;
		i++;
	}
	return i == name.n;
}

bool
aws_member_meant(const char *members, const char *word, struct aws_member *m)
{
	if (aws_member_find(members, word, strlen(word), m))
		return true;
	while (aws_member_next(&members, m))
		if (alike(m->name, word))
			return true;
	return false;
}

void
aws_type_read(struct slice text, struct aws_type *t)
{
	const char *close;

	*t = (struct aws_type){ .kind = text.n > 0 ? text.p[0] : 's' };
	if (t->kind >= 'A' && t->kind <= 'Z') {
		t->kind = 'S';
		t->of = text;
		return;
	}
	if (t->kind == 't' && text.n > 1)
		t->time = text.p[1];
	if (t->kind != '[' && t->kind != '*' && t->kind != '{')
		return;
	t->of = (struct slice){ text.p + 1, text.n - 1 };
	close = t->of.n > 0 && t->of.p[0] == '<' ? memchr(t->of.p, '>', t->of.n) : NULL;
	if (close == NULL)
		return;
	t->names = (struct slice){ t->of.p + 1, (size_t)(close - t->of.p) - 1 };
	t->of.n -= (size_t)(close + 1 - t->of.p);
	t->of.p = close + 1;
}

const char *
aws_shape_members(const struct aws_shape *shapes, struct slice name)
{
	for (; shapes != NULL && shapes->name != NULL; shapes++)
		if (slice_is(name, shapes->name))
			return shapes->members == NULL ? "" : shapes->members;
	return "";
}

bool
aws_members_bytes(const char *members)
{
	struct aws_member m;
	struct aws_type t;

	while (aws_member_next(&members, &m)) {
		aws_type_read(m.type, &t);
		if (m.place == 'b' && t.kind != 'S')
			return true;
	}
	return false;
}

bool
aws_member_hides(struct slice name)
{
	static const char *const ends[] = { "Password", "SecretString", "SecretBinary", "SecretKey",
		"SecretAccessKey", "PrivateKey", "SessionToken", "IdentityToken", "AccessToken",
		NULL };
	size_t i, n;

	for (i = 0; ends[i] != NULL; i++) {
		n = strlen(ends[i]);
		if (name.n >= n && strncasecmp(name.p + name.n - n, ends[i], n) == 0)
			return true;
	}
	return false;
}
