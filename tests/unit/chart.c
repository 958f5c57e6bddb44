/* Charts: exact numbers, ticks, what is put together, exact geometry of few bars, the same bytes twice. */
#include "draw/chart.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "draw/plot.h"
#include "draw/ticks.h"
#include "draw/value.h"
#include "io/xml.h"

#include "tap.h"

#define P INT64_C(1000000000)

static struct bar
bar_of(const char *symbol, int64_t day, int64_t open, int64_t high, int64_t low, int64_t close)
{
	struct bar b = { .date = day * CLOCK_DAY,
		.open = open,
		.high = high,
		.low = low,
		.close = close,
		.volume = 1000 };

	(void)snprintf(b.symbol, sizeof b.symbol, "%s", symbol);
	return b;
}

static const char *
text_of(void (*put)(struct buf *, int64_t, int64_t), int64_t a, int64_t b)
{
	static char text[64];
	struct buf out = { 0 };

	put(&out, a, b);
	(void)snprintf(text, sizeof text, "%s", out.p != NULL ? out.p : "");
	buf_release(&out);
	return text;
}

static void
price(struct buf *out, int64_t v, int64_t unused)
{
	(void)unused;
	value_price(out, v);
}

static void
places(struct buf *out, int64_t v, int64_t n)
{
	value_places(out, v, (unsigned)n);
}

static void
count(struct buf *out, int64_t v, int64_t unused)
{
	(void)unused;
	value_count(out, (uint64_t)v);
}

static void
numbers_are_exact(void)
{
	CHECK_INT(value_ratio(7, 3, 2), 10); /* 10.5, half to even */
	CHECK_INT(value_ratio(9, 3, 2), 14); /* 13.5 */
	CHECK_INT(value_ratio(-7, 3, 2), -10);
	CHECK_INT(value_ratio(INT64_MAX - 1, INT64_MAX - 1, INT64_MAX - 1), INT64_MAX - 1);
	CHECK_INT(value_ratio(INT64_MAX, INT64_MAX, 1), VALUE_MAX);
	CHECK_INT(value_ratio(INT64_MAX, -2, 1), -VALUE_MAX);
	CHECK_INT(value_ratio(INT64_C(9007199254740993), 3, 3), INT64_C(9007199254740993));
	CHECK_INT(value_less(-VALUE_MAX, VALUE_MAX), -VALUE_MAX);
	CHECK_STR(text_of(price, 362710000000, 0), "362.71");
	CHECK_STR(text_of(price, 394500000000, 0), "394.50");
	CHECK_STR(text_of(price, 100 * P, 0), "100.00");
	CHECK_STR(text_of(price, 12340, 0), "0.00001234");
	CHECK_STR(text_of(price, INT64_C(9200000000123456789), 0), "9200000000.123456789");
	CHECK_STR(text_of(places, 1005000000, 2), "1.00");
	CHECK_STR(text_of(places, 1015000000, 2), "1.02");
	CHECK_STR(text_of(places, -5 * P, 1), "-5.0");
	CHECK_STR(text_of(value_percent, 362710000000, 381020000000), "\xe2\x88\x92"
								      "4.81%");
	CHECK_STR(text_of(value_percent, 110 * P, 100 * P), "+10.00%");
	CHECK_STR(text_of(value_percent, 110 * P, 0), "");
	CHECK_STR(text_of(value_change, 362710000000, 381020000000), "\xe2\x88\x92"
								     "18.31");
	CHECK_STR(text_of(value_change, P, P), "0.00");
	CHECK_STR(text_of(count, 20000000, 0), "20M");
	CHECK_STR(text_of(count, 500, 0), "500");
	CHECK_STR(text_of(count, 1500, 0), "1500");
}

static void
ticks_are_round(void)
{
	struct ticks t;

	ticks_linear(&t, 96 * P, 104 * P, 5);
	CHECK_INT(t.n, 5);
	CHECK_STR(t.at[0].text, "96");
	CHECK_STR(t.at[4].text, "104");
	ticks_linear(&t, 12300, 12900, 4); /* 0.0000123 to 0.0000129 */
	CHECK_INT(t.n, 3);
	CHECK_STR(t.at[0].text, "0.0000124");
	CHECK_STR(t.at[1].text, "0.0000126");
	ticks_linear(&t, -3 * P, 3 * P, 4);
	CHECK_STR(t.at[0].text, "-2");
	CHECK_STR(t.at[1].text, "0");
	ticks_linear(&t, INT64_MIN + 2, INT64_MAX - 1, 6);
	CHECK(t.n >= 2 && t.n <= 6);
	ticks_linear(&t, 1, 2, 2);
	CHECK(t.n <= 2);
	ticks_log(&t, P, 1000 * P, 10);
	CHECK_INT(t.n, 10);
	CHECK_STR(t.at[0].text, "1");
	CHECK_STR(t.at[1].text, "2");
	CHECK_STR(t.at[2].text, "5");
	CHECK_STR(t.at[9].text, "1000");
	ticks_log(&t, 1, INT64_MAX - 1, 3);
	CHECK(t.n >= 2 && t.n <= 3);
	CHECK_INT((int64_t)ticks_below(23000000), 20000000);
	CHECK_INT((int64_t)ticks_below(1), 1);
	CHECK_INT((int64_t)ticks_below(0), 0);
	CHECK_INT((int64_t)ticks_below(UINT64_MAX) > 0, 0); /* beyond 63 bits it is 10^19 */
}

