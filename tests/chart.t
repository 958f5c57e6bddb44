#!/bin/sh
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"

# bars SYMBOL FIRST N: a bar a weekday from that day on, prices that go up and down with exact digits.
bars() {
	awk -v symbol="$1" -v first="$2" -v n="$3" 'BEGIN {
		split(first, d, "-"); day = days(d[1], d[2], d[3])
		for (i = 0; i < n; day++) {
			if ((day + 4) % 7 == 0 || (day + 4) % 7 == 6) continue
			close_ = 10000 + (i * 37) % 500 + i; open_ = 10000 + (i * 53) % 500 + i
			high = (close_ > open_ ? close_ : open_) + 40; low = (close_ < open_ ? close_ : open_) - 40
			printf "{\"kind\":\"bar\",\"symbol\":\"%s\",\"date\":\"%s\",\"open\":%s,\"high\":%s,\"low\":%s,\"close\":%s,\"volume\":%d}\n",
				symbol, date(day), price(open_), price(high), price(low), price(close_), 1000 + (i * 7919) % 900000
			i++
		}
	}
	function price(c) { return sprintf("%d.%02d", c / 100, c % 100) }
	function days(y, m, d) { y -= m <= 2; era = int(y / 400); yoe = y - era * 400
		doy = int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
		return era * 146097 + yoe * 365 + int(yoe / 4) - int(yoe / 100) + doy - 719468 }
	function date(z, era, doe, yoe, y, doy, mp, m) { z += 719468; era = int(z / 146097); doe = z - era * 146097
		yoe = int((doe - int(doe / 1460) + int(doe / 36524) - int(doe / 146096)) / 365); y = yoe + era * 400
		doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100)); mp = int((5 * doy + 2) / 153)
		m = mp < 10 ? mp + 3 : mp - 9
		return sprintf("%04d-%02d-%02d", y + (m <= 2), m, doy - int((153 * mp + 2) / 5) + 1) }'
}

# What an XML parser that is none of ours says of a file.
well_formed() {
	python3 -c 'import sys, xml.dom.minidom as m; m.parse(sys.argv[1])' "$1"
}

# The pixels of a PNG, decoded without cairo: width, height, how many colours there are.
png_is() {
	python3 -c '
import sys, zlib, struct
d = open(sys.argv[1], "rb").read()
assert d[:8] == b"\x89PNG\r\n\x1a\n"
at, idat = 8, b""
while at < len(d):
	n, kind = struct.unpack(">I4s", d[at:at + 8])
	body = d[at + 8:at + 8 + n]
	assert zlib.crc32(kind + body) == struct.unpack(">I", d[at + 8 + n:at + 12 + n])[0]
	if kind == b"IHDR": w, h, depth, colour = struct.unpack(">IIBB", body[:10])
	if kind == b"IDAT": idat += body
	at += 12 + n
raw = zlib.decompress(idat)
assert depth == 8 and colour == 2 and len(raw) == h * (1 + 3 * w)
print(w, h, len(set(raw)) > 20)' "$1"
}

has_cairo() {
	pf-chart --version | grep -q 'png: yes'
}

bars AAA 2024-01-02 250 >a.jsonl
bars BBB 2024-02-01 200 >b.jsonl
{
	echo '{"kind":"order","account_id":"1","brokerage_order_id":"1","symbol":"AAA","action":"BUY","status":"EXECUTED","filled_quantity":10,"execution_price":101.25,"currency":"USD","time_executed":"2024-03-05T15:00:00Z"}'
	echo '{"kind":"order","account_id":"1","brokerage_order_id":"2","symbol":"AAA","action":"SELL","status":"CANCELED","time_placed":"2024-04-05T15:00:00Z"}'
	echo '{"kind":"order","account_id":"1","brokerage_order_id":"3","symbol":"AAA   240621C00100000","underlying":"AAA","action":"SELL_CLOSE","status":"FILLED","filled_quantity":1,"execution_price":2.5,"time_updated":"2024-05-06T15:00:00Z"}'
	echo '{"kind":"idea","message_id":"1","primary_symbol":"AAA","direction":"bullish","idea_summary":"<b>up & away</b>","source_created_at":"2024-06-08T15:00:00Z"}'
	echo '{"kind":"idea","message_id":"2","primary_symbol":"AAA","direction":"bearish","idea_text":"down","is_noise":true,"source_created_at":"2024-06-08T15:00:00Z"}'
	echo '{"kind":"channel","channel_id":"1"}'
} >marks.jsonl

