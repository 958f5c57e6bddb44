#!/bin/sh
# The ideas of a message and what became of it are loaded together or not at all, wherever a batch ends and whatever is wrong.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW

sql() {
	pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

# loads FILE "read (but for those of no table) inserted updated unchanged rejected" [OPTION...]: of all tables together
loads() {
	file=$1 counts=$2
	shift 2
	pf-load "$@" "$file" >out 2>err
	status=$?
	[ "$(awk -F'[:,]' '/"load"/ { for (i = 1; i < NF; i++) n[$i] += $(i + 1) } END { print n["\"read\""] - n["\"ignored\""], n["\"inserted\""], n["\"updated\""], n["\"unchanged\""], n["\"rejected\""] }' out)" = "$counts" ] ||
		{ echo "not $counts:"; cat out err; return 1; }
	return $status
}

message() { # ID
	echo "{\"kind\":\"message\",\"message_id\":\"$1\",\"channel\":\"trades\",\"author\":\"ann\",\"content\":\"text of $1\",\"timestamp\":\"2008-10-14T15:00:00Z\"}"
}

idea() { # MESSAGE CHUNK LOCAL PLACE TEXT [MORE]
	echo "{\"kind\":\"idea\",\"message_id\":\"$1\",\"soft_chunk_index\":$2,\"local_idea_index\":$3,\"idea_index\":$4,\"idea_text\":\"$5\",\"model\":\"rules\",\"prompt_version\":\"1\"${6:+,$6}}"
}

whole() { # MESSAGE COUNT
	echo "{\"kind\":\"complete\",\"of\":\"idea\",\"message_id\":\"$1\",\"count\":$2}"
}

became() { # MESSAGE STATUS [MORE]
	echo "{\"kind\":\"message_status\",\"message_id\":\"$1\",\"parse_status\":\"$2\"${3:+,$3}}"
}

# parsed MESSAGE TEXT...: a unit, an idea a text
parsed() {
	m=$1 n=0
	shift
	for t; do
		idea "$m" 0 $n $n "$t"
		n=$((n + 1))
	done
	whole "$m" $n
	if [ $n -gt 0 ]; then became "$m" ok; else became "$m" noise; fi
}

ideas() { # what is stored, a message a word
	sql "select string_agg(m.message_id || ':' || m.parse_status || ':' || coalesce(i.ideas, ''), ' ' order by m.message_id) from discord_messages m
		left join (select message_id, string_agg(idea_text, '+' order by idea_index) as ideas from discord_parsed_ideas group by 1) i using (message_id)"
}

fresh() {
	sql "truncate discord_messages, discord_parsed_ideas" && for m; do message "$m"; done | pf-load >/dev/null
}

written() {
	sql "select pg_stat_force_next_flush(); select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_user_tables where relname in ('discord_messages', 'discord_parsed_ideas')" | tail -n 1
}

ok 'ideas and statuses come together, in batches of any size, and again without a change' '
	{ parsed 1 a b; parsed 2; parsed 3 c; became 4 skipped "\"error_reason\":\"bot\""; parsed 5 d e f; } >units && cp units ../units &&
	for b in 100000 1 2 3 4 5; do
		fresh 1 2 3 4 5 && loads units "11 6 5 0 0" --batch $b && [ "$(ideas)" = "1:ok:a+b 2:noise: 3:ok:c 4:skipped: 5:ok:d+e+f" ] || { ideas; exit 1; }
		was=$(written) && loads units "11 0 0 11 0" --batch $b && [ "$(written)" = "$was" ] || exit 1
	done
'
ok 'the messages may stand in the same stream' '
	fresh && { message 1; message 2; parsed 1 a b; message 3; parsed 2; parsed 3 c; } >all && for b in 100000 1 2 3; do
		fresh && pf-load --batch $b all >out && [ "$(ideas)" = "1:ok:a+b 2:noise: 3:ok:c" ] || { ideas; exit 1; }
	done
'
ok 'a batch never ends within a message' '
	fresh 1 2 3 && sql "create table tx (message_id text, id xid8, what text); create function note() returns trigger language plpgsql as \$\$ begin insert into tx values (new.message_id, pg_current_xact_id(), tg_relname); return new; end \$\$;
		create trigger note before insert or update on discord_parsed_ideas for each row execute function note(); create trigger note before insert or update on discord_messages for each row execute function note()" &&
	{ parsed 1 a b c; parsed 2 d; parsed 3 e f; } >units && for b in 1 2 3 4 5; do
		sql "truncate tx" && fresh 1 2 3 && sql "truncate tx" && pf-load --batch $b units >out &&
		[ "$(sql "select string_agg(n::text, \$\$,\$\$) from (select count(distinct id) as n from tx group by message_id) x")" = 1,1,1 ] || exit 1
	done
	[ "$(sql "select count(distinct id) from tx")" = 2 ] && sql "truncate tx" && fresh 1 2 3 && sql "truncate tx" && pf-load --batch 1 units >out && [ "$(sql "select count(distinct id) from tx")" = 3 ]
	status=$?; sql "drop table tx cascade; drop function note cascade" 2>/dev/null; exit $status
