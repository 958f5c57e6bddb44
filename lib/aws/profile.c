#include "aws/profile.h"

#include <ctype.h>
#include <errno.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "aws/ini.h"
#include "aws/split.h"
#include "base/buf.h"
#include "base/env.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/near.h"

#define NONE SIZE_MAX

struct file {
	char *path;      /* owned */
	struct ini *ini; /* owned */
	size_t section;  /* of the profile, or NONE */
};

struct aws_profile {
	char *name;          /* owned */
	struct file file[2]; /* by enum aws_file */
};

static const struct {
	const char *env, *path;
} places[] = {
	[AWS_FILE_CREDENTIALS] = { "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials" },
	[AWS_FILE_CONFIG] = { "AWS_CONFIG_FILE", "~/.aws/config" },
};

/* What stands at s, a '$': the variable's value in place of it, or the '$' itself where there is no
 * such variable. Returns what is behind. */
static const char *
expand_variable(const char *s, struct buf *out)
{
	const char *name = s[1] == '{' ? s + 2 : s + 1, *end = name, *value;
	char *copy;

	while (isalnum((unsigned char)*end) || *end == '_')
		end++;
	if (end == name || (s[1] == '{' && *end != '}')) {
		buf_char(out, '$');
		return s + 1;
	}
	copy = mem_copy(name, (size_t)(end - name));
	value = getenv(copy);
	free(copy);
	end += s[1] == '{';
	if (value != NULL)
		buf_str(out, value);
	else
		buf_add(out, s, (size_t)(end - s));
	return end;
}

static void
add_home(struct buf *out, const char *user)
{
	const char *home = user[0] == '\0' ? env_get("HOME") : NULL;
	const struct passwd *pw;

	if (home == NULL) {
		pw = user[0] == '\0' ? getpwuid(getuid()) : getpwnam(user);
		home = pw == NULL ? NULL : pw->pw_dir;
	}
	if (home != NULL)
		buf_str(out, home);
	else
		buf_fmt(out, "~%s", user);
}

/* Variables first, then '~', as the AWS CLI does it. Owned by the caller. */
static char *
expanded(const char *path)
{
	struct buf text = { 0 }, out = { 0 };
	char *user;
	size_t n;

	while (*path != '\0') {
		if (*path == '$')
			path = expand_variable(path, &text);
		else
			buf_char(&text, *path++);
	}
	if (text.len == 0 || text.p[0] != '~')
		return buf_take(&text);
	n = strcspn(text.p, "/");
	user = mem_copy(text.p + 1, n - 1);
	add_home(&out, user);
	buf_str(&out, text.p + n);
	free(user);
	buf_release(&text);
	return buf_take(&out);
}

