#include "run/redact.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/address.h"
#include "base/buf.h"
#include "base/hidden.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/emit.h"

/* The value, and as it stands within JSON. */
static void
add(const char *value)
{
	struct buf json = { 0 };

	log_secret(value);
	emit_quote(&json, value, strlen(value));
	json.p[json.len - 1] = '\0'; /* its quotes */
	log_secret(json.p + 1);
	buf_release(&json);
}

static void
add_lines(const char *value)
{
	char *line;
	size_t n;

	add(value);
	for (; strchr(value, '\n') != NULL; value += n + 1) {
		n = strcspn(value, "\n");
		line = mem_copy(value, n);
		if (n >= 8 && strncmp(line, "-----", 5) != 0) /* the frame of a PEM is no secret */
			add(line);
		free(line);
		if (value[n] == '\0')
			return;
	}
}

static void
add_passwords(const char *value)
{
	char *text;
	size_t n;

	while ((value = address_password(value, &n)) != NULL) {
		text = mem_copy(value, n);
		add(text);
		address_decode(text);
		add(text);
		free(text);
		value += n;
	}
}

void
redact_environment(void)
{
	const char *eq;
	char **env, *name;

	for (env = environ; *env != NULL; env++) {
		eq = strchr(*env, '=');
		if (eq == NULL || eq[1] == '\0')
			continue;
		name = mem_copy(*env, (size_t)(eq - *env));
		if (hidden_name(name))
			add_lines(eq + 1);
		add_passwords(eq + 1);
		free(name);
	}
}

void
redact_text(struct buf *text)
{
	const char *at;
	size_t n, from = 0;

	log_redact(text);
	while (text->len > from && (at = address_password(text->p + from, &n)) != NULL) {
		from = (size_t)(at - text->p);
		if (n < 3) /* make room for the stars */
			(void)buf_room(text, 3);
		memmove(text->p + from + 3, text->p + from + n, text->len - from - n + 1);
		memcpy(text->p + from, "***", 3);
		text->len = text->len + 3 - n;
		from += 3;
	}
}
