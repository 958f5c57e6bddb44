# The table of rules held against a web server, for tests that source it behind tests/tap.sh: rules, hit, once, is.

# hit METHOD PATH [curl's options]: the status in the file status, the answer's headers in head. $web is how curl gets to the server.
web=
hit() {
	method=$1 path=$2
	shift 2
	rm -f head
	set -- "$@" -X "$method"
	[ "$method" != HEAD ] || set -- "$@" --head
	# shellcheck disable=SC2086 # options are words
	curl -s -m 20 --path-as-is -o body -D head -w '%{http_code}' $web "$@" "${base:-http://localhost}$path" >./status
	[ -e head ] || : >head
}
is() {
	[ "$(cat status)" = "$1" ] || { echo "status $(cat status), not $1:"; cat head; return 1; }
}
# What stands in every answer, each once.
once() {
	for o_header; do
		[ "$(grep -ic "^${o_header%%:*}:" head)" = 1 ] && grep -qi "^$o_header" head || { echo "not once: $o_header"; cat head; return 1; }
	done
}
common() {
	once 'X-Frame-Options: SAMEORIGIN' 'X-Content-Type-Options: nosniff' 'Referrer-Policy: s' && ! grep -iE '^(Server:.*[0-9]|X-Powered-By)' head
}
# rules COLUMN: every line of the table, with that column's status; whatever is answered has the headers.
rules() {
	r_bad=0
	grep -v '^#' "$top/tests/api/rules" >table
	while read -r r_method r_path r_nginx r_other; do
		[ "$1" = nginx ] && r_want=$r_nginx || r_want=$r_other
		hit "$r_method" "$r_path" </dev/null
		[ "$r_want" != 401 ] || sleep 0.1 # these count against the limit
		if ! is "$r_want" || { [ "$r_want" != 000 ] && ! { common && once 'Strict-Transport-Security: max-age=31536000'; }; }; then
			echo "^ $r_method $r_path"
			r_bad=1
		fi
	done <table
	return $r_bad
}
# listening FILE-OR-PORT: wait until somebody listens there
listening() {
	l_i=0
	until [ -S "$1" ] || [ $l_i -gt 250 ]; do l_i=$((l_i + 1)); sleep 0.02; done
	[ -S "$1" ]
}
