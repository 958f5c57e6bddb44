#include "vendor/discord_post.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/array.h"
#include "io/file.h"
#include "io/pick.h"
#include "io/utf8.h"
#include "io/whole.h"
#include "vendor/discord_words.h"

#define FIELDS_MAX 25
#define EMBEDS_TEXT_MAX 6000 /* characters of all embeds of a message */

/* clang-format off */
/* What of an embed has a limit, in characters. */
static const struct {
	const char *path;
	size_t max;
} limits[] = {
	{ "title",       256 },
	{ "description", 4096 },
	{ "footer.text", 2048 },
	{ "author.name", 256 },
};
static const struct {
	const char *path;
	size_t max;
} field_limits[] = {
	{ "name",  256 },
	{ "value", 1024 },
};
/* clang-format on */

void
discord_post_release(struct discord_post *p)
{
	size_t i;

	for (i = 0; i < p->nfiles; i++) {
		free(p->files[i].name);
		buf_release(&p->files[i].bytes);
	}
	p->nfiles = 0;
	buf_release(&p->embeds);
}

/* --- embeds */

/* The characters of a text of the object, added to *sum. */
static int
count(struct slice object, const char *path, size_t max, size_t *sum, struct err *e)
{
	const struct rec_field v = pick_one(object, path);
	struct buf text = { 0 };
	size_t n;

	if (v.type != REC_STRING || v.text.p == NULL)
		return 0;
	rec_text(&v, &text);
	n = text.len > 0 ? discord_chars(text.p, text.len) : 0;
	buf_release(&text);
	*sum += n;
	return n <= max ? 0
			: err_set(e, ERR_DATA, "an embed's %s has %zu characters, %zu are taken",
			      path, n, max);
}

static int
check_fields(struct slice embed, size_t *sum, struct err *e)
{
	struct rec_field list = pick_one(embed, "fields");
	struct slice one;
	size_t n = 0, i;

	while (list.type == REC_ARRAY && array_next(&list.text, &one)) {
		if (++n > FIELDS_MAX)
			return err_set(e, ERR_DATA, "an embed has more than %d fields", FIELDS_MAX);
		if (*one.p != '{')
			return err_set(e, ERR_DATA, "an embed's field is no object");
		for (i = 0; i < sizeof field_limits / sizeof field_limits[0]; i++)
			if (count(one, field_limits[i].path, field_limits[i].max, sum, e))
				return -1;
	}
	return 0;
}

static int
check_embed(struct slice embed, size_t *sum, struct err *e)
{
	size_t i;

	if (*embed.p != '{')
		return err_set(e, ERR_DATA, "an embed is no object");
	for (i = 0; i < sizeof limits / sizeof limits[0]; i++)
		if (count(embed, limits[i].path, limits[i].max, sum, e))
			return -1;
	return check_fields(embed, sum, e);
}

int
discord_post_embeds(struct discord_post *p, const char *json, size_t n, struct err *e)
{
	struct buf line = { 0 };
	struct rec_field root;
	struct slice rest, one;
	size_t embeds = 0, sum = 0;
	int rc = whole_parse(&line, json, n, &root, e);

	if (rc == 0 && root.type != REC_OBJECT && root.type != REC_ARRAY)
		rc = err_set(e, ERR_DATA, "embeds are an object, or a list of objects");
	if (rc)
		goto out;
	buf_reset(&p->embeds);
	if (root.type == REC_OBJECT)
		buf_char(&p->embeds, '[');
	buf_add(&p->embeds, root.text.p, root.text.n);
	if (root.type == REC_OBJECT)
		buf_char(&p->embeds, ']');
	rest = (struct slice){ p->embeds.p, p->embeds.len };
	while (rc == 0 && array_next(&rest, &one)) {
		rc = check_embed(one, &sum, e);
		if (rc == 0 && ++embeds > DISCORD_EMBEDS_MAX)
			rc = err_set(e, ERR_DATA, "more than %d embeds", DISCORD_EMBEDS_MAX);
	}
	if (rc == 0 && sum > EMBEDS_TEXT_MAX)
		rc = err_set(e, ERR_DATA, "the embeds have %zu characters, %d are taken", sum,
		    EMBEDS_TEXT_MAX);
	if (rc == 0 && embeds == 0)
		buf_reset(&p->embeds);
out:
	buf_release(&line);
	return rc;
}

/* --- files, text */

static char *
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *name = mem_str(slash != NULL ? slash + 1 : path), *c;

	for (c = name; *c != '\0'; c++)
		if (!((*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') ||
			(*c >= 'a' && *c <= 'z') || *c == '-' || *c == '_' || *c == '.'))
			*c = '_';
	return name;
}

int
discord_post_file(struct discord_post *p, const char *path, struct err *e)
{
	struct buf *bytes;

	if (p->nfiles == DISCORD_FILES_MAX)
		return err_set(e, ERR_DATA, "more than %d files", DISCORD_FILES_MAX);
	bytes = &p->files[p->nfiles].bytes;
	*bytes = (struct buf){ 0 };
	p->files[p->nfiles++].name = name_of(path);
	return file_read(path, DISCORD_FILE_MAX, bytes, e);
}

int
discord_post_check(const struct discord_post *p, struct err *e)
{
	size_t n = p->text != NULL ? strlen(p->text) : 0, chars = discord_chars(p->text, n);

	if (n > 0 && !utf8_valid(p->text, n))
		return err_set(e, ERR_DATA, "the text is no UTF-8");
	if (chars > DISCORD_TEXT_MAX)
		return err_set(e, ERR_DATA, "the text has %zu characters, %d are taken", chars,
		    DISCORD_TEXT_MAX);
	if (n == 0 && p->embeds.len == 0 && p->nfiles == 0)
		return err_set(e, ERR_DATA, "there is nothing to send: no text, embed or file");
	return 0;
}
