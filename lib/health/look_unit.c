/* Services: units of systemd, containers of docker */
#include "health/looks.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/proc.h"
#include "health/finding.h"
#include "health/health.h"
#include "health/plan.h"

#define WITHIN_NS (10 * CLOCK_SECOND)
#define OUTPUT_MAX ((size_t)64 << 10)

/* Run it; its status, or -1: it could not be run, or is not done in time. */
static int
ask(const char *const *argv, struct buf *out, struct buf *log, struct err *e)
{
	struct proc p = PROC_INIT;
	static const char *const env[] = { "LC_ALL=C", "SYSTEMD_COLORS=0", "SYSTEMD_PAGER=", NULL };

	p.argv = argv;
	p.env = env;
	buf_str(out, "");
	buf_str(log, "");
	return proc_read(&p, clock_mono() + WITHIN_NS, OUTPUT_MAX, out, log, e);
}

/* The value of a line NAME=value; "" if there is none. For free(). */
static char *
property(const char *text, const char *name)
{
	size_t n = strlen(name);
	const char *at = text;

	for (; at != NULL; at = strchr(at, '\n')) {
		at += *at == '\n';
		if (strncmp(at, name, n) == 0 && at[n] == '=')
			return mem_copy(at + n + 1, strcspn(at + n + 1, "\n"));
	}
	return mem_str("");
}

struct unit {
	char *load, *active, *sub, *result, *type, *enabled, *last, *next;
	bool timer, failed, up;
};

static void
read_unit(struct unit *u, const char *name, const char *text)
{
	size_t n = strlen(name);
	bool oneshot;

	*u = (struct unit){ .load = property(text, "LoadState"),
		.active = property(text, "ActiveState"),
		.sub = property(text, "SubState"),
		.result = property(text, "Result"),
		.type = property(text, "Type"),
		.enabled = property(text, "UnitFileState"),
		.last = property(text, "LastTriggerUSec"),
		.next = property(text, "NextElapseUSecRealtime") };
	u->timer = n > 6 && strcmp(name + n - 6, ".timer") == 0;
	oneshot = strcmp(u->type, "oneshot") == 0;
	u->failed = strcmp(u->active, "failed") == 0 ||
		    (u->result[0] != '\0' && strcmp(u->result, "success") != 0);
	/* one that runs and ends is well between its runs, and while it runs */
	u->up = strcmp(u->active, "active") == 0 || strcmp(u->active, "reloading") == 0 ||
		(oneshot && !u->failed);
}

static void
release_unit(struct unit *u)
{
	free(u->load);
	free(u->active);
	free(u->sub);
	free(u->result);
	free(u->type);
	free(u->enabled);
	free(u->last);
	free(u->next);
}

static const char *
or_none(const char *s)
{
	return s[0] == '\0' || strcmp(s, "n/a") == 0 || strcmp(s, "0") == 0 ? "never" : s;
}

static void
say_unit(const char *name, const struct unit *u, struct finding *f)
{
	finding_put(&f->limit, "active");
	if (strcmp(u->load, "masked") == 0) {
		finding_put(&f->observed, "masked");
		finding_say(f, CHECK_FAILED, "%s is masked: nothing starts it", name);
		finding_put(
		    &f->fix, "systemctl unmask %s && systemctl enable --now %s", name, name);
		return;
	}
	if (strcmp(u->load, "loaded") != 0) {
		finding_put(&f->observed, "%s", u->load);
		finding_say(f, CHECK_FAILED, "%s is %s", name,
		    strcmp(u->load, "not-found") == 0 ? "not installed" : u->load);
		finding_put(&f->fix,
		    "copy the unit into /etc/systemd/system; systemctl daemon-reload && systemctl enable --now %s",
		    name);
		return;
	}
	finding_put(&f->observed, "%s (%s)", u->active, u->failed ? u->result : u->sub);
	if (!u->up || u->failed) {
		finding_say(f, CHECK_FAILED, "%s is %s (%s); journalctl -u %s says why", name,
		    u->active, u->failed ? u->result : u->sub, name);
		finding_put(
		    &f->fix, u->timer ? "systemctl enable --now %s" : "systemctl restart %s", name);
	} else if (strcmp(u->enabled, "disabled") == 0) {
		finding_say(f, CHECK_WARNING, "%s runs, but not after the next boot", name);
		finding_put(&f->fix, "systemctl enable %s", name);
	} else if (u->timer) {
		finding_say(f, CHECK_OK, "%s ran last %s, next %s", name, or_none(u->last),
		    or_none(u->next));
	} else {
		finding_say(f, CHECK_OK, "%s is %s (%s)", name, u->active, u->sub);
	}
}

