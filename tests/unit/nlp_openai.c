/* lib/nlp/openai: whatever a model answers, nothing is stored that it did not say, and nothing is lost */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "nlp_run.h"
#include "tap.h"

#define GOOD                                                                                       \
	"{\"idea_text\":\"Bought $GOOG at 350\",\"idea_summary\":\"bought\",\"primary_symbol\":"   \
	"\"GOOG\",\"symbols\":[\"GOOG\"],\"instrument\":\"equity\",\"direction\":\"bullish\","     \
	"\"action\":\"buy\",\"time_horizon\":\"unknown\",\"trigger_condition\":null,\"levels\":["  \
	"{\"kind\":\"entry\",\"value\":350,\"low\":null,\"high\":null,\"qualifier\":null}],"       \
	"\"option_type\":null,\"strike\":null,\"expiry\":null,\"premium\":null,\"labels\":["       \
	"\"TRADE_EXECUTION\"],\"is_noise\":false}"
#define IDEAS(list) "{\"ideas\":[" list "],\"context_summary\":\"a trade\",\"confidence\":0.93}"
#define UNSURE "{\"ideas\":[" GOOD "],\"context_summary\":\"a trade\",\"confidence\":0.4}"
#define TRIAGE(noise, acts)                                                                        \
	"{\"is_noise\":" noise ",\"has_actionable_content\":" acts                                 \
	",\"tickers_present\":[],\"skip_reason\":\"a greeting\"}"

#define STATUS(word) "\"parse_status\":\"" word "\""
#define IDEA "{\"kind\":\"idea\""

/* One that fails whatever it is asked again: pending, without an idea. */
static void
is_no_answer(const char *content, const char *reason)
{
	struct run r;

	run_init(&r);
	say(&r, content);
	say(&r, content); /* the escalation says the same */
	go(&r);
	CHECK_INT(r.rc, 0);
	CHECK_INT(r.verdict, -1);
	CHECK_INT(r.e.code, ERR_TEMP);
	CHECK_INT(count(r.out, IDEA), 0);
	CHECK_INT(count(r.out, "\"kind\":\"complete\""), 0);
	CHECK(has(&r, STATUS("pending")) && has(&r, reason));
	CHECK_INT(count(r.seen, "POST /v1/chat/completions"), 2);
	CHECK_INT(count(r.out, "\"kind\":\"usage\""), 2);
	run_release(&r);
}

static void
a_good_answer_becomes_ideas(void)
{
	struct run r;

	run_init(&r);
	say(&r, IDEAS(GOOD));
	go(&r);
	CHECK_INT(r.verdict, 0);
	CHECK(has(&r, STATUS("ok")) && has(&r, "\"model\":\"m-2\"") &&
	      has(&r, "\"prompt_version\":\"ideas-1+"));
	CHECK(has(&r, "\"confidence\":0.93") && has(&r, "\"raw_json\":{\"idea_text\""));
	CHECK(has(&r, "\"purpose\":\"main\"") && has(&r, "\"prompt_tokens\":1000"));
	CHECK_INT(count(r.out, IDEA), 1);
	CHECK_INT(count(r.seen, "\"strict\":true"), 1);
	CHECK_INT(count(r.seen, "\"store\":false"), 1);
	CHECK_INT(count(r.seen, "\"max_completion_tokens\":6000"), 1);
	CHECK_INT(count(r.seen, "temperature"), 0);
	CHECK_INT(count(r.seen, "they may be wrong or incomplete: GOOG"), 1);
	CHECK_INT(count(r.seen, "\"content\":\"Bought $GOOG at 350, it looks good\"}"), 1);
	run_release(&r);
}

static void
a_number_beyond_all_bounds_is_no_answer(void)
{
	static const char good[] = IDEAS(GOOD), at[] = "\"strike\":";
	struct buf text = { 0 };
	const char *place = strstr(good, at) + strlen(at);

	buf_add(&text, good, (size_t)(place - good));
	buf_fmt(&text, "1e200000%s", place + strlen("null"));
	is_no_answer(text.p, "strike is beyond all bounds");
	buf_release(&text);
}