static void
sessions_are_put_together(void)
{
	struct bar bars[20];
	struct chart c = { .bars = bars, .nbars = 20 };
	struct plot p;
	size_t i;

	/* 1970-01-05 was a Monday; four weeks of five, the last bar first */
	for (i = 0; i < 20; i++)
		bars[19 - i] = bar_of("X", 4 + (int64_t)(i / 5 * 7 + i % 5), P * (int64_t)(10 + i),
		    P * (int64_t)(12 + i), P * (int64_t)(9 + i), P * (int64_t)(11 + i));
	plot_make(&p, &c, 20);
	CHECK_INT(p.nslots, 20);
	CHECK_INT(p.by, PLOT_SESSION);
	plot_release(&p);
	plot_make(&p, &c, 19);
	CHECK_INT(p.nslots, 4);
	CHECK_INT(p.by, PLOT_WEEK);
	CHECK_INT(p.series[0].cells[1].open, 15 * P);
	CHECK_INT(p.series[0].cells[1].high, 21 * P);
	CHECK_INT(p.series[0].cells[1].low, 14 * P);
	CHECK_INT(p.series[0].cells[1].close, 20 * P);
	CHECK_INT((int64_t)p.series[0].cells[1].volume, 5000);
	plot_release(&p);
	c.averages[0] = 2;
	c.averages[1] = 20;
	plot_make(&p, &c, 20);
	CHECK_INT(p.averages[0][0], FIELD_NONE);
	CHECK_INT(p.averages[0][1], 11 * P + P / 2);
	CHECK_INT(p.averages[1][19], 20 * P + P / 2);
	plot_release(&p);
}

static void
several_begin_at_a_hundred(void)
{
	const struct bar bars[] = { bar_of("A", 1, P, P, P, 5 * P), bar_of("A", 2, P, P, P, 4 * P),
		bar_of("A", 3, P, P, P, 5 * P), bar_of("B", 2, P, P, P, 10 * P),
		bar_of("B", 3, P, P, P, 9 * P), bar_of("B", 3, P, P, P, 30 * P) };
	const struct chart c = { .bars = bars, .nbars = 6 };
	struct plot p;

	plot_make(&p, &c, 100);
	CHECK_INT(p.nseries, 2);
	CHECK_INT(p.nslots, 2); /* both have begun on the second day */
	CHECK_INT(p.series[0].cells[0].value, 100 * P);
	CHECK_INT(p.series[0].index, 125 * P);
	CHECK_INT(p.series[1].index, 300 * P); /* the later one of two counts */
	plot_release(&p);
}

static bool
has(const struct buf *b, const char *text)
{
	const bool found = b->p != NULL && strstr(b->p, text) != NULL;

	if (!found)
		(void)printf("# no %s in %s\n", text, b->p != NULL ? b->p : "");
	return found;
}

static void
geometry_of_two_bars(void)
{
	const struct bar bars[] = { bar_of("X", 0, 10 * P, 20 * P, 10 * P, 20 * P),
		bar_of("X", 1, 20 * P, 20 * P, 10 * P, 10 * P) };
	const struct chart c = { .bars = bars,
		.nbars = 2,
		.width = 400,
		.height = 300,
		.no_volume = true,
		.inlined = true };
	struct buf one = { 0 }, two = { 0 };
	struct err e;
	struct xml *x;

	chart_svg(&c, &one);
	chart_svg(&c, &two);
	CHECK(one.len == two.len && memcmp(one.p, two.p, one.len) == 0);
	x = xml_parse(one.p, one.len, &e);
	CHECK(x != NULL);
	xml_free(x);
	/* prices from 8 pixels under the top (36) to 8 over the axis (276) */
	CHECK(has(&one, "<path class=\"pf-up-hollow\" stroke=\"#2a9d7c\" fill=\"none\" "
			"d=\"M87.5 44.5h12v223h-12z\"/>"));
	CHECK(has(&one, "<path class=\"pf-down\" fill=\"#d6564a\" d=\"M257 44h13v224h-13z\"/>"));
	CHECK(
	    has(&one, "<title>1970-01-01\nopen 10.00\nhigh 20.00\nlow 10.00\nclose 20.00</title>"));
	CHECK(has(&one, "role=\"img\" aria-labelledby=\"chart-title chart-about\""));
	CHECK(strstr(one.p, "style") == NULL && strstr(one.p, "script") == NULL);
	CHECK(strstr(one.p, "font-family") == NULL && strstr(one.p, "url(") == NULL);
	buf_release(&one);
	buf_release(&two);
}

