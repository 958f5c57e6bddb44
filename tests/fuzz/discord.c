/* What a stranger sends as Discord's message or its gateway's frame: a message that is printed is a record with all that its kind needs, one
 * that is refused prints nothing; of the gateway every frame to be sent is a line of JSON */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "fuzz.h"
#include "io/emit.h"
#include "io/jsonl.h"
#include "rec/words.h"
#include "vendor/discord_gate.h"
#include "vendor/discord_mend.h"
#include "vendor/discord_message.h"

static size_t
lines(FILE *fp, const struct field *fields)
{
	struct rec *rec = malloc(sizeof *rec);
	const struct rec_field *value;
	const struct field *f;
	struct jsonl in;
	struct err e;
	size_t n = 0;
	int got;

	HOLDS(rec != NULL);
	rewind(fp);
	jsonl_init(&in, fp, "out");
	while ((got = jsonl_next(&in, rec, &e)) != 0) {
		HOLDS(got > 0);
		n++;
		for (f = fields; f != NULL && f->name != NULL; f++) {
			value = rec_get(rec, f->name);
			HOLDS((f->flags & FIELD_NEEDED) == 0 ||
			      (value != NULL && value->type != REC_NULL));
		}
	}
	jsonl_release(&in);
	free(rec);
	return n;
}

static void
message(const char *p, size_t n)
{
	static const struct discord_place place = { "2", "news", "market", NULL, NULL };
	struct discord_messages m;
	struct discord_look look;
	struct rec_field root;
	struct buf line = { 0 };
	struct emit em;
	struct err e;
	FILE *fp = tmpfile();
	int rc;

	HOLDS(fp != NULL);
	emit_init(&em, fp, false);
	discord_messages_init(&m, &em);
	if (discord_mend(&line, p, n, &root, &e) == 0) {
		rc = discord_message_look(&look, root.text, 99, &e);
		HOLDS(rc == 0 || e.code == ERR_DATA);
		rc = discord_message_put(&m, &place, root.text, 0, &e);
		HOLDS(rc == 0 || e.code == ERR_DATA);
		HOLDS(fflush(fp) == 0);
		HOLDS(lines(fp, message_kind.fields) == (rc == 0 ? 1 : 0));
	}
	emit_release(&em);
	buf_release(&line);
	(void)fclose(fp);
}

/* Frames, a line each. */
static void
gateway(const char *p, size_t n)
{
	struct discord_gate g;
	struct gate_got got;
	struct err e;
	const char *end;
	size_t len;
	FILE *fp = tmpfile();

	HOLDS(fp != NULL);
	discord_gate_init(&g, "token");
	discord_gate_opened(&g);
	for (; n > 0; p += len, n -= len) {
		end = memchr(p, '\n', n);
		len = end != NULL ? (size_t)(end - p) + 1 : n;
		if (discord_gate_take(&g, p, len, 0, &got, &e))
			HOLDS(e.code == ERR_DATA);
		else if (got.what == GATE_RENEW)
			HOLDS(discord_gate_resume_url(&g) == NULL && got.wait_ns > 0);
		(void)discord_gate_beat(&g, INT64_MAX / 4);
	}
	HOLDS(g.out.len == 0 || fwrite(g.out.p, 1, g.out.len, fp) == g.out.len);
	HOLDS(fflush(fp) == 0);
	(void)lines(fp, NULL);
	(void)discord_gate_closed(&g, 4007, &e);
	HOLDS(discord_gate_resume_url(&g) == NULL);
	discord_gate_release(&g);
	(void)fclose(fp);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (n > 0 && bytes[0] == 'm')
		message((const char *)bytes + 1, n - 1);
	else if (n > 0)
		gateway((const char *)bytes + 1, n - 1);
	return 0;
}
