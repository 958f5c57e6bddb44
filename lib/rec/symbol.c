#include "rec/symbol.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"

const char *const symbol_class_names[SYMBOL_CLASSES] = { "listed", "crypto", "option", "id" };

/* Coins that people hold under their bare names: never a share in a portfolio's list of symbols. */
#define COINS "(XRP|BTC|ETH|SOL|ADA|DOGE|AVAX|LINK|DOT|MATIC|SHIB|PEPE|TRUMP)"
#define MONEY "(USD|USDT|USDC|EUR|GBP|BTC|ETH)"

/* clang-format off */
/* POSIX extended regular expressions over the whole symbol; the first that fits decides. */
static const struct {
	enum symbol_class class;
	const char *pattern;
} rules[] = {
	{ SYMBOL_ID,     "^[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}$" }, /* RFC 9562 */
	{ SYMBOL_ID,     "^[0-9A-F]{32}$" },
	{ SYMBOL_OPTION, "^(O:)?[A-Z][A-Z0-9.]{0,5} *[0-9]{6}[CP] ?[0-9]{8}$" },             /* OCC: root, date, side, strike */
	{ SYMBOL_OPTION, "^[.-][A-Z]{1,6}[0-9]{6}[CP][0-9]+([.][0-9]+)?$" },                 /* as brokers shorten it */
	{ SYMBOL_CRYPTO, "^(X:)?[A-Z0-9]{2,10}[-/_]" MONEY "$" },                            /* BTC-USD, ETH/USDT */
	{ SYMBOL_CRYPTO, "^(X:)?" COINS MONEY "$" },                                         /* BTCUSD */
	{ SYMBOL_CRYPTO, "^" COINS "([.]X)?$" },                                             /* BTC, BTC.X */
};
/* clang-format on */

int
symbol_spell(char out[BAR_SYMBOL_MAX], const char *s, size_t n, struct err *e)
{
	size_t i;

	while (n > 0 && (*s == ' ' || *s == '\t')) {
		s++;
		n--;
	}
	while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t' || s[n - 1] == '\r'))
		n--;
	if (n == 0)
		return err_set(e, ERR_DATA, "an empty symbol");
	if (n >= BAR_SYMBOL_MAX)
		return err_set(
		    e, ERR_DATA, "a symbol of %zu bytes (at most %d)", n, BAR_SYMBOL_MAX - 1);
	for (i = 0; i < n; i++) {
		if (s[i] < ' ' || s[i] > '~' || s[i] == ',' || s[i] == '"')
			return err_set(e, ERR_DATA, "'%.*s' is no symbol", (int)n, s);
		out[i] = (char)(s[i] >= 'a' && s[i] <= 'z' ? s[i] - ('a' - 'A') : s[i]);
	}
	out[n] = '\0';
	if (strcmp(out, "ALL_SYMBOLS") == 0)
		return err_set(e, ERR_DATA,
		    "ALL_SYMBOLS would be billed for every symbol there is: name them");
	return 0;
}

void
symbol_rules_init(struct symbol_rules *r)
{
	size_t i;

	r->n = sizeof rules / sizeof rules[0];
	r->re = mem_new(r->n, sizeof *r->re);
	for (i = 0; i < r->n; i++)
		if (regcomp(&r->re[i], rules[i].pattern, REG_EXTENDED | REG_NOSUB) != 0)
			mem_out(); /* it cannot be the pattern: a test compiles them all */
}

void
symbol_rules_release(struct symbol_rules *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		regfree(&r->re[i]);
	free(r->re);
	*r = (struct symbol_rules){ 0 };
}

enum symbol_class
symbol_class(const struct symbol_rules *r, const char *symbol)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (regexec(&r->re[i], symbol, 0, NULL, 0) == 0)
			return rules[i].class;
	return SYMBOL_LISTED;
}