static void
prose_around_json_is_no_answer(void)
{
	is_no_answer("Here you are: " IDEAS(GOOD) " Enjoy!", "not of the form");
	is_no_answer("```json\n" IDEAS(GOOD) "\n```", "not of the form");
}

static void
a_word_of_no_list_is_no_answer(void)
{
	char *text = mem_str(IDEAS(GOOD)), *at = strstr(text, "\"bullish\"");

	memcpy(at, "\"rocket!\"", 9);
	is_no_answer(text, "direction 'rocket!'");
	free(text);
}

static void
levels_as_strings_are_no_answer(void)
{
	char *text = mem_str(IDEAS(GOOD)), *at = strstr(text, "350,\"low\"");

	memcpy(at, "\"3\",\"low\"", 9);
	is_no_answer(text, "levels: value is of another type");
	free(text);
}

static void
more_ideas_than_words_are_no_answer(void)
{
	struct buf text = { 0 };
	int i;

	buf_str(&text, "{\"ideas\":[");
	for (i = 0; i < 200; i++)
		buf_fmt(&text, "%s%s", i > 0 ? "," : "", GOOD);
	buf_str(&text, "],\"context_summary\":\"many\",\"confidence\":1}");
	is_no_answer(text.p, "more ideas than the text has words");
	buf_release(&text);
}

static void
a_symbol_of_another_text_is_dropped(void)
{
	static const char other[] = "\"TSLA\"";
	char *text = mem_str(IDEAS(GOOD)), *at;
	struct run r;

	while ((at = strstr(text, "\"GOOG\"")) != NULL)
		memcpy(at, other, 6);
	run_init(&r);
	say(&r, text);
	go(&r);
	CHECK_INT(count(r.out, IDEA), 0);
	CHECK(has(&r, STATUS("noise")) && has(&r, "TSLA is not in the message"));
	run_release(&r);
	free(text);
}

static void
an_empty_list_is_noise(void)
{
	struct run r;

	run_init(&r);
	say(&r, IDEAS(""));
	go(&r);
	CHECK_INT(r.verdict, 0);
	CHECK_INT(count(r.out, IDEA), 0);
	CHECK(has(&r, STATUS("noise")) &&
	      has(&r, "\"of\":\"idea\",\"message_id\":\"1\",\"count\":0"));
	run_release(&r);
}

static void
a_nul_bad_utf8_and_a_name_twice_are_no_answer(void)
{
	is_no_answer(
	    "{\"ideas\":[],\"context_summary\":\"a\\u0000b\",\"confidence\":1}", "not of the form");
	is_no_answer("{\"ideas\":[],\"ideas\":[],\"context_summary\":\"\",\"confidence\":1}",
	    "not of the form");
	is_no_answer(IDEAS("{\"idea_text\":\"a\"," GOOD) "}", "not of the form");
	is_no_answer("{\"ideas\":[],\"context_summary\":\"\",\"confidence\":2}", "confidence");
	is_no_answer(
	    "{\"ideas\":[],\"context_summary\":\"\",\"confidence\":1,\"more\":1}", "not asked for");
	is_no_answer("", "empty");
}

static void
a_stall_ends_and_may_have_been_paid(void)
{
	struct run r;

	run_init(&r);
	r.how.max_usd = 1000000;
	(void)setenv("PF_HTTP_TIMEOUT", "300ms", 1);
	r.script[r.n++] = mem_str(OK "Content-Length: 100\r\n\r\n{" STALL);
	say(&r, IDEAS(GOOD)); /* behind the stall; it never gets its turn */
	go(&r);
	(void)unsetenv("PF_HTTP_TIMEOUT");
	CHECK_INT(r.verdict, -1);
	CHECK_INT(r.e.code, ERR_TEMP);
	CHECK_INT(count(r.out, IDEA), 0);
	CHECK(has(&r, STATUS("pending")));
	run_release(&r);
}

