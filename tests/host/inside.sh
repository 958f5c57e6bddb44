# The tests of tests/host.t, on the copy of the machine that it made.
. "$srcdir/tests/tap.sh"
umask 022
PF_TEST_HOST=$scratch/systemd
export PF_TEST_HOST
mkdir -p "$PF_TEST_HOST/enabled" "$scratch/bin"
: >"$PF_TEST_HOST/log"
unset DATABASE_URL PF_STATE_DIR PF_CONFIG PF_ENV_FILE
prefix=$(sed -n 's/^prefix = //p' "$build/Makefile" | head -n 1)
make -s -C "$build" install >"$scratch/install.log" 2>&1 || { cat "$scratch/install.log"; echo 'Bail out! make install'; exit 1; }
# as it is on a host: what was installed, and nothing of the build
PATH=$scratch/bin:$prefix/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
chmod 755 "$scratch" "$scratch/bin"
bootstrap=$prefix/share/pf-utils/ec2/bootstrap.sh

fake() {
	cat >"$scratch/bin/$1" && chmod 755 "$scratch/bin/$1"
}
cp "$top/tests/host/systemctl" "$scratch/bin/systemctl" && chmod 755 "$scratch/bin/systemctl"
fake apt-get <<'END'
#!/bin/sh
echo "apt-get $*" >>"$PF_TEST_HOST/log"
[ ! -e "$PF_TEST_HOST/no-network" ] || { echo 'E: Failed to fetch http://mirror.example/x'; exit 100; }
case " $* " in
*' install '*) printf '%s\n' "$@" >>"$PF_TEST_HOST/installed" ;;
esac
END
fake dpkg-query <<'END'
#!/bin/sh
for word; do last=$word; done
grep -qxF "$last" "$PF_TEST_HOST/installed" 2>/dev/null && printf installed
END
fake certbot <<'END'
#!/bin/sh
echo "certbot $*" >>"$PF_TEST_HOST/log"
[ ! -e "$PF_TEST_HOST/no-acme" ] || { echo 'Some challenges have failed.'; exit 1; }
for word; do last=$word; done
mkdir -p "/etc/letsencrypt/live/$last" && : >"/etc/letsencrypt/live/$last/fullchain.pem"
echo '# managed by Certbot' >>/etc/nginx/sites-available/pf-api
END
fake getent <<'END'
#!/bin/sh
[ "$1" = ahosts ] || exec /usr/bin/getent "$@"
sed "s/\$/ STREAM $2/" "$PF_TEST_HOST/dns" 2>/dev/null
END
dns() {
	for d_address; do echo "$d_address"; done >"$PF_TEST_HOST/dns"
}
# All that a host is made of: names, rights, owners, times, contents.
tree() {
	find /etc /usr/local/share/pf-utils /usr/local/lib /var/lib/pf /var/www /var/log/journal "$PF_TEST_HOST/enabled" -printf '%p %m %u:%g %s %l %T@\n' 2>/dev/null | sort
	find /etc -type f -exec cksum {} + | sort
}
asked() {
	: >"$PF_TEST_HOST/log"
}
run() {
	want=$1
	shift
	sh "$bootstrap" "$@" >out 2>err
	got=$?
	[ $got = "$want" ] || { echo "status $got, not $want"; cat out err; return 1; }
}
AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:9 PF_HOST_TRIES=3
export AWS_EC2_METADATA_SERVICE_ENDPOINT PF_HOST_TRIES

ok 'its options: what is wrong is said, the steps are listed' '
	run 64 --what && run 64 --domain && run 64 --domain "a b" && run 64 --only nothing && run 64 --email a@example.org && run 0 --list && [ "$(wc -l <out)" = 14 ] && run 0 --help && says "--aws-secret NAME" out
'
ok 'not by root: only a dry run' 'as_user sh "$bootstrap" >out 2>err; [ $? = 77 ] && says "must be run by root" err'
ok 'a dry run says what each step would do, and changes nothing' '
	tree >before && run 0 -n --domain api.example.org --email a@example.org && tree >after && same before after && [ ! -s "$PF_TEST_HOST/log" ] && [ ! -e /run/lock/pf-bootstrap.lock ] &&
	for step in $(sh "$bootstrap" --list | sed "s/ .*//"); do says "bootstrap.sh: $step: " out || exit; done
	says "packages: would install ca-certificates curl git iproute2 logrotate certbot python3-certbot-nginx postgresql" out && says "web: would write /etc/nginx/sites-available/pf-api" out && says "changes would be made" out