'
ok 'parsed again, a message has its new ideas only: fewer, more, none, at other places' '
	fresh 1 2 && { parsed 1 a b c; parsed 2 x; } | pf-load >out && { parsed 1 a; parsed 2 x; } >less && loads less "4 0 0 4 0" && says "\"closed\":2" out && [ "$(ideas)" = "1:ok:a 2:ok:x" ] &&
	{ parsed 1 a n e w; } >more && loads more "5 3 0 2 0" && [ "$(ideas)" = "1:ok:a+n+e+w 2:ok:x" ] &&
	parsed 1 w a >turned && loads turned "3 0 2 1 0" && [ "$(ideas)" = "1:ok:w+a 2:ok:x" ] &&
	{ idea 1 0 0 1 w; idea 1 1 0 0 z "\"strike\":12.5"; whole 1 2; became 1 ok; } >moved && loads moved "3 2 0 1 0" && [ "$(ideas)" = "1:ok:z+w 2:ok:x" ] &&
	parsed 1 >none && loads none "1 0 1 0 0" && [ "$(ideas)" = "1:noise: 2:ok:x" ]
'
ok 'a message that comes twice: the later answer counts' '
	{ parsed 1 a b c; parsed 2 x; parsed 1 d; } >twice && for b in 100000 1 3; do
		fresh 1 2 && pf-load --batch $b twice >out && [ "$(ideas)" = "1:ok:d 2:ok:x" ] || { ideas; exit 1; }
	done
'
ok 'a field that is none: all records of the message are rejected, with the reason; the others are taken' '
	{ parsed 1 a; idea 2 0 0 0 b; idea 2 0 1 1 c "\"strike\":\"much\""; idea 2 0 2 2 d; whole 2 3; became 2 ok; parsed 3 e; } >units && for b in 100000 1 2 3; do
		fresh 1 2 3 && exits 65 loads units "8 2 2 0 4" --batch $b && [ "$(ideas)" = "1:ok:a 2:pending: 3:ok:e" ] && says "units:5: strike:" err &&
		says "units:4: not taken, because idea 2 of message 2 was not: strike:" err && says "units:6: not taken, because idea 2 of message 2" err && says "units:8: not taken" err || { ideas; exit 1; }
	done
'
ok 'what the database refuses, of an idea and of a status, likewise; the rejects have their lines' '
	{ parsed 1 a; idea 2 0 0 0 b; idea 2 0 1 1 c "\"direction\":\"sideways\""; whole 2 2; became 2 ok; parsed 3 e f; became 3 undecided; parsed 4 g; parsed 9 h; } >units && for b in 100000 1 2 3; do
		fresh 1 2 3 4 && exits 65 loads units "13 4 3 0 6" --batch $b --rejects bad && [ "$(ideas)" = "1:ok:a 2:pending: 3:ok:e+f 4:ok:g" ] &&
		[ "$(jq -r .line bad | sort -n | tr "\n" " ")" = "4 5 7 12 16 18 " ] && jq -e -s "all(.[]; .raw | fromjson | .kind)" bad >/dev/null && grep "\"line\":5" bad >five && says "direction_check" five &&
		grep "\"line\":4" bad >four && says "not taken, because idea 2 of message 2 was not: " four && grep "\"line\":16" bad >lost && says "because message_status of message 9 was not" lost || { ideas; cat bad; exit 1; }
	done
'
ok 'an answer that lacks an idea, its count, or its end is not taken' '
	{ parsed 1 a; idea 2 0 0 0 b; whole 2 2; became 2 ok; parsed 3 c; } >short && fresh 1 2 3 && exits 65 loads short "7 2 2 0 3" && [ "$(ideas)" = "1:ok:a 2:pending: 3:ok:c" ] && says "message 2 has 2 records by its complete one, and 1 came" err &&
	{ parsed 1 a; idea 2 0 0 0 b; became 2 ok; parsed 3 c; } >short && fresh 1 2 3 && exits 65 loads short "6 2 2 0 2" && [ "$(ideas)" = "1:ok:a 2:pending: 3:ok:c" ] && says "message 2 has no complete record behind it" err &&
	{ parsed 1 a; idea 2 0 0 0 b; whole 2 1; parsed 3 c; } >short && fresh 1 2 3 && exits 65 loads short "5 2 2 0 1" && [ "$(ideas)" = "1:ok:a 2:pending: 3:ok:c" ] && says "message 2 comes without its last record" err &&
	{ parsed 1 a; idea 2 0 0 0 b; echo "{\"kind\":\"complete\",\"of\":\"idea\",\"message_id\":\"2\"}"; became 2 ok; whole 3 x; echo "{\"kind\":\"complete\",\"of\":\"idea\",\"count\":1}"; } >short && sed -i s/:x/:\"x\"/ short && fresh 1 2 3 &&
	exits 65 loads short "7 1 1 0 5" && [ "$(ideas)" = "1:ok:a 2:pending: 3:pending:" ] && says "message_id is missing" err
