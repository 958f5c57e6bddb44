# The table of rules held against a web server, for tests that source it behind tests/tap.sh: rules, hit, once, is.

# hit METHOD PATH [curl's options]: the status in the file code, the answer's headers in headers. $web is how curl gets to the server.
web='' base=http://localhost
hit() {
	method=$1 path=$2
	shift 2
	rm -f headers
	set -- "$@" -X "$method"
	[ "$method" != HEAD ] || set -- "$@" --head
	# shellcheck disable=SC2086 # options are words
	curl -s -m 20 --path-as-is -o body -D headers -w '%{http_code}' $web "$@" "$base$path" >code
	[ -e headers ] || : >headers
}
is() {
	grep -qxE "$1" code || { echo "status $(cat code), not $1:"; cat headers; return 1; }
}
# What stands in every answer, each once.
once() {
	for o_header; do
		[ "$(grep -ic "^${o_header%%:*}:" headers)" = 1 ] && grep -qi "^$o_header" headers || { echo "not once: $o_header"; cat headers; return 1; }
	done
}
common() {
	once 'X-Frame-Options: SAMEORIGIN' 'X-Content-Type-Options: nosniff' 'Referrer-Policy: s' && ! grep -iE '^(Server:.*[0-9]|X-Powered-By)' headers
}
# rules COLUMN: every line of the table, with that column's status; whatever is answered has the headers.
rules() {
	r_bad=0
	grep -v '^#' "$top/tests/api/rules" >table
	while read -r r_method r_path r_nginx r_other; do
		[ "$1" = nginx ] && r_want=$r_nginx || r_want=$r_other
		case $r_method in
		POST | PUT) hit "$r_method" "$r_path" --data '' ;;
		*) hit "$r_method" "$r_path" ;;
		esac </dev/null
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
# raw SOCKET TEXT: what comes back for what may be no request, by the socket of that name or, where base names a port, by that
raw() {
	printf "$2" | timeout 10 python3 -c '
import os, socket, sys
if os.path.exists(sys.argv[1]): s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
else: s = socket.create_connection(("127.0.0.1", int(sys.argv[2])))
s.settimeout(8); s.sendall(sys.stdin.buffer.read())
out = b""
while True:
    try: got = s.recv(65536)
    except (socket.timeout, ConnectionResetError): break
    if not got: break
    out += got
sys.stdout.buffer.write(out)' "$scratch/$1.sock" "${base##*:}" | sed -n '1,/^.$/p' >headers
	sed -n '1s/^[^ ]* \([0-9]*\).*/\1/p' headers >code
}