ok 'an SVG is well-formed, has words for who cannot see it, and is the same each time, in whatever order records come' '
	pf-chart --ma 20,50 a.jsonl marks.jsonl >one.svg && well_formed one.svg && sort -r a.jsonl | cat - marks.jsonl | pf-chart --ma 20,50 >two.svg &&
	same one.svg two.svg && says "role=\"img\"" one.svg && says "<desc id=\"chart-about\">AAA: 250 sessions, 2024-01-02 to 2024-12-16. Last close 104.62" one.svg &&
	says "prefers-color-scheme:dark" one.svg
'
ok 'prices are told with the digits that they came with' '
	tail -n 1 a.jsonl >last && pf-chart last >svg && tr "\n" " " <svg >line && says "open 104.46 high 105.02 low 104.06 close 104.62 volume 172831" line && echo "{\"kind\":\"bar\",\"symbol\":\"C\",\"date\":\"2024-01-02\",\"open\":0.00001234,\"high\":0.000012341,\"low\":0.000012339,\"close\":0.00001234}" |
	pf-chart >svg && says "high 0.000012341" svg && says ">0.00001234</text>" svg
'
ok 'what was filled is a mark, and what was said; what was not, or is noise, is none' '
	says "<title>2024-03-05 BUY 10 at 101.25 USD</title>" one.svg && says "SELL_CLOSE AAA   240621C00100000 1 at 2.5" one.svg &&
	says "<title>2024-06-08 bullish: &lt;b&gt;up &amp; away&lt;/b&gt;</title>" one.svg && says "Marks: filled buys 1, filled sells 1, bullish ideas 1." one.svg
'
ok 'one for a page has no style, font, script or address, and an id of its own; its rules are told' '
	pf-chart --inline --id x1 a.jsonl marks.jsonl >svg && well_formed svg && says "aria-labelledby=\"x1-title x1-about\"" svg &&
	exits 1 grep -E "style|font-family|script|href|url\\(|#fff" svg && says currentColor svg &&
	pf-chart --css >css && says ".pf-chart .pf-up{fill:#" css && says "@media screen and (prefers-color-scheme:dark){" css &&
	[ "$(grep -cv "^\.pf-chart[ {]\|^@media\|^}" css)" -eq 0 ]
'
ok 'several symbols begin at 100 on the first session of all' '
	pf-chart a.jsonl b.jsonl >svg && well_formed svg && says "AAA: 228 sessions, 2024-02-01 to" svg && says "AAA 100.00 (close 10" svg && says "BBB 100.00 (close 100.00)" svg &&
	says "in percent of its first one" svg
'
ok 'thousands of bars are put together, and none is left out' '
	bars AAA 1990-01-01 9000 >many && pf-chart many >svg && well_formed svg && [ "$(wc -c <svg)" -lt 200000 ] && says quarterly svg && says "AAA: 9000 sessions" svg &&
	says "1990-01-01 to 1990-03-30" svg
'
ok 'a PNG has the size that was asked for' '
	if has_cairo; then
		pf-chart -f png --width 390 --height 300 --theme dark a.jsonl marks.jsonl >png && [ "$(png_is png)" = "390 300 True" ] &&
		pf-chart -f png --width 390 --height 300 --theme dark a.jsonl marks.jsonl | cmp - png &&
		pf-chart -f png --width 200 --height 160 --scale 2 b.jsonl >png && [ "$(png_is png)" = "400 320 True" ]
	else
		exits 78 pf-chart -f png a.jsonl 2>err && says libcairo2-dev err
	fi
