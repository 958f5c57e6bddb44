#include "nlp/small_word.h"

#include <stdlib.h>
#include <string.h>

/* clang-format off */
static const char *const words[] = { /* sorted */
	"A", "ABOUT", "ABOVE", "AFTER", "AGAIN", "ALL", "ALSO", "AM", "AN", "AND", "ANY", "ARE", "AS", "AT", "AWAY",
	"BACK", "BAD", "BE", "BEEN", "BEST", "BETTER", "BIG", "BOTH", "BUT", "BY", "CAN", "CASH", "COME", "COULD",
	"DAY", "DAYS", "DID", "DO", "DOES", "DONE", "DOWN", "EACH", "ELSE", "EVEN", "EVER", "EVERY", "FAR", "FAST",
	"FEW", "FIRST", "FOR", "FREE", "FROM", "FULL", "FUN", "GET", "GIVE", "GO", "GOES", "GOING", "GONE", "GOOD",
	"GOT", "GREAT", "HAD", "HALF", "HAS", "HAVE", "HE", "HER", "HERE", "HERS", "HIGH", "HIM", "HIS", "HOLD",
	"HOME", "HOPE", "HOUR", "HOW", "HUGE", "I", "IF", "IN", "INTO", "IS", "IT", "ITS", "JOB", "JUST", "KEEP",
	"KEY", "KIND", "LAST", "LATE", "LEAST", "LESS", "LET", "LIFE", "LIKE", "LINE", "LIST", "LIVE", "LONG", "LOOK",
	"LOT", "LOTS", "LOVE", "LOW", "MADE", "MAIN", "MAKE", "MAN", "MANY", "MAY", "ME", "MEAN", "MEN", "MIND",
	"MONTH", "MORE", "MOST", "MOVE", "MUCH", "MUST", "MY", "NEAR", "NEED", "NEVER", "NEW", "NEXT", "NICE", "NO",
	"NOT", "NOW", "OF", "OFF", "OH", "OK", "OLD", "ON", "ONCE", "ONE", "ONLY", "OPEN", "OR", "OTHER", "OUR",
	"OUT", "OVER", "OWN", "PART", "PAST", "PAY", "PLAN", "PLAY", "POST", "PUMP", "PUT", "READ", "REAL", "REST",
	"RIP", "RUN", "SAFE", "SAID", "SAME", "SAW", "SAY", "SEE", "SEEN", "SELL", "SHE", "SHORT", "SHOULD", "SHOW",
	"SIGN", "SO", "SOME", "SOON", "STILL", "STOP", "SUCH", "SURE", "TAKE", "TALK", "TELL", "TEN", "THAN", "THAT",
	"THE", "THEM", "THEN", "THERE", "THESE", "THEY", "THING", "THINK", "THIS", "THOSE", "TIME", "TO", "TODAY",
	"TOLD", "TOO", "TOOK", "TOP", "TRUE", "TRY", "TURN", "TWO", "UNDER", "UNTIL", "UP", "US", "USE", "USED",
	"VERY", "WAIT", "WANT", "WAS", "WATCH", "WAY", "WE", "WEEK", "WELL", "WERE", "WHAT", "WHEN", "WHERE", "WHICH",
	"WHILE", "WHO", "WHY", "WILL", "WISH", "WITH", "WORD", "WORK", "WORTH", "WOULD", "WOW", "YEAH", "YEAR", "YES",
	"YET", "YOU", "YOUR",
};
/* clang-format on */

static int
by_text(const void *a, const void *b)
{
	return strcmp(a, *(const char *const *)b);
}

bool
nlp_is_small_word(const char *symbol)
{
	return bsearch(symbol, words, sizeof words / sizeof *words, sizeof *words, by_text) != NULL;
}
