/* What pf-notify decides and makes without a wire: which notes are told, how they are joined and cut; and a mail's text */
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "net/mail_text.h"
#include "notify/choose.h"
#include "notify/fit.h"
#include "notify/memory.h"
#include "notify/pack.h"
#include "tap.h"

#define GRIN "\360\237\230\200" /* U+1F600 */

static void
lengths(void)
{
	static const char text[] = "a\303\251" GRIN;

	CHECK_INT(fit_length(FIT_UTF16, text, 7), 4);
	CHECK_INT(fit_length(FIT_POINTS, text, 7), 3);
	CHECK_INT(fit_length(FIT_BYTES, text, 7), 7);
	CHECK_INT(fit_cut(FIT_UTF16, text, 7, 3), 3);
	CHECK_INT(fit_cut(FIT_UTF16, text, 7, 4), 7);
	CHECK_INT(fit_cut(FIT_BYTES, text, 7, 2), 1);
	CHECK_INT(fit_cut(FIT_BYTES, text, 7, 6), 3);
	CHECK_INT(fit_cut(FIT_POINTS, "", 0, 5), 0);
}

static struct note
check_of(const char *name, enum note_level level)
{
	return (struct note){ .level = level,
		.check = true,
		.key = (char *)(uintptr_t)name,
		.text = (char *)(uintptr_t)name };
}

/* Choose for one note and take it as told; the choice. */
static int
tell(struct memory *m, const struct notify_rules *r, struct note n, int64_t now)
{
	struct chosen c;

	notify_choose(m, r, &n, 1, now, &c);
	notify_told(m, r, &n, &c, now);
	return (int)c.choice;
}

static void
changes(void)
{
	struct notify_rules r = { .min = NOTE_WARN, .on_change = true };
	struct memory m = { .lock = -1 };
	struct note unseen = check_of("a", NOTE_INFO);

	CHECK_INT(tell(&m, &r, check_of("a", NOTE_INFO), 1), CHOICE_DROP);
	CHECK_INT(tell(&m, &r, check_of("a", NOTE_ERROR), 2), CHOICE_TELL);
	CHECK_INT(tell(&m, &r, check_of("a", NOTE_ERROR), 3), CHOICE_QUIET);
	unseen.unseen = true;
	CHECK_INT(tell(&m, &r, unseen, 4), CHOICE_DROP);
	CHECK_INT(tell(&m, &r, check_of("a", NOTE_WARN), 5), CHOICE_TELL);
	CHECK_INT(tell(&m, &r, check_of("b", NOTE_INFO), 6), CHOICE_DROP);
	CHECK_INT(tell(&m, &r, check_of("a", NOTE_INFO), 7), CHOICE_TELL);
	CHECK_INT(tell(&m, &r, check_of("a", NOTE_INFO), 8), CHOICE_DROP);
	r.every = 100;
	CHECK_INT(tell(&m, &r, check_of("a", NOTE_ERROR), 10), CHOICE_TELL);
	CHECK_INT(tell(&m, &r, check_of("a", NOTE_ERROR), 109), CHOICE_QUIET);
	CHECK_INT(tell(&m, &r, check_of("a", NOTE_ERROR), 110), CHOICE_TELL);
	CHECK_INT(
	    tell(&m, &r, check_of("a", NOTE_ERROR), 50), CHOICE_TELL); /* the clock went back */
	memory_close(&m);
}

/* What is not told in the end must be as if it had never been chosen. */
static void
choosing_changes_nothing(void)
{
	const struct notify_rules r = {
		.min = NOTE_WARN, .on_change = true, .limit = 2, .window = 100
	};
	struct note notes[4] = { check_of("a", NOTE_ERROR), check_of("a", NOTE_ERROR),
		check_of("a", NOTE_INFO), check_of("b", NOTE_ERROR) };
	struct memory m = { .lock = -1 };
	struct chosen c[4];
	int round;

	for (round = 0; round < 2; round++) {
		notify_choose(&m, &r, notes, 4, 1000, c);
		CHECK_INT(c[0].choice, CHOICE_TELL);
		CHECK_INT(c[1].choice, CHOICE_QUIET);
		CHECK_INT(c[2].choice, CHOICE_TELL);
		CHECK(c[2].again);
		CHECK_INT(c[3].choice, CHOICE_SUM);
		CHECK_INT(m.n, 0);
	}
	memory_close(&m);
}