'
ok 'text keeps within its columns and lines' '
	for form in candles line; do
		for width in 20 37 80 200; do
			pf-chart --term --form $form --ma 5 --width $width --height 12 a.jsonl marks.jsonl >text || exit 1
			[ "$(wc -l <text)" -eq 12 ] || exit 1
			python3 -c "import sys; assert all(len(l.rstrip(chr(10))) <= $width for l in open(\"text\", encoding=\"utf-8\"))" || exit 1
		done
	done
	COLUMNS=50 pf-chart --term a.jsonl | python3 -c "import sys; t = sys.stdin.buffer.read().decode().split(chr(10)); assert 40 < max(map(len, t)) <= 50 and len(t) == 25"
'
ok 'a line of text a symbol' '
	pf-chart --spark --width 10 a.jsonl b.jsonl >got && [ "$(wc -l <got)" -eq 2 ] && says "AAA " got && says " 104.62 +1.22%" got
'
ok 'equal prices, none of volume, a last line without its end' '
	printf "%s\n%s" "{\"kind\":\"bar\",\"symbol\":\"E\",\"date\":\"2024-01-02\",\"open\":5,\"high\":5,\"low\":5,\"close\":5}" \
		"{\"kind\":\"bar\",\"symbol\":\"E\",\"date\":\"2024-01-03\",\"open\":5,\"high\":5,\"low\":5,\"close\":5}" >flat &&
	pf-chart flat >svg && well_formed svg && says "E: 2 sessions" svg && says "(0.00%)" svg && exits 1 grep "^volume" svg && pf-chart --log flat >svg && well_formed svg &&
	pf-chart --term flat >text && says "5.00" text
'
ok 'no bars are told, 65, and nothing is printed' '
	exits 65 pf-chart </dev/null >got 2>err && [ ! -s got ] && says "nothing to draw" err && exits 65 pf-chart marks.jsonl >got 2>err && [ ! -s got ]
'
ok 'a broken record is told and left out, 65, and the others are drawn' '
	{ cat a.jsonl; echo "{\"kind\":\"bar\",\"symbol\":\"AAA\",\"date\":\"2025-01-02\",\"open\":\"x\"}"; echo nonsense; echo "{\"kind\":\"order\",\"symbol\":\"AAA\"}"; } >in &&
	exits 65 pf-chart in >svg 2>err && well_formed svg && says "in:251:" err && says "in:252:" err && says "in:253: action is missing" err
'
ok 'hostile names stay text' '
	echo "{\"kind\":\"bar\",\"symbol\":\"</title><script>x</script>\\u0007\\ufffe\",\"date\":\"2024-01-02\",\"open\":5,\"high\":5,\"low\":5,\"close\":5}" |
	pf-chart >svg && well_formed svg && exits 1 grep "<script" svg
'
ok 'no logarithm of 0 or less, 65; statuses of what is asked wrongly, and of what is not there' '
	echo "{\"kind\":\"bar\",\"symbol\":\"N\",\"date\":\"2024-01-02\",\"open\":-5,\"high\":5,\"low\":-37.63,\"close\":5}" >neg && pf-chart neg >svg && well_formed svg && says "low -37.63" svg &&
	exits 65 pf-chart --log neg 2>err && says "N has a price of 0 or less on 2024-01-02" err &&
	exits 64 pf-chart --ma 0 a.jsonl && exits 64 pf-chart --ma 1,2,3,4,5 a.jsonl && exits 64 pf-chart --ma 20,x a.jsonl && exits 64 pf-chart --width 3 a.jsonl &&
	exits 64 pf-chart --term --height 3 a.jsonl && exits 64 pf-chart -f gif a.jsonl && exits 66 pf-chart none.jsonl
'
ok 'more symbols than can be told apart are told' '
	for s in A B C D E F G H I J K L M N; do bars $s 2024-01-02 3; done >in && pf-chart in >svg 2>err && well_formed svg && says "14 symbols are too many" err
'
ok 'a full disk is not a success' 'exits 74 pf-chart a.jsonl >/dev/full'
done_testing
