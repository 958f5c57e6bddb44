#!/bin/sh
# Pages and programs say the same, and what a page shows as an example works (HACKING.md, "Examples in manual pages").
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need mandoc

# What every command has, described once in pf(7).
common='completion config help line-buffered log-format progress quiet verbose version'

# The options of "--help": "letter name" or "- name"
options_of_help() {
	sed -n 's/^  -\(.\), --\([a-z0-9-]*\).*/\1 \2/p; s/^      *--\([a-z0-9-]*\).*/- \1/p' "$1"
}

# The same of the page's lists: .It Fl d , Fl -dataset Ar dataset
options_of_page() {
	awk '$1 == ".It" && $2 == "Fl" {
		letter = "-"
		for (i = 2; i < NF; i++)
			if ($i == "Fl" && $(i + 1) ~ /^-[a-z0-9]/) {
				print letter, substr($(i + 1), 2)
				letter = "-"
			} else if ($i == "Fl" && length($(i + 1)) == 1) {
				letter = $(i + 1)
			}
	}' "$1"
}

without_common() {
	awk -v common="$common" 'BEGIN { n = split(common, c, " "); while (n > 0) skip[c[n--]] = 1 } !($2 in skip)' | sort -u
}

verbs_of_help() {
	sed -n '/^verbs:/,/^$/s/^  \([a-z-]*\)  .*/\1/p' "$1" | sort -u
}

# .Cm of the synopsis, also behind .Nm
verbs_of_page() {
	awk '/^\.Sh/ { here = $2 == "SYNOPSIS" } here && /^\.(Cm|Nm|Op Cm)/ { for (i = 1; i < NF; i++) if ($i ~ /^\.?Cm$/) print $(i + 1) }' "$1" | sort -u
}

section() {
	grep -q "^\.Sh $1" "$page" || { echo "there is no section $1"; return 1; }
}

# The examples as a reader sees them, a command a line.
examples() {
	mandoc -Tascii -O width=500 "$1" | sed "s/.$(printf '\010')//g" |
		awk '/^ *\$ / { sub(/^ *\$ /, ""); more = 1 } more { line = line $0; more = sub(/\\$/, "", line); if (!more) { print line; line = "" } }'
}

for page in "$top"/man/*.[1-9] "$build"/man/*.5; do
	[ -e "$page" ] || continue
	name=$(basename "$page")
	ok "$name is clean, dated and of the right name" '
		mandoc -Tlint -Wwarning "$page" || exit
		grep -q "^\.Dd [A-Z][a-z]* [0-9]*, 20[0-9][0-9]$" "$page" && grep -q "^\.Os$" "$page" || exit
		grep -q "^\.Dt $(echo "${name%.*}" | tr a-z A-Z) ${name##*.}$" "$page"
	'
	ok "$name names only pages that are there" '
		sed -n "s/^\.Xr \(pf[a-z.-]*\) \([0-9]\).*/\1.\2/p" "$page" | sort -u >named
		while read -r p; do
			[ -e "$top/man/$p" ] || [ -e "$build/man/$p" ] || { echo "there is no $p"; exit 1; }
		done <named
	'
done

