/* A zstd stream as it grows; on demand in several frames with skippable ones between (RFC 8878),
 * which decoders must take and often do not. */
#ifndef PF_SANDBOX_ZPACK_H
#define PF_SANDBOX_ZPACK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct zpack;

struct zpack *zpack_new(bool frames) __attribute__((warn_unused_result));
void zpack_free(struct zpack *z);

/* Compress n more bytes to *out; with last the stream is finished. */
void zpack_add(struct zpack *z, const char *p, size_t n, bool last, struct buf *out);

#endif