'
ok 'a dry run by anybody, too' 'as_user sh "$bootstrap" -n >out 2>err && says "a dry run: nothing was changed" out && tree >after && same before after'
ok 'without a mirror: the step that failed, why, and how to go on; nothing behind it was done' '
	: >"$PF_TEST_HOST/no-network" && run 69 --domain api.example.org && says "packages: failed: apt-get could not install" err && says "go on with: sh $bootstrap --from packages --domain api.example.org" err && says "Failed to fetch" err &&
	[ ! -e /etc/pf ] && rm "$PF_TEST_HOST/no-network"
'
ok 'from a bare host to one that runs' '
	asked && run 0 && says "done: " out && says "pf-discord.service is left out" out && says "units: start pf-api.socket" out && says "apt-get" "$PF_TEST_HOST/log" &&
	curl -s http://127.0.0.1:8000/health | grep -q healthy && ! curl -s http://127.0.0.1/wp-login.php && [ "$(curl -s -o /dev/null -w "%{http_code}" http://127.0.0.1/portfolio)" = 401 ]
'
ok 'the API answers who has the key that was made, from the database that was made' '
	key=$(sed -n "s/^API_SECRET_KEY=//p" /etc/pf/pf.env) && [ ${#key} -ge 32 ] && [ "$(curl -s -o body -w "%{http_code}" -H "Authorization: Bearer $key" http://127.0.0.1:8000/orders)" = 200 ] && grep -q "\"total\":0" body
'
ok 'users, rights, and who owns what' '
	[ "$(stat -c "%a %U:%G" /etc/pf/pf.env)" = "600 root:root" ] && [ "$(stat -c "%a %U:%G" /etc/pf)" = "755 root:root" ] && [ "$(stat -c "%a %U:%G" /etc/logrotate.d/pf)" = "644 root:root" ] && [ "$(stat -c "%a" /var/log/journal)" = 2755 ] &&
	/usr/bin/getent passwd pf | grep -q "/usr/sbin/nologin" && [ "$(setpriv --reuid=postgres --regid=postgres --clear-groups psql -Atc "select rolsuper or rolcreaterole or rolcreatedb from pg_roles where rolname = '"'pf'"'" postgres)" = f ] &&
	[ ! -e /etc/nginx/sites-enabled/default ] && [ "$(readlink /etc/nginx/sites-enabled/pf-api)" = ../sites-available/pf-api ] && find /etc/pf /etc/nginx/conf.d /etc/systemd/journald.conf.d -name "*pf-new" | { ! grep .; }
'
ok 'the key is in nothing that was printed or asked' '
	key=$(sed -n "s/^API_SECRET_KEY=//p" /etc/pf/pf.env) && ! grep -rqF "$key" out err "$PF_TEST_HOST/log" "$PF_TEST_HOST/api.log"
'
ok 'units: enabled and started, the API once' '
	for u in pf-api.socket pf-api.service pf-nightly.timer pf-brokerage-events.timer pf-portfolio-sync.timer nginx; do [ -e "$PF_TEST_HOST/enabled/$u" ] && [ -e "$PF_TEST_HOST/active/$u" ] || { echo "$u"; exit 1; }; done
	[ ! -e "$PF_TEST_HOST/enabled/pf-discord.service" ] && [ "$(grep -c "start pf-api.service" "$PF_TEST_HOST/log")" = 1 ]
'
ok 'a second run changes nothing, and says so' '
	asked && tree >before && run 0 && says "done: nothing had to be changed" out && tree >after && same before after && [ ! -s "$PF_TEST_HOST/log" ] && [ "$(grep -c ": nothing to do" out)" = 14 ]
'
ok 'nor does a dry run find anything to do' 'run 0 -n && says "0 changes would be made" out'
ok 'what somebody broke is mended, and only that' '
	chmod 644 /etc/pf/pf.env && rm /etc/logrotate.d/pf && echo "# mine" >>/etc/systemd/journald.conf.d/99-pf.conf && asked && run 0 && says "done: 4 changes" out && [ "$(stat -c %a /etc/pf/pf.env)" = 600 ] && [ -s /etc/logrotate.d/pf ] &&
	says "systemctl restart systemd-journald" "$PF_TEST_HOST/log" && says "# mine" /var/backups/pf/etc_systemd_journald.conf.d_99-pf.conf && [ "$(stat -c %a /var/backups/pf)" = 700 ] && ! grep -q "pf-api" "$PF_TEST_HOST/log"
'
ok 'what was written into the settings stays, and the services get what is new' '
	echo "LOG_CHANNEL_IDS=1234567890123456789" >>/etc/pf/pf.env && echo "DISCORD_BOT_TOKEN=invented-token-of-nobody" >>/etc/pf/pf.env && cp /etc/pf/pf.env was && asked && run 0 && same was /etc/pf/pf.env && [ -e "$PF_TEST_HOST/active/pf-discord.service" ] &&
	sed -i "/^ENVIRONMENT/d" /etc/pf/pf.env && asked && run 0 && says "systemctl restart pf-api.service" "$PF_TEST_HOST/log" && tail -n 1 /etc/pf/pf.env | grep -qx ENVIRONMENT=production
'
ok 'what has to be started again is, by the next run, when this one fails behind it' '
	sed -i "/^ENVIRONMENT/d" /etc/pf/pf.env && echo "start postgresql" >"$PF_TEST_HOST/broken" && run 0 --only settings && asked && rm "$PF_TEST_HOST/broken" && run 0 && says "systemctl restart pf-api.service" "$PF_TEST_HOST/log" && asked && run 0 && [ ! -s "$PF_TEST_HOST/log" ]
'
ok 'a last line of the settings that has no end keeps its value' '
	cp -p /etc/pf/pf.env was && sed -i "/^ENVIRONMENT/d" /etc/pf/pf.env && printf "OTHER_KEY=whole" >>/etc/pf/pf.env && run 0 && grep -qx OTHER_KEY=whole /etc/pf/pf.env && grep -qx ENVIRONMENT=production /etc/pf/pf.env && cp -p was /etc/pf/pf.env && run 0
'
ok 'what nginx and the journal have not read yet, they read by the next run' '
	for what in "reload-or-restart nginx" "restart systemd-journald"; do
		echo "# mine" | tee -a /etc/nginx/snippets/pf-api.conf >>/etc/systemd/journald.conf.d/99-pf.conf && echo "$what" >"$PF_TEST_HOST/broken" && run 1 && rm "$PF_TEST_HOST/broken" && asked && run 0 && says "systemctl $what" "$PF_TEST_HOST/log" && asked && run 0 && [ ! -s "$PF_TEST_HOST/log" ] || exit
	done
'
ok 'a unit that does not start: its step fails and says where to look' '
	rm "$PF_TEST_HOST/active/pf-nightly.timer" && echo "start pf-nightly.timer" >"$PF_TEST_HOST/broken" && run 75 && says "units: failed: pf-nightly.timer does not start; pf-logs -n 50 unit:pf-nightly.timer says why" err && says "--from units" err && rm "$PF_TEST_HOST/broken" && run 0 --from units && ! grep -q "packages" out
'
ok 'a database that does not answer' '
	setpriv --reuid=postgres --regid=postgres --clear-groups $(ls -d /usr/lib/postgresql/*/bin | tail -n 1)/pg_ctl -s -D "$PF_TEST_HOST/pg" -m fast stop && echo "start postgresql" >"$PF_TEST_HOST/broken" &&
	run 1 && says "database: failed: could not start PostgreSQL" err && rm "$PF_TEST_HOST/broken" && run 0 && says "database: start PostgreSQL" out
'
ok 'two at once: the second one says so and ends' '
	sh -c "exec 8>/run/lock/pf-bootstrap.lock && flock 8 && exec sleep 9" & holder=$!; sleep 0.3; run 75 && says "another bootstrap.sh is at work" err; got=$?; kill $holder; wait $holder; [ $got = 0 ]
'
ok 'nginx does not take it: its files are as they were' '
	cp -a /etc/nginx /etc/nginx.was && rm -f /etc/nginx/sites-enabled/pf-api /etc/nginx/sites-available/pf-api && echo "# old" >/etc/nginx/snippets/pf-api.conf && ln -s /etc/nginx/sites-available/default /etc/nginx/sites-enabled/default && echo "nonsense;" >/etc/nginx/conf.d/theirs.conf &&
	find /etc/nginx -printf "%p %l\n" | sort >before && asked && run 78 && says "web: failed: nginx does not take the site; its files are as they were" err && ! grep -q nginx "$PF_TEST_HOST/log" && find /etc/nginx -printf "%p %l\n" | sort >after && same before after && grep -qx "# old" /etc/nginx/snippets/pf-api.conf; got=$?
	rm -rf /etc/nginx && mv /etc/nginx.was /etc/nginx && [ $got = 0 ]
'
ok 'the public name: no address, another host, one of two another: certbot is not run, and it says what to do' '
	dns && run 0 --domain api.example.org --email a@example.org && asked && says "server_name api.example.org;" /etc/nginx/sites-available/pf-api && says "api.example.org has no address yet" out && says 198.51.100.7 out && says "--from certificate --domain api.example.org --email a@example.org" out &&
	dns 203.0.113.80 && run 0 --domain api.example.org --email a@example.org && says "leads to 203.0.113.80" out && says "done: nothing had to be changed" out &&
	dns 198.51.100.7 203.0.113.80 && run 0 --domain api.example.org --email a@example.org && says "leads to 203.0.113.80" out && dns 198.51.100.7 2001:db8::9 && run 0 --domain api.example.org --email a@example.org && says "leads to 2001:db8::9" out &&
	dns 127.0.1.1 && run 0 --domain api.example.org --email a@example.org && says "has no address yet" out && ! grep -q certbot "$PF_TEST_HOST/log" && [ "$(curl -s -o /dev/null -w "%{http_code}" -H "Host: api.example.org" http://127.0.0.1/health)" = 200 ]
'
ok 'it leads here: nobody to write to, then a challenge that fails, then a certificate, and no second one' '
	dns 198.51.100.7 198.51.100.7 && asked && run 0 --domain api.example.org && says "with --email ADDRESS certbot is run" out && ! grep -q certbot "$PF_TEST_HOST/log" &&
	: >"$PF_TEST_HOST/no-acme" && run 69 --domain api.example.org --email a@example.org && says "certificate: failed: certbot got no certificate" err && says "Some challenges have failed" err && rm "$PF_TEST_HOST/no-acme" &&
	run 0 -n --domain api.example.org --email a@example.org && says "would have Let'"'"'s Encrypt certify api.example.org" out && asked &&
	run 0 --domain api.example.org --email a@example.org && says "certbot --nginx -n --agree-tos -m a@example.org --redirect --keep-until-expiring -d api.example.org" "$PF_TEST_HOST/log" &&
	asked && tree >before && run 0 --domain api.example.org --email a@example.org && says "nothing had to be changed" out && [ ! -s "$PF_TEST_HOST/log" ] && tree >after && same before after && grep -q "managed by Certbot" /etc/nginx/sites-available/pf-api
'
ok 'on EC2 its own address is the public one of the instance, asked by IMDSv2' '
	cat >imds.py <<-"END" &&
	import http.server
	class H(http.server.BaseHTTPRequestHandler):
	    def reply(self, code, text):
	        self.send_response(code); self.send_header("Content-Length", str(len(text))); self.end_headers(); self.wfile.write(text.encode())
	    def do_PUT(self): self.reply(200 if self.headers["X-aws-ec2-metadata-token-ttl-seconds"] else 400, "token-of-imds")
	    def do_GET(self): self.reply(*((200, "203.0.113.9") if self.path == "/latest/meta-data/public-ipv4" and self.headers["X-aws-ec2-metadata-token"] == "token-of-imds" else (401, "no")))
	    def log_message(self, *a): pass
	http.server.HTTPServer(("127.0.0.1", 8169), H).serve_forever()
	END
	python3 imds.py & imds=$!; sleep 0.7; AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:8169; dns 203.0.113.9; asked; rm -r /etc/letsencrypt
	run 0 --domain api.example.org --email a@example.org --only certificate && says "certbot --nginx" "$PF_TEST_HOST/log"; got=$?; kill $imds; [ $got = 0 ]
'
ok 'a site that somebody changed stays' '
	sed -i "/managed by Certbot/d; s/server_name api.example.org;/server_name api.example.org www.example.org;/" /etc/nginx/sites-available/pf-api && cp /etc/nginx/sites-available/pf-api was && run 0 --domain api.example.org --only web && says "it stays" out && same was /etc/nginx/sites-available/pf-api
'
ok 'secrets of AWS: where they are is in the settings, which the services may read; each service has its drop-in' '
	cp -a /etc/pf /etc/pf.was && rm /etc/pf/pf.env && run 0 --aws-secret pf/portfolio --region eu-west-1 --only settings,secrets && [ "$(stat -c "%a %U:%G" /etc/pf/pf.env)" = "640 root:pf" ] && grep -v "^#" /etc/pf/pf.env >got &&
	printf "%s\n" USE_AWS_SECRETS=1 AWS_REGION=eu-west-1 AWS_SECRET_NAME=pf/portfolio "DATABASE_URL=postgresql://pf@/pf?host=/var/run/postgresql" ENVIRONMENT=production >want && same want got &&
	for s in api brokerage-events discord nightly notify@ portfolio-sync; do [ "$(grep -c "^ExecStart=$prefix/bin/pf-secrets" /etc/systemd/system/pf-$s.service.d/secrets.conf)" = 1 ] || exit 1; done
	says "secrets: not all is there yet: " out && says "key/API_SECRET_KEY" out && run 0 --aws-secret pf/portfolio --only settings,secrets && says "nothing had to be changed" out; got=$?
	rm -rf /etc/pf /etc/systemd/system/pf-*.service.d && mv /etc/pf.was /etc/pf && [ $got = 0 ]
'
ok 'a database elsewhere: its address is written where root alone reads it, printed nowhere, and no PostgreSQL is installed' '
	cp -a /etc/pf /etc/pf.was && rm /etc/pf/pf.env "$PF_TEST_HOST/installed" && asked && export DATABASE_URL=postgresql://u:a-secret-of-nobody@db.example.org:6543/p && run 0 --only packages,settings,database && grep -qx "DATABASE_URL=$DATABASE_URL" /etc/pf/pf.env && [ "$(stat -c "%a" /etc/pf/pf.env)" = 600 ] &&
	! grep -q a-secret-of out err "$PF_TEST_HOST/log" && ! grep -q "postgresql" "$PF_TEST_HOST/log" && says "database: it is elsewhere" out && DATABASE_URL=postgresql://u@other/p && run 0 --only settings && says "another DATABASE_URL is in /etc/pf/pf.env; it stays" out && ! grep -q "@other" out err /etc/pf/pf.env && DATABASE_URL="q w" && rm /etc/pf/pf.env && run 78 --only settings && says "DATABASE_URL has a blank" err && ! grep -q "q w" out err; got=$?
	rm -rf /etc/pf && mv /etc/pf.was /etc/pf && [ $got = 0 ]
'

ok 'a host of the older system: its settings are begun with, its units have to go first' '
	cp -a /etc/pf /etc/pf.was && rm /etc/pf/pf.env && mkdir -p /etc/llm-portfolio && printf "%s\n" "# where the secrets are" USE_AWS_SECRETS=1 AWS_REGION=us-east-1 AWS_SECRET_NAME=qqqAppsecrets >/etc/llm-portfolio/llm.env && run 0 --only settings --no-database && says "it begins with what /etc/llm-portfolio/llm.env has" out &&
	[ "$(stat -c "%a %U:%G" /etc/pf/pf.env)" = "640 root:pf" ] && [ "$(grep -v "^#" /etc/pf/pf.env | tr "\n" " ")" = "USE_AWS_SECRETS=1 AWS_REGION=us-east-1 AWS_SECRET_NAME=qqqAppsecrets ENVIRONMENT=production " ] &&
	echo "[Unit]" >/etc/systemd/system/api.service && run 78 --only units && says "an older system'"'"'s /etc/systemd/system/api.service is in the way" err && says "systemctl disable --now api.service && rm /etc/systemd/system/api.service" err &&
	printf "%s\n" USE_AWS_SECRETS=0 >/etc/pf/pf.env && run 0 --only settings --no-database && [ "$(stat -c "%a %U:%G" /etc/pf/pf.env)" = "600 root:root" ] && grep -q ^API_SECRET_KEY= /etc/pf/pf.env; got=$?
	rm -rf /etc/pf /etc/llm-portfolio /etc/systemd/system/api.service && mv /etc/pf.was /etc/pf && [ $got = 0 ]
'

# A checkout with a build of nothing.
repository() {
	mkdir -p "$scratch/repo/build" && cp -r "$prefix/share/pf-utils" "$scratch/repo/share" && cd "$scratch/repo" && : >configure.ac && printf '#!/bin/sh\necho built >>"$PF_TEST_HOST/log"\n' >bootstrap && printf 'install:\n\t@echo installed >>$$PF_TEST_HOST/log\n' >build/Makefile &&
	git init -q -b main . && git add -A && git -c user.name=n -c user.email=n@example.org commit -qm one
}
ok 'from a checkout: built and installed once for a commit' '
	repository >out 2>&1 || { cat out; exit 1; }
	cd "$scratch/w" && bootstrap=$scratch/repo/share/ec2/bootstrap.sh && asked && run 0 --only programs && printf "%s\n" built installed >want && same want "$PF_TEST_HOST/log" && run 0 --only programs && same want "$PF_TEST_HOST/log" && says "nothing had to be changed" out &&
	echo >>"$scratch/repo/configure.ac" && git -C "$scratch/repo" -c user.name=n -c user.email=n@example.org commit -qam two && run 0 --only programs && [ "$(grep -c built "$PF_TEST_HOST/log")" = 2 ]
'
user_data=$prefix/share/pf-utils/ec2/user-data.sh
ok 'user data: of a size that EC2 takes, a shell script, nothing in it to be kept secret' '
	[ "$(wc -c <"$user_data")" -lt 16384 ] && [ "$(head -n 1 "$user_data")" = "#!/bin/sh" ] && ! grep -iE "(key|token|password)=." "$user_data"
'
ok 'user data: clones, hands over what it was told, and logs for root alone' '
	printf "#!/bin/sh\necho \"given: \$*\"\nexit 3\n" >"$scratch/repo/share/ec2/bootstrap.sh" && git -C "$scratch/repo" -c user.name=n -c user.email=n@example.org commit -qam three && cat >env <<-END &&
		PF_REPOSITORY=$scratch/repo PF_DOMAIN=api.example.org PF_EMAIL=a@example.org PF_AWS_SECRET=pf/portfolio PF_LOCAL_DATABASE=no PF_SOURCE=$scratch/src
	END
	exits 3 env -i PATH="$PATH" PF_TEST_HOST="$PF_TEST_HOST" $(cat env) sh "$user_data" >out 2>&1 && [ ! -s out ] && log=/var/log/pf-bootstrap.log && [ "$(stat -c %a $log)" = 600 ] &&
	says "given: --domain api.example.org --email a@example.org --aws-secret pf/portfolio --region us-east-1 --no-database" $log && says "ends with status 3" $log && says "at $(git -C "$scratch/repo" rev-parse HEAD)" $log &&
	git -C "$scratch/repo" -c user.name=n -c user.email=n@example.org commit -q --allow-empty -m four && exits 3 env -i PATH="$PATH" PF_TEST_HOST="$PF_TEST_HOST" $(cat env) sh "$user_data" && says "at $(git -C "$scratch/repo" rev-parse HEAD)" $log
'
ok 'user data: without a repository, and with one that is not there' '
	exits 78 env -i PATH="$PATH" PF_LOG="$PWD/log1" sh "$user_data" && says "PF_REPOSITORY is empty" log1 && exits 69 env -i PATH="$PATH" PF_LOG="$PWD/log2" PF_REPOSITORY="$PWD/none" PF_SOURCE="$PWD/src" PF_TRIES=2 PF_PAUSE=0 sh "$user_data" && says "could not clone" log2
'
done_testing
