#!/bin/sh
# nginx with the three files as they are shipped, on a host: the site, then what certbot makes of it; the rules hold in both.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need nginx
need curl
need openssl
. "$top/tests/api/rules.sh"
API_SECRET_KEY=a-key-of-nobody SNAPTRADE_CONSUMER_KEY=none DATABASE_URL="host=$scratch/nowhere"
export API_SECRET_KEY SNAPTRADE_CONSUMER_KEY DATABASE_URL
etc=$scratch/nginx
mkdir -p "$scratch/le" "$etc/snippets" "$etc/conf.d" "$etc/sites-available" "$etc/sites-enabled" "$etc/tls"

# As on a host, but for where it listens, logs and finds pf-api.
cp "$top/share/nginx/pf-api-limit.conf" "$etc/conf.d/"
sed "s|unix:/run/pf/api.sock|unix:$scratch/api.sock|" "$top/share/nginx/pf-api.conf" >"$etc/snippets/pf-api.conf"
sed "s|/etc/nginx/|$etc/|; s|/var/log/nginx/|$etc/|; s/server_name _;/server_name api.example.org;/" "$top/share/nginx/pf-api-site.conf" >"$etc/sites-available/pf-api"
ln -s ../sites-available/pf-api "$etc/sites-enabled/pf-api"
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$etc/tls/key.pem" -out "$etc/tls/cert.pem" -days 30 -subj /CN=api.example.org \
	-addext subjectAltName=DNS:api.example.org 2>/dev/null
