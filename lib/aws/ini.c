#include "aws/ini.h"

#include <openssl/crypto.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

#define BLANKS " \t\r\f\v"
#define FIRST_READ ((size_t)8 << 10)

struct entry {
	size_t section;
	char *block, *key, *value; /* owned; block NULL: outside of any */
	size_t line;
};

struct section {
	char *name; /* owned */
	size_t line;
	size_t first; /* of its entries, which follow each other */
};

struct ini {
	struct section *sections; /* owned */
	size_t nsections, sections_cap;
	struct entry *entries; /* owned, in order */
	size_t nentries, entries_cap;
};

struct reader {
	struct ini *ini;
	const char *name;
	size_t line;
	size_t indent; /* of the line that a deeper one goes on from */
	bool open;     /* a key stands before */
	struct err *e;
};

/* A piece of the text. */
struct piece {
	const char *p;
	size_t n;
};

static struct piece
trimmed(const char *p, size_t n)
{
	while (n > 0 && strchr(BLANKS, p[n - 1]) != NULL)
		n--;
	while (n > 0 && strchr(BLANKS, *p) != NULL) {
		p++;
		n--;
	}
	return (struct piece){ p, n };
}

static int
wrong(const struct reader *r, const char *what)
{
	return err_set(r->e, ERR_CONFIG, "%s:%zu: %s", r->name, r->line, what);
}

/* The index of that key, or nentries. */
static size_t
find(const struct ini *ini, size_t section, const char *block, const char *key, size_t n)
{
	const struct entry *x;
	size_t i;

	if (section >= ini->nsections)
		return ini->nentries;
	for (i = ini->sections[section].first; i < ini->nentries; i++) {
		x = &ini->entries[i];
		if (x->section != section)
			break;
		if ((x->block == NULL) == (block == NULL) &&
		    (block == NULL || strcasecmp(x->block, block) == 0) &&
		    strncasecmp(x->key, key, n) == 0 && x->key[n] == '\0')
			return i;
	}
	return ini->nentries;
}

static int
add_entry(struct reader *r, const char *block, struct piece key, struct piece value)
{
	struct ini *ini = r->ini;
	size_t section = ini->nsections - 1;

	if (key.n == 0)
		return wrong(r, "there is no key before the '='");
	if (ini->nentries - ini->sections[section].first >= INI_KEYS_MAX)
		return wrong(r, "the section has too many keys");
	if (find(ini, section, block, key.p, key.n) < ini->nentries)
		return wrong(r, "this key stands in the section already");
	if (ini->nentries == ini->entries_cap) {
		ini->entries_cap = mem_more(ini->entries_cap, ini->nentries + 1);
		ini->entries = mem_grow(ini->entries, ini->entries_cap, sizeof *ini->entries);
	}
	ini->entries[ini->nentries++] = (struct entry){ .section = section,
		.block = mem_str(block),
		.key = mem_copy(key.p, key.n),
		.value = mem_copy(value.p, value.n),
		.line = r->line };
	return 0;
}

static int
take_header(struct reader *r, struct piece line)
{
	struct ini *ini = r->ini;
	const char *end = memchr(line.p, ']', line.n);
	struct piece name, rest;
	size_t i;

	if (end == NULL)
		return wrong(r, "a section's name is not closed with ']'");
	name = trimmed(line.p + 1, (size_t)(end - line.p) - 1);
	rest = trimmed(end + 1, line.n - (size_t)(end + 1 - line.p));
	if (rest.n > 0 && rest.p[0] != '#' && rest.p[0] != ';')
		return wrong(r, "something stands behind the section's name");
	if (name.n == 0)
		return wrong(r, "the section has no name");
	if (ini->nsections >= INI_SECTIONS_MAX)
		return wrong(r, "there are too many sections");
	for (i = 0; i < ini->nsections; i++)
		if (strncmp(ini->sections[i].name, name.p, name.n) == 0 &&
		    ini->sections[i].name[name.n] == '\0')
			return wrong(r, "this section is there already");
	if (ini->nsections == ini->sections_cap) {
		ini->sections_cap = mem_more(ini->sections_cap, ini->nsections + 1);
		ini->sections = mem_grow(ini->sections, ini->sections_cap, sizeof *ini->sections);
	}
	ini->sections[ini->nsections++] =
	    (struct section){ mem_copy(name.p, name.n), r->line, ini->nentries };
	r->open = false;
	return 0;
}

/* Where key and value part: '=', and outside of blocks ':' too, whichever comes first. */
static const char *
parting(struct piece line, const char *marks)
{
	size_t i;

	for (i = 0; i < line.n; i++)
		if (strchr(marks, line.p[i]) != NULL)
			return line.p + i;
	return NULL;
}