static void
a_spent_quota_pauses_everything(void)
{
	struct run r;

	run_init(&r);
	r.messages = 3;
	r.attempts = 3;
	say(&r, IDEAS(GOOD));
	reply(&r, "429 No", "{\"error\":{\"message\":\"pay\",\"code\":\"insufficient_quota\"}}");
	go(&r);
	CHECK_INT(r.rc, 0);
	CHECK_INT(r.verdict, -1);
	CHECK_INT(r.e.code, ERR_TEMP);
	CHECK(strstr(r.e.msg, "messages that stay pending: 2") != NULL);
	CHECK_INT(count(r.out, STATUS("ok")), 1);
	CHECK_INT(count(r.out, STATUS("pending")), 2);
	CHECK_INT(count(r.out, "\"attempts\":2"), 2); /* not counted */
	CHECK_INT(count(r.seen, "POST"), 2);
	run_release(&r);
}

static void
a_refusal_and_a_filter_are_errors_at_once(void)
{
	struct run r;

	run_init(&r);
	say_all(&r, NULL, "I cannot help with that", "stop");
	go(&r);
	CHECK_INT(r.e.code, ERR_DATA);
	CHECK(has(&r, STATUS("error")) && has(&r, "refused: I cannot help with that"));
	CHECK_INT(count(r.seen, "POST"), 1);
	run_release(&r);
	run_init(&r);
	say_all(&r, "{\"ideas\":", NULL, "content_filter");
	go(&r);
	CHECK(has(&r, STATUS("error")) && has(&r, "content_filter"));
	CHECK_INT(count(r.out, IDEA), 0);
	CHECK_INT(count(r.seen, "POST"), 1);
	run_release(&r);
}

static void
an_answer_that_was_cut_off_gets_more_room_once(void)
{
	struct run r;

	run_init(&r);
	say_all(&r, "{\"ideas\":[", NULL, "length");
	say(&r, IDEAS(GOOD));
	go(&r);
	CHECK(has(&r, STATUS("ok")));
	CHECK_INT(count(r.seen, "\"max_completion_tokens\":24000"), 1);
	run_release(&r);
	run_init(&r);
	say_all(&r, "{\"ideas\":[", NULL, "length");
	say_all(&r, IDEAS(GOOD), NULL, "length");
	go(&r);
	CHECK_INT(count(r.out, IDEA), 0);
	CHECK(has(&r, STATUS("error")) && has(&r, "truncated"));
	run_release(&r);
}

static void
who_is_unsure_is_asked_for_by_another(void)
{
	struct run r;

	run_init(&r);
	say(&r, UNSURE);
	say(&r, IDEAS(GOOD));
	go(&r);
	CHECK(has(&r, STATUS("ok")) && has(&r, "\"confidence\":0.93") &&
	      has(&r, "\"purpose\":\"escalation\""));
	CHECK_INT(count(r.out, IDEA), 1);
	run_release(&r);
	run_init(&r);
	say(&r, UNSURE);
	say(&r, "no JSON"); /* what the first one said is better than nothing */
	go(&r);
	CHECK(has(&r, STATUS("ok")) && has(&r, "\"confidence\":0.4"));
	run_release(&r);
}

static void
a_triage_decides_what_is_read(void)
{
	struct run r;

	run_init(&r);
	r.how.skip_triage = false;
	say(&r, TRIAGE("true", "false"));
	go(&r);
	CHECK(has(&r, STATUS("noise")) && has(&r, "triage: a greeting"));
	CHECK_INT(count(r.seen, "POST"), 1);
	run_release(&r);
	run_init(&r);
	r.how.skip_triage = false;
	say(&r, "what?");
	say(&r, TRIAGE("true", "true")); /* it acts: it is read */
	say(&r, IDEAS(GOOD));
	go(&r);
	CHECK(has(&r, STATUS("ok")));
	CHECK_INT(count(r.out, "\"purpose\":\"triage\""), 2);
	run_release(&r);
	run_init(&r);
	r.how.skip_triage = false;
	say(&r, "what?");
	say(&r, "what?");
	say(&r, IDEAS(GOOD)); /* a triage that says nothing says nothing against it */
	go(&r);
	CHECK(has(&r, STATUS("ok")));
	run_release(&r);
}

