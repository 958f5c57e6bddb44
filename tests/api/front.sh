# pf-api behind a real nginx with the shipped files, for tests that source it behind tests/tap.sh: get, is. $front is the folder of the
# sockets and logs; a test that wants several sets it before each. Where $unhurried is set, nobody is told to ask less often;
# $port is one of the loopback to listen on besides.
: "${front:=$scratch}" "${unhurried:=}" "${port:=}"

# The files as they are shipped; only where they listen and log is this test's.
front_nginx() {
	mkdir -p "$front/nginx"
	sed "s|unix:/run/pf/api.sock|unix:$front/api.sock|${unhurried:+; s/burst=[0-9]*/burst=1000/}" "$top/share/nginx/pf-api.conf" >"$front/nginx/pf-api.conf"
	sed "${unhurried:+s/rate=.*;/rate=100000r\/s;/}" "$top/share/nginx/pf-api-limit.conf" >"$front/nginx/pf-api-limit.conf"
	cat >"$front/nginx/nginx.conf" <<-END
		worker_processes 1;
		daemon off;
		error_log $front/nginx/error.log;
		pid $front/nginx/pid;
		events { worker_connections 256; }
		http {
			access_log $front/nginx/access.log;
			client_body_temp_path $front/nginx/body;
			fastcgi_temp_path $front/nginx/fastcgi;
			proxy_temp_path $front/nginx/proxy;
			uwsgi_temp_path $front/nginx/uwsgi;
			scgi_temp_path $front/nginx/scgi;
			include $front/nginx/pf-api-limit.conf;
			server {
				listen unix:$front/web.sock;
				${port:+listen 127.0.0.1:$port;}
				include $front/nginx/pf-api.conf;
			}
		}
	END
	chmod -R a+rwX "$front/nginx"
	chmod a+rwx "$front"
	nginx -t -p "$front/nginx" -c "$front/nginx/nginx.conf" 2>"$front/nginx.log" || { cat "$front/nginx.log"; exit 1; }
	nginx -p "$front/nginx" -c "$front/nginx/nginx.conf" 2>>"$front/nginx.log" &
	pids="$pids $!"
}
pf-api --listen "$front/api.sock" --workers 2 -v 2>"$front/api.log" &
pids="$pids $!"
i=0
until [ -S "$front/api.sock" ] || [ $i -gt 200 ]; do i=$((i + 1)); sleep 0.02; done
chmod a+rw "$front/api.sock"
front_nginx
i=0
until [ -S "$front/web.sock" ] || [ $i -gt 200 ]; do i=$((i + 1)); sleep 0.02; done

# get PATH [curl's options]: the body on stdout, the status in the file status, the headers in head. Not more often than is allowed.
get() {
	path=$1
	shift
	sleep 0.1
	curl -s --unix-socket "$front/web.sock" -D head -o body -w '%{http_code}' "http://localhost$path" "$@" >status
	[ ! -e body ] || cat body
}
is() {
	[ "$(cat status)" = "$1" ] || { echo "status $(cat status), not $1:"; cat body; return 1; }
}
