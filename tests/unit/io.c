/* io/: what is written (emit), YAML (conf), vendors' replies (json), UTF-8 */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/stop.h"
#include "io/conf.h"
#include "io/emit.h"
#include "io/input.h"
#include "io/json.h"
#include "io/utf8.h"
#include "tap.h"

static void
a_record_is_written(void)
{
	char *text = NULL;
	size_t n = 0;
	FILE *fp = open_memstream(&text, &n);
	struct err e = { 0 };
	struct emit em;

	emit_init(&em, fp, false);
	emit_begin(&em, "bar");
	emit_str(&em, "s", "a\"\\\n\x01\xc3\xa4");
	emit_str(&em, "none", NULL);
	emit_num(&em, "n", "1.5000e1", 8);
	emit_num(&em, "odd", "x1", 2);
	emit_fixed(&em, "p", -1500000000, 9);
	emit_int(&em, "i", INT64_MIN);
	emit_uint(&em, "u", UINT64_MAX);
	emit_bool(&em, "b", true);
	emit_date(&em, "d", CLOCK_DAY);
	emit_time(&em, "t", 1);
	emit_open(&em, "list", '[');
	emit_strn(&em, NULL, "x", 1);
	emit_open(&em, NULL, '{');
	emit_close(&em, '}');
	emit_close(&em, ']');
	emit_json(&em, "j", "[1]", 3);
	CHECK(emit_end(&em, &e) == 0);
	emit_release(&em);
	CHECK(fclose(fp) == 0);
	CHECK_STR(text,
	    "{\"kind\":\"bar\",\"s\":\"a\\\"\\\\\\n\\u0001\xc3\xa4\",\"none\":null,\"n\":15,\"odd\":\"x1\",\"p\":-1.5,"
	    "\"i\":-9223372036854775808,\"u\":18446744073709551615,\"b\":true,\"d\":\"1970-01-02\","
	    "\"t\":\"1970-01-01T00:00:00.000000001Z\",\"list\":[\"x\",{}],\"j\":[1]}\n");
	free(text);
}