/* Whatever comes, it is XML, and no coordinate is no number. */
static void
draw_all_ways(struct chart *c)
{
	struct buf out = { 0 };
	struct err e;
	struct xml *x;
	size_t i;

	for (i = 0; i < 8; i++) {
		c->form = i & 1 ? CHART_LINE : CHART_CANDLES;
		c->log = (i & 2) != 0;
		c->inlined = (i & 4) != 0;
		buf_reset(&out);
		chart_svg(c, &out);
		x = xml_parse(out.p, out.len, &e);
		if (x == NULL)
			(void)printf("# %s\n", e.msg);
		CHECK(x != NULL);
		xml_free(x);
		CHECK(strstr(out.p, "nan") == NULL && strstr(out.p, "inf") == NULL);
		CHECK(strstr(out.p, "-2147483648") == NULL && strstr(out.p, "214748364") == NULL);
		chart_term(c, &out);
		chart_spark(c, &out);
	}
	buf_release(&out);
}

static void
odd_bars_are_drawn(void)
{
	static const int64_t prices[][2] = { { P, P }, { 0, 0 }, { -5 * P, 5 * P }, { 1, 2 },
		{ 1, INT64_MAX - 1 }, { INT64_MAX - 1, INT64_MAX - 1 },
		{ INT64_MIN + 2, INT64_MAX - 1 }, { -P, -P }, { P, FIELD_NONE } };
	struct bar bars[4];
	struct chart c = { .bars = bars, .averages = { 1, 2, 1000 } };
	size_t i, n;

	for (i = 0; i < sizeof prices / sizeof prices[0]; i++)
		for (n = 0; n <= 4; n++) {
			bars[0] =
			    bar_of("X", 0, prices[i][0], prices[i][1], prices[i][0], prices[i][1]);
			bars[1] =
			    bar_of("X", 1, prices[i][1], prices[i][1], prices[i][0], prices[i][0]);
			bars[2] =
			    bar_of("Y", 1, prices[i][0], prices[i][1], prices[i][0], prices[i][1]);
			bars[3] = bar_of("Y", 90000, P, P, P, P);
			bars[1].volume = UINT64_MAX;
			bars[0].volume = 0;
			c.nbars = n;
			c.width = n == 3 ? 1 : 0;
			c.height = n == 3 ? 1 : 0;
			draw_all_ways(&c);
		}
}

static void
foreign_text_stays_text(void)
{
	const struct bar bars[] = { bar_of("<b>&\"'\x01\xff\xef\xbf\xbe", 0, P, P, P, P) };
	const struct chart_mark marks[] = {
		{ CHART_BUY, bars[0].symbol, 0, P, "</title><script>alert(1)</script>\n\x07" },
		{ CHART_BULLISH, bars[0].symbol, CLOCK_DAY, FIELD_NONE, NULL },
		{ CHART_SELL, "OTHER", 0, P, NULL },
		{ CHART_SELL, bars[0].symbol, -CLOCK_DAY, P, NULL },
		{ CHART_SELL, bars[0].symbol, 9 * CLOCK_DAY, P, NULL },
	};
	const struct chart c = {
		.bars = bars, .nbars = 1, .marks = marks, .nmarks = 5, .id = "\"><script>"
	};
	struct buf out = { 0 };
	struct plot p;
	struct err e;
	struct xml *x;

	chart_svg(&c, &out);
	x = xml_parse(out.p, out.len, &e);
	CHECK(x != NULL);
	xml_free(x);
	CHECK(strstr(out.p, "<script") == NULL && strstr(out.p, "<b>") == NULL);
	CHECK(has(&out, "&lt;b&gt;&amp;&quot;&#39; \xef\xbf\xbd\xef\xbf\xbd"));
	CHECK(has(&out, "aria-labelledby=\"chart-title"));
	CHECK(has(&out, "filled buys 1, bullish ideas 1."));
	plot_make(&p, &c, 10);
	CHECK_INT(p.outside, 3);
	CHECK_INT(p.nmarks, 2);
	plot_release(&p);
	buf_release(&out);
}

static void
lines_of_text(void)
{
	const struct bar bars[] = { bar_of("X", 0, P, P, P, P), bar_of("X", 1, P, P, P, 2 * P),
		bar_of("X", 2, P, P, P, 8 * P) };
	const struct chart c = { .bars = bars, .nbars = 3 };
	struct buf out = { 0 };

	chart_spark(&c, &out);
	CHECK_STR(out.p, "X \xe2\x96\x81\xe2\x96\x82\xe2\x96\x88 8.00 +700.00%\n");
	buf_release(&out);
	CHECK_INT(chart_symbols(&c), 1);
	CHECK(chart_logs(&c, NULL));
}

int
main(void)
{
	RUN(numbers_are_exact);
	RUN(ticks_are_round);
	RUN(sessions_are_put_together);
	RUN(several_begin_at_a_hundred);
	RUN(geometry_of_two_bars);
	RUN(odd_bars_are_drawn);
	RUN(foreign_text_stays_text);
	RUN(lines_of_text);
	return tap_done();
}
