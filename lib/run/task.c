#include "run/task.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/proc.h"
#include "io/emit.h"
#include "run/capture.h"
#include "run/pipeline.h"

#define ANSWER_NO 1

void
task_init(struct task *t, const struct pipeline_step *step, size_t position)
{
	*t = (struct task){ .step = step, .position = position, .exit_status = -1 };
	stage_init(&t->stage);
}

void
task_release(struct task *t)
{
	stage_release(&t->stage);
	buf_release(&t->message);
	buf_release(&t->members);
	buf_release(&t->records);
	buf_release(&t->tail);
}

bool
task_running(const struct task *t)
{
	return t->phase != TASK_WAIT && t->phase != TASK_OVER;
}

int64_t
task_due(const struct task *t)
{
	return t->phase == TASK_PAUSE ? t->pause_until : stage_due(&t->stage);
}

static void
over(struct task *t, enum status status, const struct task_hooks *hooks)
{
	t->status = status;
	t->phase = TASK_OVER;
	t->finished_at = clock_real();
	t->took = clock_mono() - t->began;
	hooks->over(hooks->arg, t);
}

void
task_settle(struct task *t, enum status status, const char *why, const struct task_hooks *hooks)
{
	t->attempt = 0;
	t->started_at = clock_real();
	t->began = clock_mono();
	buf_reset(&t->message);
	buf_str(&t->message, why);
	over(t, status, hooks);
}

static void
failed(struct task *t, const struct task_hooks *hooks)
{
	over(t, t->timed_out ? STATUS_TIMEOUT : t->fatal ? STATUS_FAILED : STATUS_OPTIONAL, hooks);
}

/* 75, or what comes to the same: once more, if there is an attempt and time left. */
static void
again(struct task *t, const struct task_hooks *hooks)
{
	const struct pipeline_step *s = t->step;
	int64_t wait = s->wait, i;

	for (i = 1; i < t->tries && wait < CLOCK_DAY; i++)
		wait *= 2;
	if (t->tries >= s->attempts || (t->deadline != 0 && clock_mono() + wait >= t->deadline)) {
		failed(t, hooks);
		return;
	}
	over(t, STATUS_RETRIED, hooks);
	t->phase = TASK_PAUSE;
	t->status = STATUS_RUNNING;
	t->pause_until = clock_mono() + wait;
}

/* "when: ", "ensure: " or nothing. */
static void
say_where(struct task *t)
{
	buf_reset(&t->message);
	if (t->phase == TASK_WHEN)
		buf_str(&t->message, "when: ");
	else if (t->phase == TASK_ENSURE)
		buf_str(&t->message, "ensure: ");
}

/* Start the stage of the phase; a program that is not there is a failure like any other. */
static void
launch(struct task *t, enum task_phase phase, const struct task_hooks *hooks)
{
	const struct pipeline_step *s = t->step;
	const struct words *pipe = phase == TASK_WHEN     ? &s->when
				   : phase == TASK_ENSURE ? &s->ensure[t->ensured].command
							  : s->pipe;
	char *name = mem_fmt("PF_STEP=%s", s->name),
	     *attempt = mem_fmt("PF_ATTEMPT=%lld", (long long)t->attempt);
	const char *env[] = { name, attempt, NULL };
	struct err e = { 0 };

	t->phase = phase;
	if (stage_start(&t->stage, pipe, phase == TASK_PIPE ? s->npipe : 1, env, &e)) {
		say_where(t);
		buf_str(&t->message, e.msg);
		t->exit_status = (int)e.code;
		failed(t, hooks);
	}
	free(name);
	free(attempt);
}

static void
attempt_begin(struct task *t, const struct task_hooks *hooks)
{
	t->attempt++;
	t->tries++;
	t->status = STATUS_RUNNING;
	t->started_at = clock_real();
	t->began = clock_mono();
	t->exit_status = -1;
	t->ensured = 0;
	t->result = 0;
	buf_reset(&t->message);
	buf_reset(&t->members);
	buf_reset(&t->records);
	buf_reset(&t->tail);
	t->nrecords = t->more = 0;
	hooks->began(hooks->arg, t);
	launch(t, t->step->when.n > 0 ? TASK_WHEN : TASK_PIPE, hooks);
}

void
task_start(struct task *t, const struct task_hooks *hooks)
{
	const struct pipeline_step *s = t->step;
	char *why;
	size_t i;

	for (i = 0; s->skip_if_missing && i < s->npipe; i++)
		if (!stage_program(s->pipe[i].argv[0])) {
			why = mem_fmt("%s is not installed", s->pipe[i].argv[0]);
			task_settle(t, STATUS_SKIPPED, why, hooks);
			free(why);
			return;
		}
	t->deadline = s->timeout == 0 ? 0 : clock_mono() + s->timeout;
	attempt_begin(t, hooks);
}