static void
bad_utf8_is_replaced(void)
{
	struct buf b = { 0 };

	emit_quote(&b, "a\xff\xc3", 3);
	CHECK_STR(b.p, "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
	buf_reset(&b);
	emit_quote(&b, "", 0);
	CHECK_STR(b.p, "\"\"");
	buf_release(&b);
}

static void
a_full_device_is_an_error(void)
{
	FILE *fp = fopen("/dev/full", "w");
	struct err e = { 0 };
	struct emit em;

	emit_init(&em, fp, true);
	emit_begin(&em, "x");
	CHECK(emit_end(&em, &e) < 0);
	CHECK_INT(e.code, ERR_IO);
	CHECK_STR(e.msg, "standard output: No space left on device");
	emit_name(&em, "rejects");
	emit_begin(&em, "x");
	CHECK(emit_end(&em, &e) < 0);
	CHECK_STR(e.msg, "rejects: No space left on device");
	emit_release(&em);
	(void)fclose(fp);
}

static void
a_cut_leaves_characters_whole(void)
{
	const char *text = "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z"; /* of 1, 2, 3, 4 and 1 bytes */
	static const int want[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11 };
	size_t max;

	for (max = 0; max < sizeof want / sizeof want[0]; max++)
		CHECK_INT(utf8_cut(text, 11, max), want[max]);
	CHECK_INT(utf8_cut("\x80\x80\x80\x80\x80\x80", 6, 5), 5); /* no UTF-8 */
	CHECK_INT(utf8_cut("", 0, 0), 0);
}

/* A child waits for input that never comes and is asked to stop, before that or by its parent. Its
 * exit status is the error it got. */
static int
stopped(bool before)
{
	struct input in;
	struct err e = { 0 };
	int fds[2], status = 0;
	pid_t child;

	CHECK(pipe(fds) == 0);
	child = fork();
	if (child == 0) {
		(void)alarm(10);
		stop_install();
		if (before)
			(void)raise(SIGTERM);
		input_init(&in, fdopen(fds[0], "r"), "test");
		_exit(input_more(&in, &e) < 0 && strcmp(e.msg, "stopped by a signal") == 0
			  ? (int)e.code
			  : 1);
	}
	if (!before) {
		(void)usleep(200000);
		CHECK(kill(child, SIGTERM) == 0);
	}
	CHECK(waitpid(child, &status, 0) == child);
	(void)close(fds[0]);
	(void)close(fds[1]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
a_signal_ends_the_wait_for_input(void)
{
	CHECK_INT(stopped(true), ERR_TEMP);
	CHECK_INT(stopped(false), ERR_TEMP);
}

static void
utf8_follows_the_standard(void)
{
	static const char *const good[] = { "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
		"\xee\x80\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf" };
	static const char *const wrong[] = { "\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf",
		"\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xc2",
		"\xe1\x80", "\xc2\xc2" };
	char out[4];
	size_t i;

	for (i = 0; i < sizeof good / sizeof good[0]; i++)
		CHECK(utf8_valid(good[i], strlen(good[i])));
	for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		CHECK(!utf8_valid(wrong[i], strlen(wrong[i])));
	CHECK(utf8_put(out, 0x1f600) == 4 && memcmp(out, "\xf0\x9f\x98\x80", 4) == 0);
	CHECK(utf8_put(out, 0x20ac) == 3 && memcmp(out, "\xe2\x82\xac", 3) == 0);
}

/* 0 or the code; the message in e. */
static int
read_yaml(const char *text, struct conf **root, struct err *e)
{
	FILE *fp = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
	int rc;

	*e = (struct err){ 0 };
	rc = conf_read(root, fp, "f.yaml", e);
	(void)fclose(fp);
	return rc ? (int)e->code : 0;
}

static void
yaml_is_a_tree_with_places(void)
{
	struct conf *root;
	struct err e;
	const struct conf *c;

	CHECK_INT(
	    read_yaml("a: 1\nb:\n  - x\n  - 'null'\nc: null\nd: {e: \"f g\"}\n", &root, &e), 0);
	CHECK_STR(conf_text(conf_get(root, "a")), "1");
	c = conf_get(root, "b");
	CHECK(c != NULL && c->type == CONF_LIST && c->line == 2);
	CHECK_STR(conf_text(c->child->next), "null");
	CHECK(conf_text(conf_get(root, "c")) == NULL);
	CHECK_STR(conf_text(conf_get(conf_get(root, "d"), "e")), "f g");
	conf_free(root);
	CHECK_INT(read_yaml("\xef\xbb\xbf\xc3\xa4: 1\n", &root, &e), 0);
	c = conf_get(root, "\xc3\xa4");
	CHECK(c != NULL && c->line == 1 && c->column == 1);
	conf_free(root);
	CHECK_INT(read_yaml("\xef\xbb\xbf", &root, &e), 0);
	CHECK(root != NULL && root->type == CONF_MAP && root->child == NULL);
	conf_free(root);
	CHECK_INT(read_yaml("\xef\xbb", &root, &e), ERR_CONFIG);
	CHECK_INT(read_yaml("\xef\xbb\xbf"
			    "a: 1\na: 2\n",
		      &root, &e),
	    ERR_CONFIG);
	CHECK_STR(e.msg, "f.yaml:2:1: the key stands here a second time");
	CHECK_INT(read_yaml("# nothing\n", &root, &e), 0);
	CHECK(root != NULL && root->type == CONF_MAP && root->child == NULL);
	conf_free(root);
}

static void
what_people_do_not_mean_is_refused(void)
{
	static const char *const rows[][2] = {
		{ "a: 1\na: 2\n", "f.yaml:2:1: the key stands here a second time" },
		{ "a: &x 1\nb: *x\n", "f.yaml:2:4: aliases are not supported" },
		{ "a: !!int 1\n", "f.yaml:1:4: tags are not supported" },
		{ "a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document" },
		{ "<<: {a: 1}\n", "f.yaml:1:1: merge keys are not supported" },
		{ "[a]: 1\n", "f.yaml:1:1: a key is a word" },
	};
	static const char *const known[] = { "timeout", "retry", NULL };
	struct conf *root;
	struct err e;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_INT(read_yaml(rows[i][0], &root, &e), ERR_CONFIG);
		CHECK_STR(e.msg, rows[i][1]);
		CHECK(root == NULL);
	}
	CHECK_INT(read_yaml("a: [1, 2\nb: 3\n", &root, &e), ERR_CONFIG);
	CHECK(strncmp(e.msg, "f.yaml:", 7) == 0);
	CHECK_INT(read_yaml("x: 1\ntimeuot: 2\n", &root, &e), 0);
	CHECK(conf_known(conf_get(root, "none") ? NULL : root, known, "f.yaml", &e) < 0);
	CHECK_STR(e.msg, "f.yaml:1:1: unknown key 'x'");
	conf_free(root);
	CHECK_INT(read_yaml("timeuot: 2\n", &root, &e), 0);
	CHECK(conf_known(root, known, "f.yaml", &e) < 0);
	CHECK_STR(e.msg, "f.yaml:1:1: unknown key 'timeuot'; did you mean 'timeout'?");
	conf_free(root);
}

static void
replies_are_walked(void)
{
	static const char text[] =
	    " {\"detail\":{\"case\":\"x\",\"payload\":null,\"n\":123456789012345,\"big\":12345678901234567890,"
	    "\"id\":\"1234567890123456789\",\"l\":[true,{}]}} \n";
	struct err e = { 0 };
	struct json *root = json_parse(text, sizeof text - 1, &e);
	int64_t v = 0;

	CHECK(root != NULL);
	CHECK_STR(json_str(json_path(root, "detail.case")), "x");
	CHECK(json_is_null(json_path(root, "detail.payload")));
	CHECK(json_is_null(json_path(root, "detail.payload.end")));
	CHECK(json_int(json_path(root, "detail.n"), &v) == 0 && v == INT64_C(123456789012345));
	CHECK(json_int(json_path(root, "detail.big"), &v) < 0);
	CHECK(json_int(json_path(root, "detail.id"), &v) == 0 && v == INT64_C(1234567890123456789));
	CHECK_INT((intmax_t)json_count(json_path(root, "detail.l")), 2);
	CHECK(json_is_true(json_at(json_path(root, "detail.l"), 0)));
	json_free(root);
	CHECK(json_parse("{} x", 4, &e) == NULL && e.code == ERR_DATA);
	CHECK(json_parse("", 0, &e) == NULL);
	CHECK(json_parse("\"a\0b\"", 5, &e) == NULL);
}

int
main(void)
{
	RUN(a_record_is_written);
	RUN(bad_utf8_is_replaced);
	RUN(a_full_device_is_an_error);
	RUN(a_cut_leaves_characters_whole);
	RUN(a_signal_ends_the_wait_for_input);
	RUN(utf8_follows_the_standard);
	RUN(yaml_is_a_tree_with_places);
	RUN(what_people_do_not_mean_is_refused);
	RUN(replies_are_walked);
	return tap_done();
}