/* A line that goes on from the key before: of its block, if it has no value, else of its value. */
static int
take_more(struct reader *r, struct piece line)
{
	struct ini *ini = r->ini;
	struct entry *last = &ini->entries[ini->nentries - 1];
	const char *at, *block = last->block != NULL ? last->block : last->key;
	char *old = last->value;

	if (last->block == NULL && old[0] != '\0') {
		if (strlen(old) > INI_VALUE_MAX)
			return wrong(r, "the value has too many lines");
		last->value = mem_fmt("%s\n%.*s", old, (int)line.n, line.p);
		OPENSSL_cleanse(old, strlen(old));
		free(old);
		return 0;
	}
	at = parting(line, "=");
	if (at == NULL)
		return wrong(r, "a line of a nested block is no 'key = value'");
	return add_entry(r, block, trimmed(line.p, (size_t)(at - line.p)),
	    trimmed(at + 1, line.n - (size_t)(at + 1 - line.p)));
}

static int
take_line(struct reader *r, const char *p, size_t n)
{
	struct piece line = trimmed(p, n);
	size_t indent = (size_t)(line.p - p);
	const char *at;

	if (line.n == 0 || line.p[0] == '#' || line.p[0] == ';')
		return 0;
	if (r->open && indent > r->indent)
		return take_more(r, line);
	r->indent = indent;
	if (line.p[0] == '[')
		return take_header(r, line);
	if (r->ini->nsections == 0)
		return wrong(r, "a line before the first [section]");
	at = parting(line, "=:");
	if (at == NULL)
		return wrong(r, "a line that is no 'key = value' and no [section]");
	r->open = true;
	return add_entry(r, NULL, trimmed(line.p, (size_t)(at - line.p)),
	    trimmed(at + 1, line.n - (size_t)(at + 1 - line.p)));
}

static int
take_lines(struct reader *r, const char *p, size_t n)
{
	const char *end;
	size_t len;

	if (memchr(p, '\0', n) != NULL)
		return err_set(r->e, ERR_CONFIG, "%s: it has a NUL, so it is no text", r->name);
	for (; n > 0; p += len, n -= len) {
		r->line++;
		end = memchr(p, '\n', n);
		len = end == NULL ? n : (size_t)(end - p) + 1;
		if (take_line(r, p, end == NULL ? len : len - 1))
			return -1;
	}
	return 0;
}

/* All of it, or more than there may be; no copy is left behind where it grew. */
static char *
read_all(FILE *fp, size_t *n)
{
	size_t cap = FIRST_READ, got;
	char *text = mem_new(cap, 1), *more;

	*n = 0;
	while ((got = fread(text + *n, 1, cap - *n, fp)) > 0) {
		*n += got;
		if (*n < cap)
			continue;
		if (cap > INI_SIZE_MAX)
			break;
		more = mem_new(cap, 2);
		memcpy(more, text, *n);
		OPENSSL_cleanse(text, *n);
		free(text);
		text = more;
		cap *= 2;
	}
	return text;
}

int
ini_read(struct ini **ini, FILE *fp, const char *name, struct err *e)
{
	struct reader r = { .name = name, .e = e };
	char *text;
	size_t n;
	int rc = -1;

	r.ini = *ini = mem_new(1, sizeof **ini);
	text = read_all(fp, &n);
	if (ferror(fp))
		(void)err_errno(e, ERR_IO, "%s", name);
	else if (n > INI_SIZE_MAX)
		(void)err_set(e, ERR_CONFIG, "%s: larger than %zu bytes", name, INI_SIZE_MAX);
	else
		rc = take_lines(&r, text, n);
	OPENSSL_cleanse(text, n);
	free(text);
	return rc;
}

void
ini_free(struct ini *ini)
{
	struct entry *x;
	size_t i;

	if (ini == NULL)
		return;
	for (i = 0; i < ini->nentries; i++) {
		x = &ini->entries[i];
		OPENSSL_cleanse(x->value, strlen(x->value));
		free(x->value);
		free(x->block);
		free(x->key);
	}
	for (i = 0; i < ini->nsections; i++)
		free(ini->sections[i].name);
	free(ini->entries);
	free(ini->sections);
	free(ini);
}

const char *
ini_section(const struct ini *ini, size_t i)
{
	return i < ini->nsections ? ini->sections[i].name : NULL;
}

const char *
ini_get(const struct ini *ini, size_t section, const char *block, const char *key)
{
	size_t i = find(ini, section, block, key, strlen(key));

	return i < ini->nentries ? ini->entries[i].value : NULL;
}

size_t
ini_line(const struct ini *ini, size_t section)
{
	return section < ini->nsections ? ini->sections[section].line : 0;
}
