#include "sandbox/zpack.h"

#include <stdlib.h>
#include <zstd.h>

#include "base/mem.h"

/* Frames end there: the first one early, so that small streams have several, and none where a
 * record of any even length ends. */
#define FIRST_FRAME 101
#define NEXT_FRAME 50001

static const char skippable[] = "\x5a\x2a\x4d\x18\x07\x00\x00\x00sandbox";

struct zpack {
	ZSTD_CCtx *z; /* owned */
	bool frames;
	size_t left; /* bytes until the frame ends */
};

struct zpack *
zpack_new(bool frames)
{
	struct zpack *z = mem_new(1, sizeof *z);

	z->z = ZSTD_createCCtx();
	if (z->z == NULL)
		mem_out();
	z->frames = frames;
	z->left = FIRST_FRAME;
	return z;
}

void
zpack_free(struct zpack *z)
{
	if (z == NULL)
		return;
	(void)ZSTD_freeCCtx(z->z); /* cannot fail */
	free(z);
}

static void
pack(struct zpack *z, const char *p, size_t n, ZSTD_EndDirective how, struct buf *out)
{
	ZSTD_inBuffer in = { p, n, 0 };
	ZSTD_outBuffer to;
	size_t room = ZSTD_CStreamOutSize(), left;

	do {
		to = (ZSTD_outBuffer){ buf_room(out, room), room, 0 };
		left = ZSTD_compressStream2(z->z, &to, &in, how);
		out->len += to.pos;
		if (ZSTD_isError(left))
			mem_out(); /* it has no other errors with valid calls than memory */
	} while (in.pos < in.size || (how == ZSTD_e_end && left > 0));
}

void
zpack_add(struct zpack *z, const char *p, size_t n, bool last, struct buf *out)
{
	while (z->frames && n > z->left) {
		pack(z, p, z->left, ZSTD_e_end, out);
		buf_add(out, skippable, sizeof skippable - 1);
		p += z->left;
		n -= z->left;
		z->left = NEXT_FRAME;
	}
	z->left -= z->frames ? n : 0;
	pack(z, p, n, last ? ZSTD_e_end : ZSTD_e_continue, out);
}
