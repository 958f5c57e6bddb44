/* rec/occ: symbols of option contracts, whole or not at all */
#include "rec/occ.h"

#include "base/clock.h"
#include "base/num.h"
#include "tap.h"

static void
taken(void)
{
	static const struct {
		const char *text, *root, *day, *right, *strike, *whole;
	} rows[] = {
		{ "AAPL  240119C00150000", "AAPL", "2024-01-19", "CALL", "150",
		    "AAPL  240119C00150000" },
		{ "AAPL240119C00150000", "AAPL", "2024-01-19", "CALL", "150",
		    "AAPL  240119C00150000" },
		{ "AAPL 240119C00150000", "AAPL", "2024-01-19", "CALL", "150",
		    "AAPL  240119C00150000" },
		{ "O:SPXW240119P04500000", "SPXW", "2024-01-19", "PUT", "4500",
		    "SPXW  240119P04500000" },
		{ "F     991231P00000001", "F", "2099-12-31", "PUT", "0.001",
		    "F     991231P00000001" },
		{ "GOOGL1000229C99999999", "GOOGL1", "2000-02-29", "CALL", "99999.999",
		    "GOOGL1000229C99999999" },
		{ "BRK.B 240119C00352500", "BRK.B", "2024-01-19", "CALL", "352.5",
		    "BRK.B 240119C00352500" },
		{ "2SPY  240119C00450125", "2SPY", "2024-01-19", "CALL", "450.125",
		    "2SPY  240119C00450125" },
		{ "O     240119C00050000", "O", "2024-01-19", "CALL", "50",
		    "O     240119C00050000" },
	};
	char text[CLOCK_TEXT_MAX], strike[NUM_TEXT_MAX], whole[OCC_LEN + 1];
	struct occ o, again;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_INT(occ_parse(&o, rows[i].text, strlen(rows[i].text)), 0);
		CHECK_STR(o.root, rows[i].root);
		(void)clock_date_text(text, o.expiry);
		CHECK_STR(text, rows[i].day);
		CHECK_STR(occ_right(&o), rows[i].right);
		(void)num_price_text(strike, o.strike);
		CHECK_STR(strike, rows[i].strike);
		occ_text(whole, &o);
		CHECK_STR(whole, rows[i].whole);
		CHECK_INT(occ_parse(&again, whole, OCC_LEN), 0);
		CHECK(
		    again.strike == o.strike && again.expiry == o.expiry && again.right == o.right);
	}
}

static void
refused(void)
{
	static const char *const bad[] = { "", "O:", "AAPL", "240119C00150000",
		"      240119C00150000", "O:240119C00150000", "AAPL  240230C00150000",
		"AAPL  230229C00150000", "AAPL  241301C00150000", "AAPL  240100C00150000",
		"AAPL  240119X00150000", "AAPL  240119c00150000", "aapl  240119C00150000",
		"AAPL  240119C0015000", "AAPL  240119C001500000", "AAPL  240119C00000000",
		"AAPL  240119C0015000.", "AAPL  240119C-0150000", "AAPL  240119C 0150000",
		"AAPL  24 119C00150000", "AAPL  -40119C00150000", "AA PL 240119C00150000",
		" AAPL 240119C00150000", "AAPLXYZ240119C00150000", "AAPL   240119C00150000",
		"123456240119C00150000", "......240119C00150000", "AAP\xc3\xa9 240119C00150000",
		"O:O:AA240119C00150000", "AAPL  240119C00150000 ", "AAPL\t 240119C00150000",
		"AAPL  2401\n9C00150000" };
	struct occ o = { .root = "KEEP" };
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		if (occ_parse(&o, bad[i], strlen(bad[i])) == 0)
			(void)printf("# taken: %s\n", bad[i]);
		CHECK_STR(o.root, "KEEP");
	}
	CHECK_INT(occ_parse(&o, "AAPL\0 240119C00150000", OCC_LEN), -1);
	CHECK_INT(occ_parse(&o, "AAPL  240119C0015\0000", OCC_LEN), -1);
}

/* Every symbol cut short, and every byte of one damaged: none taken that does not come out again. */
static void
damaged(void)
{
	static const char good[] = "AAPL  240119C00150000";
	char text[OCC_LEN + 1], whole[OCC_LEN + 1];
	size_t i, wrong = 0;
	struct occ o;
	int c;

	for (i = 0; i < OCC_LEN; i++)
		if (occ_parse(&o, good, i) == 0)
			wrong++;
	for (i = 0; i < OCC_LEN; i++)
		for (c = 0; c < 256; c++) {
			memcpy(text, good, sizeof text);
			text[i] = (char)c;
			if (occ_parse(&o, text, OCC_LEN))
				continue;
			occ_text(whole, &o);
			if (strcmp(whole, text) != 0)
				wrong++;
		}
	CHECK_INT(wrong, 0);
}

int
main(void)
{
	RUN(taken);
	RUN(refused);
	RUN(damaged);
	return tap_done();
}