for tool in "$build"/cmd/pf "$build"/cmd/pf-*; do
	case $tool in *.*) continue ;; esac
	name=${tool##*/}
	page=$top/man/$name.1
	[ -x "$tool" ] && [ -e "$page" ] || continue # make check-style asks for the page
	"$tool" --help >help 2>&1
	ok "$name: the page has each option of --help, and none else" '
		options_of_help help | without_common >a
		options_of_page "$page" | without_common >b
		same a b
	'
	ok "$name: the page has each verb, and none else" '
		verbs_of_help help >a
		[ -s a ] || exit 0
		verbs_of_page "$page" >b
		same a b
	'
	ok "$name: the page names the variables of --help" '
		grep -o "\[\$[A-Z_]*\]" help | tr -d "[]$" | sort -u | while read -r v; do
			grep -q "Ev $v" "$page" || [ "$v" = PF_LOG_FORMAT ] || { echo "\$$v is not in the page"; exit 1; }
		done
	'
	ok "$name: one line, the same in the page, in --help and in pf(7)" '
		line=$(sed -n "s/^$name - //p" help)
		[ -n "$line" ] && [ "$(sed -n "s/^\.Nd //p" "$page")" = "$line" ] || { echo "the page: $(sed -n "s/^\.Nd //p" "$page"); --help: $line"; exit 1; }
		grep -A1 "^\.It Xr $name 1" "$top/man/pf.7" | tail -n 1 >got && echo "$line" >want && same want got
	'
	ok "$name: the page has its sections" '
		for s in NAME SYNOPSIS DESCRIPTION "EXIT STATUS" EXAMPLES "SEE ALSO"; do section "$s" || exit; done
	'
done

# --- examples

# What the demo loads, in a database that each page gets a copy of.
prepare() {
	PF_NOW=2008-10-15T06:00:00Z
	export PF_NOW
	pf-migrate up >migrate.out || return
	pf-ohlcv --full --symbols GOOG,MSFT >all.jsonl || return
	pf-load <all.jsonl >load.out || return
	grep '"GOOG","date":"2008-10' all.jsonl >bars.jsonl || return
	pf-query --format csv bars --symbol GOOG --start 2008-10-01 --end 2008-10-14 >bars.csv || return
	printf 'GOOG\nMSFT\n' >symbols.txt
	curl -sf -u "$DATABENTO_API_KEY:" -o bars.dbn.zst "$PF_DATABENTO_URL/v0/timeseries.get_range" -d dataset=EQUS.MINI -d schema=ohlcv-1d \
		-d symbols=GOOG -d stype_in=raw_symbol -d stype_out=instrument_id -d start=2008-10-01 -d end=2008-10-15 \
		-d encoding=dbn -d compression=zstd || return
	DATABASE_URL=$first_url pf-db psql -- -qc 'create database pages template pf'
}

run_page() {
	rm -rf "$scratch/page" && mkdir "$scratch/page" && cd "$scratch/page" || return
	cp "$scratch"/w/bars.* "$scratch/w/symbols.txt" . || return
	sed -n 's/^\.\\" setup: //p' "$1" >../commands
	examples "$1" >>../commands
	pf-db psql -- -q -c 'drop database if exists page' -c 'create database page template pages' || return
	DATABASE_URL=$(echo "$DATABASE_URL" | sed 's|/pf?|/page?|') PF_STATE_DIR=$scratch/page.state PF_NOW=2008-10-15T06:00:00Z
	export DATABASE_URL PF_STATE_DIR PF_NOW
	got=0
	while IFS= read -r line; do
		timeout 20 sh -ec "$line" >../example.out 2>&1 </dev/null && continue
		got=$?
		echo "status $got: $line"
		cat ../example.out
		break
	done <../commands
	if [ -e "$PF_STATE_DIR" ]; then
		pf-db destroy --yes >/dev/null 2>&1
		rm -rf "$PF_STATE_DIR"
	fi
	return $got
}

ok 'pf-host(7): the options and the steps of bootstrap.sh, and none else' '
	sh "$top/share/ec2/bootstrap.sh" --help | grep -oE -- "--[a-z-]+|-n," | tr -d "," | grep -v "^--list$" | sort -u >a && awk "/^\.It Fl/" "$top/man/pf-host.7" | grep -oE "Fl -?[a-z][a-z-]*" | sed "s/Fl /-/" | grep -v "^--list$" | sort -u >b && same a b &&
	sh "$top/share/ec2/bootstrap.sh" --list | sed "s/ .*//" | sort >a && sed -n "/^Its steps are/,/^\.El/s/^\.It Cm //p" "$top/man/pf-host.7" | tr -d "," | tr -s " " "\n" | sort >b && same a b
'
need curl
database
sandbox
first_url=$DATABASE_URL
ok 'there are bars to show examples with' prepare
for page in "$top"/man/*.[1-9]; do
	[ -n "$(examples "$page")" ] || continue
	ok "${page##*/}: $(examples "$page" | grep -c .) examples work" 'run_page "$page"'
done
done_testing