static void
attempts_end(void)
{
	struct run r;

	run_init(&r);
	r.attempts = 3;
	say(&r, "no JSON");
	say(&r, "no JSON");
	go(&r);
	CHECK_INT(r.e.code, ERR_DATA);
	CHECK(has(&r, STATUS("error")) && has(&r, "not of the form"));
	run_release(&r);
}

static void
a_budget_stops_before_it_is_passed(void)
{
	struct run r;

	run_init(&r);
	r.messages = 3;
	r.attempts = 1;
	r.how.max_usd =
	    140000; /* two requests at their worst do not fit together with what one cost */
	say(&r, IDEAS(GOOD));
	say(&r, IDEAS(GOOD));
	say(&r, IDEAS(GOOD));
	go(&r);
	CHECK_INT(r.verdict, -1);
	CHECK_INT(r.e.code, ERR_TEMP);
	CHECK(strstr(r.e.msg, "--max-usd 0.14: ") != NULL);
	CHECK_INT(count(r.seen, "POST"), count(r.out, STATUS("ok")));
	CHECK_INT(count(r.out, "\"attempts\":0"), count(r.out, STATUS("pending")));
	CHECK_INT(count(r.out, "\"kind\":\"message_status\""), 3);
	run_release(&r);
	run_init(&r);
	r.how.max_usd = 140000;
	r.how.model = "own";
	go(&r);
	CHECK_INT(r.rc, -1);
	CHECK_INT(r.e.code, ERR_CONFIG);
	run_release(&r);
}

static void
a_server_of_before_is_asked_in_its_words(void)
{
	struct run r;

	run_init(&r);
	reply(&r, "400 No",
	    "{\"error\":{\"message\":\"unknown\",\"param\":\"max_completion_tokens\",\"code\":\"unsupported_parameter\"}}");
	say(&r, IDEAS(GOOD));
	go(&r);
	CHECK(has(&r, STATUS("ok")));
	CHECK_INT(count(r.seen, "\"max_tokens\":6000"), 1);
	run_release(&r);
}

static void
a_key_that_is_refused_ends_it(void)
{
	struct run r;

	run_init(&r);
	r.messages = 2;
	reply(&r, "401 No", "{\"error\":{\"message\":\"no\",\"code\":\"invalid_api_key\"}}");
	go(&r);
	CHECK_INT(r.e.code, ERR_PERM);
	CHECK_INT(count(r.out, STATUS("pending")), 2);
	CHECK_INT(count(r.seen, "POST"), 1);
	run_release(&r);
}

int
main(void)
{
	log_show(LOG_ERROR);
	make_state();
	(void)setenv("PF_DATA_DIR", PF_SRCDIR "/share", 1);
	(void)setenv("PF_HTTP_BACKOFF", "10ms", 1);
	(void)setenv("PF_NOW", "2026-01-02T03:04:05Z", 1);
	(void)setenv("OPENAI_API_KEY", "sk-invented-for-this-test", 1);
	RUN(a_good_answer_becomes_ideas);
	RUN(a_number_beyond_all_bounds_is_no_answer);
	RUN(prose_around_json_is_no_answer);
	RUN(a_word_of_no_list_is_no_answer);
	RUN(levels_as_strings_are_no_answer);
	RUN(more_ideas_than_words_are_no_answer);
	RUN(a_symbol_of_another_text_is_dropped);
	RUN(an_empty_list_is_noise);
	RUN(a_nul_bad_utf8_and_a_name_twice_are_no_answer);
	RUN(a_stall_ends_and_may_have_been_paid);
	RUN(a_spent_quota_pauses_everything);
	RUN(a_refusal_and_a_filter_are_errors_at_once);
	RUN(an_answer_that_was_cut_off_gets_more_room_once);
	RUN(who_is_unsure_is_asked_for_by_another);
	RUN(a_triage_decides_what_is_read);
	RUN(attempts_end);
	RUN(a_budget_stops_before_it_is_passed);
	RUN(a_server_of_before_is_asked_in_its_words);
	RUN(a_key_that_is_refused_ends_it);
	remove_state();
	return tap_done();
}