static int
read_file(struct file *f, const char *env, const char *path, struct err *e)
{
	const char *given = env_get(env);
	FILE *fp;
	int rc;

	f->section = NONE;
	f->path = expanded(given != NULL ? given : path);
	fp = fopen(f->path, "re");
	if (fp == NULL && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (fp == NULL)
		return err_errno(e, ERR_IO, "%s", f->path);
	rc = ini_read(&f->ini, fp, f->path, e);
	(void)fclose(fp); /* only read */
	return rc;
}

/* The name in a header of the config file that is of that kind, as an owned string, or NULL:
 * [profile NAME], [profile "NAME"]. */
static char *
named_in(const char *header, const char *kind)
{
	struct err ignored; /* a header that cannot be parted is of no kind */
	char **words = aws_split(header, &ignored), *name = NULL;

	if (words != NULL && words[0] != NULL && strcmp(words[0], kind) == 0 && words[1] != NULL &&
	    words[2] == NULL)
		name = mem_str(words[1]);
	aws_split_free(words);
	return name;
}

/* The profile's name that section i is of, owned, or NULL. */
static char *
profile_at(const struct aws_profile *p, enum aws_file file, size_t i)
{
	const char *header = ini_section(p->file[file].ini, i);

	if (file == AWS_FILE_CREDENTIALS || strcmp(header, "default") == 0)
		return mem_str(header);
	return named_in(header, "profile");
}

static void
find_profile(struct aws_profile *p, enum aws_file file)
{
	struct file *f = &p->file[file];
	const char *header;
	char *name;
	size_t i;

	for (i = 0; f->ini != NULL && (header = ini_section(f->ini, i)) != NULL; i++) {
		name = profile_at(p, file, i);
		/* [profile default] goes before [default] */
		if (name != NULL && strcmp(name, p->name) == 0 &&
		    (f->section == NONE || strcmp(header, "default") != 0))
			f->section = i;
		free(name);
	}
}

static int
not_there(const struct aws_profile *p, struct err *e)
{
	const struct file *f = p->file;
	char **names = mem_new(1, sizeof *names), *name;
	const char *near;
	size_t n = 0, i, k;

	for (k = 0; k < 2; k++)
		for (i = 0; f[k].ini != NULL && ini_section(f[k].ini, i) != NULL; i++) {
			name = profile_at(p, (enum aws_file)k, i);
			if (name == NULL)
				continue;
			names = mem_grow(names, n + 2, sizeof *names);
			names[n++] = name;
			names[n] = NULL;
		}
	near = near_word(p->name, (const char *const *)names);
	(void)err_set(e, ERR_CONFIG, "profile '%s' is in neither %s%s nor %s%s%s%s%s", p->name,
	    f[AWS_FILE_CONFIG].path, f[AWS_FILE_CONFIG].ini == NULL ? " (no such file)" : "",
	    f[AWS_FILE_CREDENTIALS].path,
	    f[AWS_FILE_CREDENTIALS].ini == NULL ? " (no such file)" : "",
	    near == NULL ? "" : "; did you mean '", near == NULL ? "" : near,
	    near == NULL ? "" : "'?");
	while (n > 0)
		free(names[--n]);
	free(names);
	return -1;
}

int
aws_profile_open(struct aws_profile **out, const char *named, struct err *e)
{
	struct aws_profile *p = mem_new(1, sizeof *p);
	size_t k;

	*out = p;
	if (named == NULL)
		named = env_get("AWS_PROFILE");
	if (named == NULL)
		named = env_get("AWS_DEFAULT_PROFILE");
	p->name = mem_str(named == NULL ? "default" : named);
	for (k = 0; k < 2; k++) {
		if (read_file(&p->file[k], places[k].env, places[k].path, e))
			return -1;
		find_profile(p, (enum aws_file)k);
	}
	if (named != NULL && p->file[0].section == NONE && p->file[1].section == NONE)
		return not_there(p, e);
	return 0;
}

void
aws_profile_free(struct aws_profile *p)
{
	size_t k;

	if (p == NULL)
		return;
	for (k = 0; k < 2; k++) {
		free(p->file[k].path);
		ini_free(p->file[k].ini);
	}
	free(p->name);
	free(p);
}

const char *
aws_profile_name(const struct aws_profile *p)
{
	return p->name;
}

static const char *
value_of(const struct file *f, size_t section, const char *block, const char *key)
{
	const char *s =
	    f->ini == NULL || section == NONE ? NULL : ini_get(f->ini, section, block, key);

	return s == NULL || s[0] == '\0' ? NULL : s;
}

const char *
aws_profile_own(const struct aws_profile *p, enum aws_file file, const char *key)
{
	return value_of(&p->file[file], p->file[file].section, NULL, key);
}

bool
aws_profile_in(const struct aws_profile *p, enum aws_file file)
{
	return p->file[file].section != NONE;
}

const char *
aws_profile_path(const struct aws_profile *p, enum aws_file file)
{
	return p->file[file].path;
}

const char *
aws_profile_nested(const struct aws_profile *p, const char *block, const char *key)
{
	const struct file *f;
	size_t k;

	for (k = 0; k < 2; k++) {
		f = &p->file[k];
		if (f->ini != NULL && f->section != NONE &&
		    ini_get(f->ini, f->section, NULL, block) != NULL)
			return value_of(f, f->section, block, key);
	}
	return NULL;
}

const char *
aws_profile_get(const struct aws_profile *p, const char *key)
{
	const char *s = aws_profile_own(p, AWS_FILE_CREDENTIALS, key);

	return s != NULL ? s : aws_profile_own(p, AWS_FILE_CONFIG, key);
}

const char *
aws_profile_section(const struct aws_profile *p, const char *kind, const char *name,
    const char *block, const char *key)
{
	const struct file *f = &p->file[AWS_FILE_CONFIG];
	const char *header, *s = NULL;
	char *is;
	size_t i;

	for (i = 0; f->ini != NULL && s == NULL && (header = ini_section(f->ini, i)) != NULL; i++) {
		is = named_in(header, kind);
		if (is != NULL && strcmp(is, name) == 0)
			s = value_of(f, i, block, key);
		free(is);
	}
	return s;
}

const char *
aws_setting(const struct aws_profile *p, const char *env, const char *key)
{
	const char *s = env_get(env);

	return s != NULL || key == NULL ? s : aws_profile_get(p, key);
}

bool
aws_switch(const struct aws_profile *p, const char *env, const char *key)
{
	const char *s = aws_setting(p, env, key);

	return s != NULL && strcasecmp(s, "true") == 0;
}

const char *
aws_ca_bundle(const struct aws_profile *p)
{
	return aws_setting(p, "AWS_CA_BUNDLE", "ca_bundle");
}
