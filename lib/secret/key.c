#include "secret/key.h"

#include <string.h>
#include <sys/random.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/dotenv.h"

int
key_hex(struct buf *out, size_t n, struct err *e)
{
	unsigned char bytes[256];
	size_t part, i;

	(void)buf_room(out, 2 * n); /* what grows leaves copies behind */
	for (; n > 0; n -= part) {
		part = n < sizeof bytes
			   ? n
			   : sizeof bytes; /* such a piece comes whole (getrandom(2)) */
		if (getrandom(bytes, part, 0) != (ssize_t)part)
			return err_errno(e, ERR_IO, "getrandom");
		for (i = 0; i < part; i++) {
			buf_char(out, "0123456789abcdef"[bytes[i] >> 4]);
			buf_char(out, "0123456789abcdef"[bytes[i] & 15]);
		}
		explicit_bzero(bytes, sizeof bytes);
	}
	return 0;
}

int
key_lines(struct buf *out, char *const *names, size_t n, struct err *e)
{
	size_t room = 2 * n + 2, i = 0;

	for (i = 0; names[i] != NULL; i++) {
		if (!dotenv_name(names[i], strlen(names[i])))
			return err_set(e, ERR_USAGE, "'%s' is no name of a variable", names[i]);
		room += strlen(names[i]) + 2 * n + 2;
	}
	(void)buf_room(out, room);
	for (i = 0; i == 0 || names[i] != NULL; i++) {
		if (names[i] != NULL)
			buf_fmt(out, "%s=", names[i]);
		if (key_hex(out, n, e))
			return -1;
		buf_char(out, '\n');
		if (names[i] == NULL)
			break;
	}
	return 0;
}
