#include "vendor/databento_refusal.h"

#include <string.h>

#include "base/clock.h"
#include "io/json.h"
#include "io/utf8.h"
#include "net/http.h"

/* clang-format off */
/* What each case means. One that is not here goes by its status. */
static const struct {
	const char *name;
	enum databento_act act;
	enum err_code code; /* 0: by the status */
	bool whole;
} cases[] = {
	{ "data_end_after_available_end",          DATABENTO_CLAMP },
	{ "data_start_before_available_start",     DATABENTO_CLAMP },
	{ "data_schema_not_fully_available",       DATABENTO_CLAMP },
	{ "data_start_after_available_end",        DATABENTO_NOT_YET },
	{ "dataset_unavailable_range",             DATABENTO_CLAMP,      ERR_PERM },       /* the licence ends there */
	{ "license_not_found_unauthorized",        DATABENTO_CLAMP,      ERR_PERM },       /* the last day wants a live licence */
	{ "symbology_invalid_request",             DATABENTO_UNRESOLVED },
	{ "symbology_invalid_symbol",              DATABENTO_FAIL },
	{ "data_time_range_start_on_or_after_end", DATABENTO_FAIL,       ERR_BUG },        /* we never ask so */
	{ "data_date_range_start_on_or_after_end", DATABENTO_FAIL,       ERR_BUG },
	{ "auth_authentication_failed",            DATABENTO_FAIL,       ERR_PERM, true },
	{ "auth_account_locked",                   DATABENTO_FAIL,       ERR_PERM, true },
	{ "account_insufficient_funds",            DATABENTO_FAIL,       ERR_TEMP, true }, /* the budget is spent */
};

/* Words that a bound stands behind in the prose. */
static const struct {
	const char *words;
	bool is_end;
} anchors[] = {
	{ "end time before ",           true },
	{ "data available up to ",      true },
	{ "available end is ",          true },
	{ "available end of ",          true },
	{ " data after ",               true },
	{ "data available from ",       false },
	{ "available start is ",        false },
	{ "available start of ",        false },
};
/* clang-format on */

/* A time of the vendor's at the start of s, with T or a blank, quoted or not, with other text behind
 * it; without a zone it is UTC. */
static int
leading_time(const char *s, int64_t *ns)
{
	char text[CLOCK_TEXT_MAX + 2];
	size_t n;

	while (*s == '\'' || *s == '"' || *s == '`' || *s == ' ')
		s++;
	n = strspn(s, "0123456789-:.TZ+ ");
	if (n > CLOCK_TEXT_MAX)
		n = CLOCK_TEXT_MAX;
	for (; n >= 10; n--) { /* the longest that is one: a full stop or a word may follow */
		if (clock_parse_time(s, n, ns) == 0 || clock_parse_date(s, n, ns) == 0)
			return 0;
		memcpy(text, s, n);
		text[n] = 'Z';
		if (clock_parse_time(text, n + 1, ns) == 0)
			return 0;
	}
	return -1;
}

static void
bound(const struct json *payload, const char *name, int64_t *to)
{
	const char *s = json_str(json_get(payload, name));

	if (s == NULL || leading_time(s, to))
		*to = CLOCK_NONE;
}

/* Only what no field said. */
static void
bounds_of_prose(struct databento_refusal *r, const char *text)
{
	const char *at;
	int64_t *to;
	size_t i;

	for (i = 0; i < sizeof anchors / sizeof anchors[0]; i++) {
		to = anchors[i].is_end ? &r->until : &r->from;
		at = strstr(text, anchors[i].words);
		if (*to == CLOCK_NONE && at != NULL &&
		    leading_time(at + strlen(anchors[i].words), to))
			*to = CLOCK_NONE;
	}
}

/* One line of UTF-8, whatever came. */
static void
say(char *to, size_t cap, const char *s, size_t n)
{
	size_t len, at = 0;

	for (; n > 0 && at + 4 < cap; s += len, n -= len) {
		len = utf8_char(s, n);
		if (len > 1) {
			memcpy(to + at, s, len);
			at += len;
			continue;
		}
		to[at] = *s;
		if (len == 0)
			to[at] = '?';
		else if ((unsigned char)*s < ' ' || *s == 0x7f)
			to[at] = ' ';
		at++;
		len = 1;
	}
	to[at] = '\0';
}

static void
read_case(struct databento_refusal *r, const struct json *detail)
{
	const struct json *payload = json_get(detail, "payload");
	const char *name = json_str(json_get(detail, "case"));
	const char *text = json_str(json_get(detail, "message"));
	size_t i;

	if (text != NULL)
		say(r->text, sizeof r->text, text, strlen(text));
	if (name == NULL)
		return;
	say(r->name, sizeof r->name, name, strlen(name));
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		if (strcmp(cases[i].name, name) != 0)
			continue;
		r->act = cases[i].act;
		r->code = cases[i].code == 0 ? r->code : cases[i].code;
		r->whole |= cases[i].whole;
	}
	bound(payload, "available_start", &r->from);
	bound(payload, "available_end", &r->until);
	if (text != NULL && r->from == CLOCK_NONE && r->until == CLOCK_NONE)
		bounds_of_prose(r, text);
	if (r->act == DATABENTO_CLAMP && r->from == CLOCK_NONE && r->until == CLOCK_NONE)
		r->act = DATABENTO_FAIL;
}

void
databento_refusal(struct databento_refusal *r, long status, const char *body, size_t n)
{
	struct err ignored;
	struct json *root = n == 0 ? NULL : json_parse(body, n, &ignored);
	const struct json *detail = json_get(root, "detail");
	const char *text = json_str(detail);

	*r = (struct databento_refusal){ .act = DATABENTO_FAIL,
		.code = http_code(status),
		.whole = status == 401 || status == 402,
		.from = CLOCK_NONE,
		.until = CLOCK_NONE };
	if (json_is_array(detail))
		text = json_str(json_get(json_at(detail, 0), "msg"));
	if (json_is_object(detail))
		read_case(r, detail);
	else if (text != NULL)
		say(r->text, sizeof r->text, text, strlen(text));
	else if (root == NULL && n > 0 && body[0] != '<')
		say(r->text, sizeof r->text, body,
		    n); /* a gateway's page says nothing that the status does not */
	json_free(root);
}
