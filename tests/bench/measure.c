/*
 * measure - time two commands in turn, A B A B, and print one JSON line with their medians and the
 * ratio.
 *
 *	measure -r P2 -w 'what' -t 1.3 [-f wall|cpu|rss] [-d] [-n runs] [-b 'before ours'] [-B
 * 'before peer'] -p peer-name 'ours' 'peer'
 *
 * The commands are run by sh; wall time, user and system time and peak memory are of the whole
 * command with its children. "before" is run untimed before every run. The ratio is ours / peer of
 * the field; with -d ours - peer in ms instead. pass: ratio <= target. A command that fails ends the
 * measurement with 1.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS_MAX 99

enum { WALL, CPU, RSS, FIELDS };

static const char *const field_names[FIELDS] = { "wall", "cpu", "rss" };

struct side {
	const char *name, *command, *before;
	double took[FIELDS][RUNS_MAX];
};

static double
seconds(const struct timeval *tv)
{
	return (double)tv->tv_sec + (double)tv->tv_usec / 1e6;
}

static double
now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static int
run(const char *command, struct rusage *ru)
{
	int status, null;
	pid_t pid = fork();

	if (pid == 0) {
		null = open("/dev/null", O_WRONLY);
		if (null < 0 || dup2(null, 1) < 0)
			_exit(127);
		(void)execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	while (wait4(pid, &status, 0, ru) < 0)
		if (errno != EINTR)
			return -1;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		(void)fprintf(stderr, "measure: status %d: %s\n", status, command);
		return -1;
	}
	return 0;
}

static int
one(struct side *s, int i)
{
	struct rusage ru;
	double start;

	if (s->before != NULL && run(s->before, &ru))
		return -1;
	start = now();
	if (run(s->command, &ru))
		return -1;
	if (i < 0) /* the warm-up */
		return 0;
	s->took[WALL][i] = now() - start;
	s->took[CPU][i] = seconds(&ru.ru_utime) + seconds(&ru.ru_stime);
	s->took[RSS][i] = (double)ru.ru_maxrss / 1024;
	return 0;
}

static int
order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof *v, order);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static void
print_side(const char *key, struct side *s, int n, double m[FIELDS])
{
	int f;

	for (f = 0; f < FIELDS; f++)
		m[f] = median(s->took[f], n);
	(void)printf(",\"%s\":{", key);
	if (s->name != NULL)
		(void)printf("\"name\":\"%s\",", s->name);
	(void)printf("\"wall\":%.4f,\"cpu\":%.4f,\"rss_mib\":%.1f}", m[WALL], m[CPU], m[RSS]);
}

int
main(int argc, char **argv)
{
	struct side ours = { 0 }, peer = { 0 };
	const char *row = "", *what = "", *target = "1";
	double a[FIELDS], b[FIELDS], ratio;
	bool difference = false;
	int opt, i, n = 5, field = WALL;

	while ((opt = getopt(argc, argv, "r:w:t:f:dn:b:B:p:")) != -1) {
		switch (opt) {
		case 'r':
			row = optarg;
			break;
		case 'w':
			what = optarg;
			break;
		case 't':
			target = optarg;
			break;
		case 'f':
			field = strcmp(optarg, "cpu") == 0   ? CPU
				: strcmp(optarg, "rss") == 0 ? RSS
							     : WALL;
			break;
		case 'd':
			difference = true;
			break;
		case 'n':
			n = (int)strtol(optarg, NULL, 10);
			break;
		case 'b':
			ours.before = optarg;
			break;
		case 'B':
			peer.before = optarg;
			break;
		case 'p':
			peer.name = optarg;
			break;
		default:
			return 64;
		}
	}
	if (argc - optind != 2 || n < 1 || n > RUNS_MAX)
		return 64;
	ours.command = argv[optind];
	peer.command = argv[optind + 1];
	for (i = -1; i < n; i++)
		if (one(&ours, i) || one(&peer, i))
			return 1;
	(void)printf("{\"row\":\"%s\",\"what\":\"%s\",\"of\":\"%s\",\"runs\":%d", row, what,
	    field_names[field], n);
	print_side("ours", &ours, n, a);
	print_side("peer", &peer, n, b);
	ratio = difference ? (a[field] - b[field]) * 1000 : a[field] / b[field];
	(void)printf(",\"%s\":%.4f,\"target\":%s,\"pass\":%s}\n",
	    difference ? "difference_ms" : "ratio", ratio, target,
	    ratio <= strtod(target, NULL) ? "true" : "false");
	return fflush(stdout) != 0;
}