'
ok 'two ideas at one place are no ideas' '
	{ idea 1 0 0 0 a; idea 1 0 0 1 b; whole 1 2; became 1 ok; idea 2 0 0 0 c; idea 2 0 1 0 d; whole 2 2; became 2 ok; parsed 3 e; } >units && fresh 1 2 3 && exits 65 loads units "8 1 1 0 6" && [ "$(ideas)" = "1:pending: 2:pending: 3:ok:e" ] &&
	says "message 1 has two ideas with the same place" err
'
ok 'a producer that dies in the middle of a message leaves nothing of it' '
	for cut in $(seq 1 $(wc -l <../units)); do
		fresh 1 2 3 4 5 && { parsed 0 z; head -n $cut ../units; } >cut && message 0 | pf-load >/dev/null && pf-load cut >out 2>err
		status=$? && ideas | grep -qE "^0:ok:z 1:(pending:|ok:a[+]b) 2:(pending|noise): 3:(pending:|ok:c) 4:(pending|skipped): 5:(pending:|ok:d[+]e[+]f)$" && { [ $status -eq 0 ] || [ $status -eq 65 ]; } || { ideas; echo $cut $status; cat err; exit 1; }
	done
'
ok 'a message with an idea that somebody reviewed is left as it is, and that is told' '
	fresh 1 2 && { parsed 1 a b; parsed 2 c; } | pf-load >out && sql "update discord_parsed_ideas set review_status = \$\$needs_review\$\$ where idea_text = \$\$b\$\$" &&
	{ parsed 1 n; parsed 2 m; } >new && loads new "4 0 1 3 0" && [ "$(ideas)" = "1:ok:a+b 2:ok:m" ] && says "\"event\":\"left\"" out && says "\"subject\":\"message 1\"" out && parsed 1 >none && loads none "1 0 0 1 0" && [ "$(ideas)" = "1:ok:a+b 2:ok:m" ]
'
ok 'what was made of a text that was changed meanwhile is left out, and that is told' '
	hash() { sql "update discord_messages set content_hash = \$\$$2\$\$ where message_id = \$\$$1\$\$"; } && read_as() { m=$1 h=$2 && shift 2 && parsed $m "$@" | sed "s/\"parse_status\"/\"content_hash\":$h,&/"; } &&
	fresh 1 2 3 4 && { parsed 1 o; parsed 2 o; } | pf-load >/dev/null && hash 1 h1 && hash 2 h2 && hash 3 h3 && { read_as 1 "\"h1\"" a b; read_as 2 "\"old\"" c d; parsed 3 e; read_as 4 "\"h4\"" f; } >units && loads units "10 3 3 4 0" && loads units "10 0 0 10 0" --batch 1 && {
		[ "$(ideas)" = "1:ok:a+b 2:ok:o 3:ok:e 4:ok:f" ] && says "\"event\":\"left\"" out && says "\"subject\":\"message 2\"" out && says "its text was changed" out || { ideas; cat out; exit 1; }
	} && became 2 pending "\"content_hash\":\"old\",\"error_reason\":\"later\"" >late && loads late "1 0 0 1 0" && became 2 skipped "\"content_hash\":\"h2\"" >now && loads now "1 0 1 0 0" && [ "$(sql "select string_agg(coalesce(content_hash, \$\$-\$\$), \$\$ \$\$ order by message_id) from discord_messages")" = "h1 h2 h3 h4" ]
