#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A message is one line and valid at its cut end: vendors' texts end up in it. */
static void
tidy(char *s, size_t cap)
{
	size_t n = strlen(s), i;

	for (i = 0; i < n; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			s[i] = ' ';
	while (n > 0 && s[n - 1] == ' ')
		s[--n] = '\0';
	if (n + 1 < cap)
		return;
	while (n > 0 && ((unsigned char)s[n - 1] & 0xc0) == 0x80)
		s[--n] = '\0';
	if (n > 0 && ((unsigned char)s[n - 1] & 0x80) != 0)
		s[--n] = '\0';
}

int
err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
	char msg[ERR_MSG_MAX]; /* the arguments may point into *e */
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(msg, sizeof msg, fmt, ap); /* a cut message is still a message */
	va_end(ap);
	tidy(msg, sizeof msg);
	e->code = code;
	memcpy(e->msg, msg, sizeof msg);
	return -1;
}

int
err_errno(struct err *e, enum err_code code, const char *fmt, ...)
{
	char msg[ERR_MSG_MAX];
	int saved = errno;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	return err_set(e, code, "%s: %s", msg, strerror(saved));
}

int
err_wrap(struct err *e, const char *fmt, ...)
{
	char front[ERR_MSG_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(front, sizeof front, fmt, ap);
	va_end(ap);
	return err_set(e, e->code, "%s: %s", front, e->msg);
}
