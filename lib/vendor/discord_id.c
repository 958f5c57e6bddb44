#include "vendor/discord_id.h"

#include "base/clock.h"
#include "io/rec.h"

#define EPOCH_MS INT64_C(1420070400000) /* of Discord: 2015-01-01T00:00:00Z */
#define SHIFT 22                        /* below it: worker, process, counter */
#define MS_NS INT64_C(1000000)

int
discord_id_read(const char *s, size_t n, uint64_t *id)
{
	return num_uint(s, n, UINT64_MAX, id) || *id == 0 ? -1 : 0;
}

int
discord_id_of(const struct rec_field *v, uint64_t *id)
{
	return v->type == REC_STRING && v->text.p != NULL
		   ? discord_id_read(v->text.p, v->text.n, id)
		   : -1;
}

void
discord_id_text(char out[NUM_TEXT_MAX], uint64_t id)
{
	out[num_uint_text(out, id)] = '\0';
}

int64_t
discord_id_time(uint64_t id)
{
	return ((int64_t)(id >> SHIFT) + EPOCH_MS) * MS_NS;
}

uint64_t
discord_id_at(int64_t ns)
{
	int64_t ms = ns / MS_NS - EPOCH_MS;

	if (ns < EPOCH_MS * MS_NS)
		return 0;
	return ms > INT64_MAX >> (SHIFT - 1) ? UINT64_MAX : (uint64_t)ms << SHIFT;
}