'
ok 'a status of one whose claim is over does not go back behind an answer to the same text, and that is told; one that claimed it may' '
	fresh 1 2 3 && sql "update discord_messages set content_hash = \$\$h\$\$ || message_id" && { parsed 1 a; parsed 2; } | pf-load >/dev/null && late() { became "$1" "$2" "\"content_hash\":\"h$1\",\"error_reason\":\"late\",\"attempts\":1"; } &&
	{ late 1 pending; late 2 error; late 3 pending; } >late && loads late "3 0 1 2 0" && [ "$(ideas)" = "1:ok:a 2:noise: 3:pending:" ] && [ "$(grep -c "\"event\":\"left\"" out)" -eq 2 ] && says "has an answer already" out && says "\"subject\":\"message 2\"" out &&
	loads late "3 0 0 3 0" --batch 1 && sql "update discord_messages set claimed_by = \$\$me\$\$ where message_id = \$\$1\$\$" && loads late "3 0 1 2 0" && [ "$(ideas)" = "1:pending:a 2:noise: 3:pending:" ] &&
	became 2 pending >asked && loads asked "1 0 1 0 0" && [ "$(ideas)" = "1:pending:a 2:pending: 3:pending:" ]
'
ok 'single ideas, as a query prints them, are put as they are' '
	fresh 1 2 && { idea 1 0 0 0 a; idea 1 0 1 1 b; idea 2 0 0 0 c; } >some && loads some "3 3 0 0 0" && [ "$(ideas)" = "1:pending:a+b 2:pending:c" ] && idea 1 0 1 1 B >one && loads one "1 0 1 0 0" && [ "$(ideas)" = "1:pending:a+B 2:pending:c" ]
'
ok 'with --atomic nothing is kept when something is rejected; a dry run tells what would be' '
	{ parsed 1 a; idea 2 0 0 0 b "\"direction\":\"sideways\""; whole 2 1; became 2 ok; parsed 3 e; } >units && fresh 1 2 3 && for b in 100000 1; do
		exits 65 loads units "6 0 0 0 2" --atomic --batch $b && [ "$(ideas)" = "1:pending: 2:pending: 3:pending:" ] && exits 65 loads units "6 2 2 0 2" -n --batch $b && [ "$(ideas)" = "1:pending: 2:pending: 3:pending:" ] || exit 1
	done && { parsed 1 a; parsed 3 e; } >good && loads good "4 2 2 0 0" --atomic --batch 1 && [ "$(ideas)" = "1:ok:a 2:pending: 3:ok:e" ]
'
ok 'other kinds may stand among them, also read from a file in advance' '
	fill=$(printf "%0200d" 0) && use() { echo "{\"kind\":\"usage\",\"id\":\"$1\",\"at\":\"2008-10-15T06:00:00Z\",\"model\":\"$fill\"}"; } && fresh 1 2 && for n in $(seq 1500); do use $n; done >uses &&
	{ cat uses; idea 1 0 0 0 a; use x; idea 1 0 1 1 b; cat uses; whole 1 2; use y; became 1 ok; cat uses; parsed 2 c; } >mixed && for b in 100000 7 2000; do
		fresh 1 2 && sql "truncate nlp_usage" && pf-load --batch $b mixed >out && [ "$(ideas)" = "1:ok:a+b 2:ok:c" ] && [ "$(sql "select count(*) from nlp_usage")" = 1502 ] || { ideas; exit 1; }
	done
'
ok 'killed at any time, a message has all of its ideas or none' '
	for n in $(seq 400); do message $n; done >messages && for n in $(seq 400); do parsed $n a$n b$n c$n; done >units && i=0
	while [ $i -lt ${PF_KILLS:-5} ]; do
		i=$((i + 1)) && fresh && pf-load messages >/dev/null && { pf-load --batch 5 units >/dev/null 2>&1 & } && load=$! && sleep 0.$((i * 7 % 10))$((i % 10)) && kill -9 $load 2>/dev/null
		wait $load 2>/dev/null
		[ "$(sql "select count(*) from discord_messages m where (parse_status = \$\$ok\$\$) <> ((select count(*) from discord_parsed_ideas i where i.message_id = m.message_id) = 3)")" = 0 ] || exit 1
	done && pf-load units >out && [ "$(sql "select count(*) from discord_parsed_ideas")" = 1200 ] && [ "$(sql "select count(*) from discord_messages where parse_status = \$\$ok\$\$")" = 400 ]
'
ok 'two loads of the same messages end with one of the answers' '
	for n in $(seq 200); do message $n; done >messages && fresh && pf-load messages >/dev/null && for n in $(seq 200); do parsed $n a b c; done >one && for n in $(seq 200 -1 1); do parsed $n x; done >two &&
	{ pf-load --batch 4 one >out1 2>err1 & } && first=$! && pf-load --batch 4 two >out2 2>err2 && wait $first &&
	[ "$(sql "select count(*) from discord_messages m where (select string_agg(idea_text, \$\$+\$\$ order by idea_index) from discord_parsed_ideas i where i.message_id = m.message_id) in (\$\$a+b+c\$\$, \$\$x\$\$)")" = 200 ] || { cat err1 err2; exit 1; }
'
done_testing