void
look_unit(struct health *h, const struct health_check *c, struct finding *f)
{
	const char *argv[] = { "systemctl", "show", "--no-pager",
		"--property=LoadState,ActiveState,SubState,Result,Type,UnitFileState,LastTriggerUSec,NextElapseUSecRealtime",
		"--", c->unit, NULL };
	struct buf out = { 0 }, log = { 0 };
	struct err why = { 0 };
	struct unit u;
	int status = ask(argv, &out, &log, &why);

	(void)h;
	if (status == 0) {
		read_unit(&u, c->unit, out.p);
		say_unit(c->unit, &u, f);
		release_unit(&u);
	} else if (status < 0 && why.code == ERR_TEMP) {
		finding_say(f, CHECK_FAILED, "%s", why.msg);
	} else {
		finding_say(f, CHECK_UNKNOWN, "systemd does not run here");
	}
	buf_release(&out);
	buf_release(&log);
}

/* "running healthy 0": what it does, whether its own check is content ("-": it has none), how it ended. */
static void
say_container(const char *name, char *text, struct finding *f)
{
	char *health, *code;

	text[strcspn(text, "\n")] = '\0';
	health = text + strcspn(text, " ");
	health += *health == ' ';
	code = health + strcspn(health, " ");
	if (*code == ' ')
		*code++ = '\0';
	finding_put(&f->observed, "%s", text);
	finding_put(&f->limit, "running healthy");
	if (strncmp(text, "running ", 8) != 0) {
		finding_say(f, CHECK_FAILED, "container %s: %.*s, exit %s", name,
		    (int)strcspn(text, " "), text, code);
		finding_put(&f->fix, "docker %s %s",
		    strncmp(text, "restarting ", 11) == 0 ? "restart" : "start", name);
	} else if (strcmp(health, "unhealthy") == 0) {
		finding_say(f, CHECK_FAILED, "container %s runs and is not healthy", name);
		finding_put(&f->fix, "docker restart %s", name);
	} else if (strcmp(health, "starting") == 0) {
		finding_say(f, CHECK_WARNING, "container %s is starting", name);
		finding_put(&f->fix, "pf-health wait --until pass --within 90s");
	} else {
		finding_say(f, CHECK_OK, "container %s runs", name);
	}
}

void
look_container(struct health *h, const struct health_check *c, struct finding *f)
{
	const char *argv[] = { "docker", "inspect", "--type", "container", "--format",
		"{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}-{{end}} {{.State.ExitCode}}",
		"--", c->container, NULL };
	struct buf out = { 0 }, log = { 0 };
	struct err why = { 0 };
	int status = ask(argv, &out, &log, &why);

	(void)h;
	if (status == 0) {
		say_container(c->container, out.p, f);
	} else if (status < 0 && why.code != ERR_TEMP) {
		finding_say(f, CHECK_FAILED, "docker is not installed");
		finding_put(&f->fix, "apt-get install docker.io docker-compose");
	} else if (strstr(log.p, "ermission denied") != NULL) {
		finding_say(f, CHECK_FAILED, "docker may not be asked by this user");
		finding_put(
		    &f->fix, "run pf-health as root, or let the user be of the group docker");
	} else if (strstr(log.p, "annot connect") != NULL || status < 0) {
		finding_say(f, CHECK_FAILED, "docker's daemon does not answer");
		finding_put(&f->fix, "systemctl start docker");
	} else {
		finding_say(f, CHECK_FAILED, "there is no container %s", c->container);
		finding_put(&f->fix, "docker compose up -d");
	}
	buf_release(&out);
	buf_release(&log);
}
