/* The machine: disk, memory, swap, time zone, whether its clock is kept right */
#include "health/looks.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "health/finding.h"
#include "health/health.h"
#include "health/plan.h"
#include "io/file.h"

#define PROC_MAX ((size_t)64 << 10)
#define MEMORY_MIN (INT64_C(200) << 20)
#define USED_MAX 95
#define ZONE_MAX 256

void
look_disk(struct health *h, const struct health_check *c, struct finding *f)
{
	char *path = health_path(h, c->path), *left;
	int64_t max = c->max_used == HEALTH_UNSAID ? USED_MAX : c->max_used, used, avail;
	uint64_t all;
	struct statvfs s;

	if (statvfs(path, &s) != 0) {
		finding_say(f, CHECK_FAILED, "%s: %s", path, strerror(errno));
		finding_put(&f->fix, "mount it, or mend the check's path");
		free(path);
		return;
	}
	avail = (int64_t)(s.f_bavail * s.f_frsize);
	all = (s.f_blocks - s.f_bfree) +
	      s.f_bavail; /* what others than root may have, as df counts */
	used = all == 0 ? 0 : (int64_t)(((s.f_blocks - s.f_bfree) * 100 + all - 1) / all);
	left = finding_size(avail);
	finding_put(&f->observed, "%" PRId64 "%%", used);
	finding_put(&f->limit, "%" PRId64 "%%", max);
	finding_say(f,
	    used > max || (c->min_size != HEALTH_UNSAID && avail < c->min_size) ? CHECK_FAILED
	    : c->warn_used != HEALTH_UNSAID && used > c->warn_used              ? CHECK_WARNING
										: CHECK_OK,
	    "%s is %" PRId64 "%% full, %s are left", path, used, left);
	finding_put(&f->fix,
	    "find what is large: du -xh --max-depth=2 %s | sort -h | tail; journalctl --vacuum-size=200M and docker system prune make room",
	    path);
	free(left);
	free(path);
}

/* "MemAvailable:  123 kB" of /proc/meminfo, in bytes; HEALTH_UNSAID: it is not there. */
static int64_t
meminfo(struct health *h, const char *name)
{
	char *path = health_path(h, "/proc/meminfo"), *at;
	struct buf text = { 0 };
	struct err none;
	int64_t kib = HEALTH_UNSAID;
	size_t n = strlen(name);

	if (file_read(path, PROC_MAX, &text, &none) == 0)
		for (at = text.p; at != NULL; at = strchr(at, '\n')) {
			at += *at == '\n';
			if (strncmp(at, name, n) != 0 || at[n] != ':')
				continue;
			at += n + 1 + strspn(at + n + 1, " ");
			if (num_int(at, strspn(at, "0123456789"), 0, INT64_MAX / 1024, &kib) == 0)
				kib *= 1024;
			break;
		}
	buf_release(&text);
	free(path);
	return kib;
}

#define SWAP_FIX                                                                                   \
	"fallocate -l 2G /swapfile && chmod 600 /swapfile && mkswap /swapfile && swapon /swapfile; then a line in /etc/fstab"

void
look_memory(struct health *h, const struct health_check *c, struct finding *f)
{
	int64_t avail = meminfo(h, "MemAvailable"), swap = meminfo(h, "SwapTotal"),
		min = c->min_size == HEALTH_UNSAID ? MEMORY_MIN : c->min_size;
	char *is, *limit;

	if (avail == HEALTH_UNSAID) {
		finding_say(f, CHECK_UNKNOWN, "/proc/meminfo does not say");
		return;
	}
	is = finding_size(avail);
	limit = finding_size(min);
	finding_put(&f->observed, "%" PRId64, avail);
	finding_put(&f->limit, "%" PRId64, min);
	finding_say(f,
	    avail < min                                             ? CHECK_FAILED
	    : c->warn_size != HEALTH_UNSAID && avail < c->warn_size ? CHECK_WARNING
								    : CHECK_OK,
	    "%s are available, %s should be%s", is, limit, swap == 0 ? "; there is no swap" : "");
	finding_put(&f->fix,
	    swap == 0
		? SWAP_FIX
		: "see who has it: ps aux --sort=-rss | head; then restart it, or take a larger host");
	free(is);
	free(limit);
}

void
look_swap(struct health *h, const struct health_check *c, struct finding *f)
{
	int64_t total = meminfo(h, "SwapTotal");
	char *is, *limit;

	if (total == HEALTH_UNSAID) {
		finding_say(f, CHECK_UNKNOWN, "/proc/meminfo does not say");
		return;
	}
	is = finding_size(total);
	limit = finding_size(c->min_size);
	finding_put(&f->observed, "%" PRId64, total);
	finding_put(&f->limit, "%" PRId64, c->min_size);
	finding_say(f, total < c->min_size ? CHECK_FAILED : CHECK_OK,
	    "there are %s of swap, %s should be", is, limit);
	finding_put(&f->fix, SWAP_FIX);
	free(is);
	free(limit);
}

/* The name of the zone that /etc/localtime leads to, else what /etc/timezone says; false: neither says. */
static bool
find_zone(struct health *h, char name[ZONE_MAX])
{
	char *link = health_path(h, "/etc/localtime"), *file = health_path(h, "/etc/timezone"),
	     to[ZONE_MAX * 2], *at = NULL;
	ssize_t n = readlink(link, to, sizeof to - 1);
	struct buf text = { 0 };
	struct err none;

	name[0] = '\0';
	if (n > 0) {
		to[n] = '\0';
		at = strstr(to, "zoneinfo/");
		if (at != NULL && strlen(at + 9) < ZONE_MAX)
			memcpy(name, at + 9, strlen(at + 9) + 1);
	} else if (file_read(file, ZONE_MAX - 1, &text, &none) == 0) {
		text.p[strcspn(text.p, "\n")] = '\0';
		memcpy(name, text.p, strlen(text.p) + 1);
	}
	buf_release(&text);
	free(link);
	free(file);
	return name[0] != '\0';
}

void
look_zone(struct health *h, const struct health_check *c, struct finding *f)
{
	static const char *const utc[] = { "UTC", "Etc/UTC", "UCT", "Etc/UCT", "Zulu" };
	char name[ZONE_MAX];
	size_t i, both = 0;

	if (!find_zone(h, name))
		(void)memcpy(name, "UTC", 4); /* what the C library takes then */
	for (i = 0; i < sizeof utc / sizeof utc[0]; i++)
		both +=
		    (size_t)(strcmp(utc[i], name) == 0) + (size_t)(strcmp(utc[i], c->zone) == 0);
	finding_put(&f->observed, "%s", name);
	finding_put(&f->limit, "%s", c->zone);
	finding_say(f, strcmp(name, c->zone) == 0 || both == 2 ? CHECK_OK : CHECK_FAILED,
	    "this machine's time zone is %s, %s is meant", name, c->zone);
	finding_put(&f->fix, "timedatectl set-timezone %s", c->zone);
}

void
look_ntp(struct health *h, const struct health_check *c, struct finding *f)
{
	struct timex t = { 0 };
	int state = adjtimex(&t);

	(void)h;
	(void)c;
	finding_put(&f->observed, state == TIME_ERROR ? "not synchronised" : "synchronised");
	finding_say(f, state == TIME_ERROR ? CHECK_FAILED : CHECK_OK,
	    state == TIME_ERROR ? "nothing keeps this machine's clock right"
				: "this machine's clock is kept right");
	finding_put(&f->fix, "timedatectl set-ntp true");
}