/* The pipe went well, and what had to hold holds. */
static void
went_well(struct task *t, const struct task_hooks *hooks)
{
	if (t->ensured < t->step->nensure) {
		launch(t, TASK_ENSURE, hooks);
		return;
	}
	t->exit_status = t->result;
	if (t->result == 0)
		over(t, STATUS_OK, hooks);
	else if (t->step->strict)
		failed(t, hooks);
	else
		over(t, STATUS_DEGRADED, hooks);
}

/* What is said of a stage that did not end with 0: who, how, and its last words. */
static void
describe(struct task *t, size_t who)
{
	const struct words *pipe = t->phase == TASK_WHEN     ? &t->step->when
				   : t->phase == TASK_ENSURE ? &t->step->ensure[t->ensured].command
							     : &t->step->pipe[who];
	char how[64];

	say_where(t);
	if (t->timed_out)
		buf_fmt(&t->message, "no end within %lld s",
		    (long long)(t->step->timeout / CLOCK_SECOND));
	else
		buf_fmt(&t->message, "%s: %s", pipe->argv[0],
		    stage_describe(&t->stage, who, how, sizeof how));
	capture_last_words(&t->message, &t->tail);
}

/* How each member of the pipe ended, for the ledger. */
static void
note_members(struct task *t)
{
	struct buf command = { 0 };
	size_t i;

	buf_reset(&t->members);
	for (i = 0; i < t->stage.n; i++) {
		buf_reset(&command);
		words_show(&t->step->pipe[i], &command);
		capture_redact(&command);
		buf_str(&t->members, i == 0 ? "[{\"command\":" : ",{\"command\":");
		emit_quote(&t->members, command.p, command.len);
		buf_fmt(&t->members, ",\"exit_status\":%d}", proc_exit(t->stage.m[i].status));
	}
	buf_str(&t->members, "]");
	buf_release(&command);
}

static void
decide(struct task *t, int status, const struct task_hooks *hooks)
{
	if (t->phase == TASK_WHEN && status == ANSWER_NO) {
		buf_reset(&t->message);
		buf_str(&t->message, "its condition does not hold");
		over(t, STATUS_SKIPPED, hooks);
	} else if (t->phase == TASK_WHEN && status == 0) {
		launch(t, TASK_PIPE, hooks);
	} else if (t->phase == TASK_PIPE && (status == 0 || status == ERR_DATA)) {
		t->result = status;
		went_well(t, hooks);
	} else if (t->phase == TASK_ENSURE && status == 0) {
		t->ensured++;
		went_well(t, hooks);
	} else if (status == ERR_TEMP) {
		again(t, hooks);
	} else {
		failed(t, hooks);
	}
}

static void
stage_over(struct task *t, const struct task_hooks *hooks)
{
	size_t who = 0;
	int status = stage_status(&t->stage, &who);

	t->exit_status = status;
	if (t->phase == TASK_PIPE)
		note_members(t);
	if (status != 0 || t->timed_out)
		describe(t, who);
	if (t->phase == TASK_ENSURE && status == ANSWER_NO) {
		buf_reset(&t->message);
		buf_str(&t->message, "what must hold afterwards does not: ");
		words_show(&t->step->ensure[t->ensured].command, &t->message);
	}
	stage_release(&t->stage);
	/* what was done but not looked at is not done; nothing new is started now */
	if (t->stopped && (status != 0 || t->phase != TASK_PIPE || t->step->nensure > 0))
		over(t, STATUS_INTERRUPTED, hooks);
	else if (t->timed_out)
		failed(t, hooks);
	else
		decide(t, status, hooks);
}

/* Lines of the stage in hand; only of the pipe itself what is printed is kept. */
static void
take_out(void *arg, struct buf *line)
{
	struct task *t = arg;

	if (t->phase == TASK_PIPE)
		capture_out(t, line);
}

static void
take_err(void *arg, struct buf *line)
{
	capture_err(arg, line);
}

void
task_poll(struct task *t, const struct task_hooks *hooks)
{
	if (t->phase == TASK_PAUSE) {
		if (clock_mono() >= t->pause_until)
			attempt_begin(t, hooks);
		return;
	}
	if (!task_running(t))
		return;
	if (t->deadline != 0 && !t->timed_out && !t->stopped && clock_mono() >= t->deadline) {
		t->timed_out = true;
		stage_stop(&t->stage, SIGTERM, t->step->grace);
	}
	if (stage_poll(&t->stage, take_out, take_err, t))
		stage_over(t, hooks);
}

void
task_stop(struct task *t, int sig, const struct task_hooks *hooks)
{
	if (!task_running(t) || t->stopped)
		return;
	t->stopped = true;
	if (t->phase == TASK_PAUSE)
		over(t, STATUS_INTERRUPTED, hooks);
	else
		stage_stop(&t->stage, sig, t->step->grace);
}
