#!/bin/sh
# pf-api behind lighttpd and behind Apache, with the files as they are shipped: the same table of rules that nginx is held to.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need curl
. "$top/tests/api/rules.sh"
PATH=$PATH:/usr/sbin:/sbin
API_SECRET_KEY=a-key-of-nobody SNAPTRADE_CONSUMER_KEY=none DATABASE_URL="host=$scratch/nowhere"
export API_SECRET_KEY SNAPTRADE_CONSUMER_KEY DATABASE_URL
pf-api --listen "$scratch/api.sock" --workers 2 2>"$scratch/api.log" &
pids="$pids $!"
listening "$scratch/api.sock" && chmod a+rw "$scratch/api.sock" && chmod a+rwx "$scratch"
mkdir -p "$scratch/www/.well-known/acme-challenge" && echo proof >"$scratch/www/.well-known/acme-challenge/token" && echo "not for all" >"$scratch/www/index.html" && chmod -R a+rX "$scratch/www"
web="--unix-socket $scratch/web.sock" base=http://api.example.org

# without NAME PROGRAM: whether there is no such server; it is said aloud
without() {
	command -v "$2" >/dev/null && return 1
	case " ${PF_TEST_NEEDS:-} " in
	*" $2 "*) echo "Bail out! $2 is needed here and missing"; exit 1 ;;
	esac
	tests=$((tests + 1))
	echo "ok $tests - $1: everything # SKIP $2 is not installed"
}

# What holds of any of them.
held() {
	h_server=$1
	ok "$1: the rules, and headers on every answer" 'rules other'
	ok "$1: the key comes through, and so do parameters" '
		hit GET "/portfolio" -H "Authorization: Bearer $API_SECRET_KEY" && is 503 && hit GET "/orders?limit=x" -H "Authorization: Bearer $API_SECRET_KEY" && is 422 && common &&
		hit GET "/stocks/BRK%2EB" -H "Authorization: Bearer wrong" && is 401 && hit GET "/ui/ideas?direction=bullish&page=2" && is 303 && grep -qi "^Location: .*next=/ui/ideas%3Fdirection" headers
	'
	ok "$1: bodies come through; one that is too long does not" '
		hit POST /ui/login --data-urlencode "key=wrong" && is 401 && common && head -c 11000000 /dev/zero >big && hit POST /watchlist/validate -H "Authorization: Bearer $API_SECRET_KEY" --data-binary @big && is 413 && { [ $h_server = lighttpd ] || common; } &&
		head -c 2000000 /dev/zero >big && hit POST /watchlist/validate -H "Authorization: Bearer $API_SECRET_KEY" --data-binary @big && is 413 && grep -q detail body
	'
	ok "$1: no header becomes the address of a proxy, and the id of a request is one" '
		hit GET /health -H "Proxy: http://elsewhere.example" && is 200 && hit GET /health -H "X-Request-ID: 0123456789abcdef0123456789abcdef" && is 200 && once "X-Request-ID: "
	'
	ok "$1: the proof for a certificate is given out, and no other file" '
		hit GET /.well-known/acme-challenge/token && is 200 && [ "$(cat body)" = proof ] && common && hit GET /.well-known/acme-challenge/../../index.html && ! grep -q "not for all" body && hit GET /index.html && is 404 && ! grep -q "not for all" body
	'
	ok "$1: what is no request" '
		raw web "GET /health HTTP/1.1\r\nHost: a b\r\n\r\n" && is 400 && raw web "GET /health HTTP/1.1\r\n\r\n" && is 400 && raw web "GET /%%%%%%%% HTTP/1.1\r\nHost: a\r\n\r\n" && is "400|404"
	'
	ok "$1: pf-api away: an error with the headers" '
		mv "$scratch/api.sock" "$scratch/api.away" && hit GET /health; mv "$scratch/api.away" "$scratch/api.sock"; is "50[023]" && common
	'
}

if ! without lighttpd lighttpd; then
	sed "s|/run/pf/api.sock|$scratch/api.sock|; s|/var/www/html|$scratch/www|; s|/var/log/lighttpd|$scratch|; s|/var/cache/lighttpd/uploads|$scratch|
		s|/run/lighttpd.pid|$scratch/lighttpd.pid|; s|^server.port = .*|server.bind = \"$scratch/web.sock\"|; s|\"127.0.0.1:8000\"|\"$scratch/8000.sock\"|
		/^server.\(user\|group\)name/d" "$top/share/lighttpd/pf-api.conf" >"$scratch/lighttpd.conf"
	ok 'lighttpd: understands the file' 'lighttpd -tt -f "$scratch/lighttpd.conf" >out 2>&1 || { cat out; exit 1; }
		! grep -i warning out'
	lighttpd -D -f "$scratch/lighttpd.conf" 2>"$scratch/lighttpd.err" &
	server=$!
	pids="$pids $server"
	listening "$scratch/web.sock"
	held lighttpd
	ok 'lighttpd: who scans is not worth a line in the log' '
		hit GET /wp-login.php && hit GET /portfolio && hit GET /db.sql && kill -HUP $server && sleep 0.2 && grep -q /portfolio "$scratch/access.log" && ! grep -q "wp-login\|db.sql" "$scratch/access.log"
	'
	kill $server
	wait $server
	rm -f "$scratch/web.sock"
fi

if ! without Apache apache2; then
	port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	sed "s|/run/pf/api.sock|$scratch/api.sock|; s|/var/www/html|$scratch/www|" "$top/share/apache/pf-api.conf" >"$scratch/apache-rules.conf"
	sed "s|/etc/apache2/pf-api.conf|$scratch/apache-rules.conf|; s|/var/www/html|$scratch/www|; s/127.0.0.1:8000/127.0.0.1:$port/; s/\*:80>/127.0.0.2:$port>/" "$top/share/apache/pf-api-site.conf" >"$scratch/pf-apache.conf"
	{
		for module in mpm_event authz_core proxy proxy_fcgi rewrite headers reqtimeout; do echo "LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so"; done
		echo "ServerRoot $scratch
			PidFile $scratch/apache.pid
			DefaultRuntimeDir $scratch
			User www-data
			Group www-data
			ErrorLog $scratch/apache.log
			ServerName localhost
			LogFormat \"%h %r\" combined"
		cat "$scratch/pf-apache.conf"
	} >"$scratch/apache.conf"
	APACHE_LOG_DIR=$scratch
	export APACHE_LOG_DIR
	ok 'Apache: understands the file' 'apache2 -t -f "$scratch/apache.conf" >out 2>&1 || { cat out; exit 1; }'
	apache2 -DFOREGROUND -f "$scratch/apache.conf" 2>"$scratch/apache.err" &
	server=$!
	pids="$pids $server"
	web='' base=http://127.0.0.1:$port
	i=0
	until curl -s -o /dev/null "$base/health" || [ $i -gt 200 ]; do i=$((i + 1)); sleep 0.05; done
	held Apache
	ok 'Apache: who scans is not worth a line in the log' '
		hit GET /wp-login.php && hit GET /portfolio && sleep 0.2 && grep -q /portfolio "$scratch/api_access.log" && ! grep -q wp-login "$scratch/api_access.log"
	'
fi
done_testing