static void
messages(void)
{
	const struct pack_rules r = { FIT_POINTS, 200, "head" };
	struct packed out[PACK_MESSAGES_MAX];
	struct chosen c[30];
	struct note notes[30];
	char text[400];
	size_t n, i, k;

	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	for (i = 0; i < 30; i++) {
		notes[i] = check_of("a note of some length, and then some more", NOTE_ERROR);
		c[i] = (struct chosen){ .choice = CHOICE_TELL, .level = NOTE_ERROR };
	}
	notes[0].text = text;
	n = notify_pack(&r, notes, c, 30, out);
	CHECK_INT(n, PACK_MESSAGES_MAX);
	for (i = 0; i < n; i++) {
		CHECK(fit_length(FIT_POINTS, out[i].text.p, out[i].text.len) <= 200);
		CHECK(strncmp(out[i].text.p, "head\n", 5) == 0);
		CHECK(i == 0 || out[i].first == out[i - 1].end);
	}
	for (i = k = 0; i < 30; i++)
		k += c[i].choice == CHOICE_SUM;
	CHECK_INT(k, 30 - out[n - 1].end);
	CHECK(k > 0 && strstr(out[n - 1].text.p, "more: ") != NULL);
	packed_release(out, n);
	for (i = 0; i < 30; i++)
		c[i].choice = CHOICE_DROP;
	CHECK_INT(notify_pack(&r, notes, c, 30, out), 0);
}

static void
addresses(void)
{
	CHECK(mail_is_address("a@b"));
	CHECK(mail_is_address("first.last+tag@mail.example.org"));
	CHECK(!mail_is_address(""));
	CHECK(!mail_is_address("a"));
	CHECK(!mail_is_address("@b"));
	CHECK(!mail_is_address("a@"));
	CHECK(!mail_is_address("a@b."));
	CHECK(!mail_is_address(".a@b"));
	CHECK(!mail_is_address("a..b@c"));
	CHECK(!mail_is_address("a@b@c"));
	CHECK(!mail_is_address("a b@c"));
	CHECK(!mail_is_address("a@b\r\nBcc: c@d"));
	CHECK(!mail_is_address("<a@b>"));
}

static void
mails(void)
{
	static const char *const to[] = { "me@example.org", "you@example.org", NULL };
	struct mail m = { .from = "pf@example.org",
		.from_name = "p\"f",
		.to = to,
		.subject = "plain",
		.id = "1@example.org",
		.at = 0,
		.text = "a = b \nlast" };
	struct buf out = { 0 };

	mail_write(&out, &m);
	CHECK_STR(out.p, "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"
			 "From: \"p\\\"f\"\r\n <pf@example.org>\r\n"
			 "To: <me@example.org>,\r\n <you@example.org>\r\n"
			 "Subject: plain\r\nMessage-ID: <1@example.org>\r\n"
			 "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
			 "Content-Type: text/plain; charset=utf-8\r\n"
			 "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
			 "a =3D b=20\r\nlast\r\n");
	buf_reset(&out);
	m.subject = "Digest \342\200\224 Jan 1"; /* a dash of three bytes */
	mail_write(&out, &m);
	CHECK(strstr(out.p, "\r\nSubject: =?UTF-8?B?RGlnZXN0IOKAlCBKYW4gMQ==?=\r\n") != NULL);
	buf_reset(&out);
	m.subject = "a\r\nBcc: b@c";
	mail_write(&out, &m);
	CHECK(strstr(out.p, "Bcc") == NULL);
	buf_release(&out);
}

int
main(void)
{
	RUN(lengths);
	RUN(changes);
	RUN(choosing_changes_nothing);
	RUN(messages);
	RUN(addresses);
	RUN(mails);
	return tap_done();
}