cat >"$etc/nginx.conf" <<END
worker_processes 1;
daemon off;
error_log $etc/error.log;
pid $etc/pid;
events { worker_connections 256; }
http {
	access_log $etc/access.log;
	client_body_temp_path $etc/body;
	fastcgi_temp_path $etc/fastcgi;
	proxy_temp_path $etc/proxy;
	uwsgi_temp_path $etc/uwsgi;
	scgi_temp_path $etc/scgi;
	include $etc/conf.d/*.conf;
	include $etc/sites-live/*;
}
END
pf-api --listen "$scratch/api.sock" --workers 2 2>"$scratch/api.log" &
pids="$pids $!"
listening "$scratch/api.sock" && chmod a+rw "$scratch/api.sock" && chmod a+rwx "$scratch" "$etc" && chmod -R a+rX "$etc"

# The site as it is now, on sockets in the place of ports; nginx is started anew with it. Whether that went well is in sited. Not in a subshell:
# who started nginx ends it.
site() {
	sited=1
	mkdir -p "$etc/sites-live" && sed "s|listen 127.0.0.1:8000;|listen unix:$scratch/8000.sock;|; s|listen 80;|listen unix:$scratch/80.sock;|; /listen \[::\]/d
		s|listen 443 ssl;|listen unix:$scratch/443.sock ssl;|" "$etc/sites-available/pf-api" >"$etc/sites-live/pf-api" &&
		nginx -t -p "$etc" -c "$etc/nginx.conf" 2>"$scratch/test.log" || return
	if [ -n "$web_pid" ]; then kill "$web_pid" && wait "$web_pid"; fi
	rm -f "$scratch/80.sock" "$scratch/443.sock" "$scratch/8000.sock"
	nginx -p "$etc" -c "$etc/nginx.conf" 2>>"$scratch/nginx.log" &
	web_pid=$!
	echo "$web_pid" >>"$scratch/pids"
	listening "$scratch/8000.sock" && listening "$scratch/80.sock" && sited=0
}
web_pid='' sited=1
up() {
	[ $sited = 0 ] || { cat "$scratch/test.log" "$scratch/nginx.log"; return 1; }
}
at() {
	web="--unix-socket $scratch/$1.sock --cacert $etc/tls/cert.pem" base=$2
}
long=$(printf '%09000d' 0)
# What nginx answers by itself, before it knows what is asked.
own_answers() {
	raw "$1" 'GET /health HTTP/1.1\r\nHost: a b\r\n\r\n' && is 400 && common &&
	raw "$1" 'GET /health HTTP/1.1\r\n\r\n' && is 400 && common &&
	raw "$1" "GET /$long HTTP/1.1\r\nHost: a\r\n\r\n" && is 414 && common &&
	raw "$1" "GET /health HTTP/1.1\r\nHost: a\r\nX-Long: $long\r\n\r\n" && is 400 && common &&
	raw "$1" 'POST /health HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n' && is 413 && common &&
	raw "$1" 'GET /health HTTP/9.1\r\nHost: a\r\n\r\n' && is 505 && common &&
	raw "$1" 'POST /health HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: nonsense\r\n\r\n' && is 501 && common
}
unlimited() {
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		hit GET /health && is 200 && hit GET /api/health && is 200 && hit POST /webhook/snaptrade && is 400 || return
	done
}
limited() {
	for i in 1 2 3 4 5 6 7 8 9 10; do hit GET /portfolio; hit GET /nothing; hit GET /orders; hit GET /search; grep -q 429 code && break; done
	is 429 && common && sleep 2.2
}

site
ok 'the site as it is shipped' up
ok 'on 127.0.0.1:8000: the rules, and headers on every answer' 'at 8000 http://localhost && rules nginx'
ok 'on port 80: the rules, and headers on every answer' 'at 80 http://api.example.org && rules nginx'
ok 'what nginx answers by itself has them, too' 'own_answers 80 && own_answers 8000'
ok 'a directory without its slash, and a name of another host' '
	at 80 http://elsewhere.example && hit GET /health && is 200 && hit GET /webhook && is "301|401" && common
'
ok 'health and deliveries are not limited; all others are, with headers on the refusal' 'at 80 http://api.example.org && unlimited && limited'
cp "$etc/snippets/pf-api.conf" "$scratch/snippet" && sed -i "s|$scratch/api.sock|$scratch/nobody.sock|; s|/var/www/html|$scratch/www|" "$etc/snippets/pf-api.conf"
mkdir -p "$scratch/www/.well-known/acme-challenge" && echo proof >"$scratch/www/.well-known/acme-challenge/token" && chmod -R a+rX "$scratch/www"
site
ok 'pf-api away: 502 with headers' '
	up && at 8000 http://localhost && hit GET /health && is 502 && common && once "Strict-Transport-Security:"
'
ok 'a challenge of certbot is given out, and nothing beside it' '
	up && at 80 http://api.example.org && hit GET /.well-known/acme-challenge/token && is 200 && [ "$(cat body)" = proof ] && common &&
	hit GET /.well-known/acme-challenge/../../../etc/passwd && ! is 200 >/dev/null && hit GET /.well-known/acme-challenge/ && is "403|404"
'
cp "$scratch/snippet" "$etc/snippets/pf-api.conf"

# What certbot 2.1 makes of the second server.
by_hand() {
	awk -v name=api.example.org -v tls="$etc/tls" '
		/^server \{/ { n++ }
		n == 2 && /listen/ { listens = listens $0 "\n"; next }
		n == 2 && /^\}/ {
			print "\n    listen [::]:443 ssl ipv6only=on; # managed by Certbot\n    listen 443 ssl; # managed by Certbot"
			print "    ssl_certificate " tls "/cert.pem; # managed by Certbot\n    ssl_certificate_key " tls "/key.pem; # managed by Certbot\n\n}\n"
			print "server {\n    if ($host = " name ") {\n        return 301 https://$host$request_uri;\n    } # managed by Certbot\n\n"
			printf "%s\tserver_name %s;\n    return 404; # managed by Certbot\n\n\n}", listens, name
			next
		}
		{ print }' "$1"
}
cp "$etc/sites-available/pf-api" "$scratch/shipped"
with_tls() {
	at 8000 http://localhost && hit GET /health && is 200 && common && hit GET /wp-login.php && is 000 &&
	at 443 https://api.example.org && rules nginx && own_answers_tls &&
	at 80 http://api.example.org && hit GET /portfolio?a=1 && is 301 && once "Location: https://api.example.org/portfolio?a=1" "X-Frame-Options: SAMEORIGIN" "X-Content-Type-Options: nosniff" "Referrer-Policy: s" &&
	at 80 http://elsewhere.example && hit GET /health && is 404 && once "X-Frame-Options: SAMEORIGIN" "X-Content-Type-Options: nosniff" &&
	raw 80 "GET /health HTTP/1.1\r\n\r\n" && is 400 && once "X-Content-Type-Options: nosniff"
}
own_answers_tls() {
	raw 443 'GET /health HTTP/1.1\r\nHost: a\r\n\r\n' && is 400 && common && at 443 https://api.example.org && unlimited && hit TRACE /health && is 405 && common
}
by_hand "$scratch/shipped" >"$etc/sites-available/pf-api"
site
ok 'after an edit as certbot makes it: TLS has all of the rules, what redirects has the headers, 8000 is as before' 'up && with_tls'

certbot_does() {
	command -v certbot >/dev/null && certbot plugins --config-dir "$scratch/le" --work-dir "$scratch/le" --logs-dir "$scratch/le" 2>/dev/null | grep -q '^\* nginx' || return
	cp "$scratch/shipped" "$etc/sites-available/pf-api" && printf '#!/bin/sh\ncase $* in *-V* | *-v*) exec %s "$@" ;; esac\n' "$(command -v nginx)" >"$scratch/ctl" && chmod 755 "$scratch/ctl" &&
		sed -i 's|sites-live|sites-enabled|' "$etc/nginx.conf" || return
	certbot install --nginx -n --redirect -d api.example.org --cert-path "$etc/tls/cert.pem" --key-path "$etc/tls/key.pem" --fullchain-path "$etc/tls/cert.pem" \
		--config-dir "$scratch/le" --work-dir "$scratch/le" --logs-dir "$scratch/le" --nginx-server-root "$etc" --nginx-ctl "$scratch/ctl" >"$scratch/certbot.out" 2>&1
	sed -i 's|sites-enabled|sites-live|' "$etc/nginx.conf" && chmod -R a+rX "$scratch/le"
}
if certbot_does; then site; fi
ok 'the same after certbot itself' '
	[ -e "$scratch/certbot.out" ] || skip "certbot and its part for nginx are not installed"
	[ "$(grep -c "managed by Certbot" "$etc/sites-available/pf-api")" = 8 ] && up && with_tls || { cat "$scratch/certbot.out"; exit 1; }
'
done_testing
