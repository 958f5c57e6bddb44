# pf-api behind a real nginx with the shipped files, for tests that source it behind tests/tap.sh: get, is.

# The files as they are shipped; only where they listen and log is this test's.
front() {
	mkdir -p "$scratch/nginx"
	sed "s|unix:/run/pf/api.sock|unix:$scratch/api.sock|" "$top/share/nginx/pf-api.conf" >"$scratch/nginx/pf-api.conf"
	cat >"$scratch/nginx/nginx.conf" <<-END
		worker_processes 1;
		daemon off;
		error_log $scratch/nginx/error.log;
		pid $scratch/nginx/pid;
		events { worker_connections 256; }
		http {
			access_log $scratch/nginx/access.log;
			client_body_temp_path $scratch/nginx/body;
			fastcgi_temp_path $scratch/nginx/fastcgi;
			proxy_temp_path $scratch/nginx/proxy;
			uwsgi_temp_path $scratch/nginx/uwsgi;
			scgi_temp_path $scratch/nginx/scgi;
			include $top/share/nginx/pf-api-limit.conf;
			server {
				listen unix:$scratch/web.sock;
				include $scratch/nginx/pf-api.conf;
			}
		}
	END
	chmod -R a+rwX "$scratch/nginx"
	chmod a+rwx "$scratch"
	nginx -t -p "$scratch/nginx" -c "$scratch/nginx/nginx.conf" 2>"$scratch/nginx.log" || { cat "$scratch/nginx.log"; exit 1; }
	nginx -p "$scratch/nginx" -c "$scratch/nginx/nginx.conf" 2>>"$scratch/nginx.log" &
	pids="$pids $!"
}
pf-api --listen "$scratch/api.sock" --workers 2 -v 2>"$scratch/api.log" &
pids="$pids $!"
i=0
until [ -S "$scratch/api.sock" ] || [ $i -gt 200 ]; do i=$((i + 1)); sleep 0.02; done
chmod a+rw "$scratch/api.sock"
front
i=0
until [ -S "$scratch/web.sock" ] || [ $i -gt 200 ]; do i=$((i + 1)); sleep 0.02; done

# get PATH [curl's options]: the body on stdout, the status in the file status, the headers in head. Not more often than is allowed.
get() {
	path=$1
	shift
	sleep 0.1
	curl -s --unix-socket "$scratch/web.sock" -D head -o body -w '%{http_code}' "http://localhost$path" "$@" >status
	[ ! -e body ] || cat body
}
is() {
	[ "$(cat status)" = "$1" ] || { echo "status $(cat status), not $1:"; cat body; return 1; }
}
