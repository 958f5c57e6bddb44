# steps.sh - what each step of bootstrap.sh does, which reads this file: step_NAME, by the name in its table. A step looks first, makes what is
# not as it should be by put, folder and act, and ends with 0, or with what fail gives.
# shellcheck shell=sh disable=SC2154 # domain, secret and others are bootstrap.sh's

step_packages() {
	want='ca-certificates curl git iproute2 logrotate'
	command -v nginx >/dev/null || want="$want nginx"
	[ -z "$domain" ] || want="$want certbot python3-certbot-nginx"
	! is_local || want="$want postgresql"
	missing=''
	for package in $want; do
		case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) in
		installed) ;;
		*) missing="$missing $package" ;;
		esac
	done
	[ -n "$missing" ] || return 0
	command -v apt-get >/dev/null || fail 69 'there is no apt-get here' "install what these packages of Debian hold:$missing" || return
	act 'read the lists of packages' apt update || note 'the lists could not be read; those that are there are used'
	# shellcheck disable=SC2086 # a list of words
	act "install$missing" apt install --no-install-recommends $missing ||
		fail 69 "apt-get could not install$missing" 'is the network there? Then: apt-get update'
}
apt() {
	env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get -q -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout="${APT_WAIT:-300}" \
		-o Dpkg::Options::=--force-confold -o Acquire::Retries=3 "$@"
}

# Without a checkout around it this file was installed, and so were the programs.
step_programs() {
	checkout=${share%/*}
	if [ ! -e "$checkout/configure.ac" ]; then
		command -v pf-migrate >/dev/null || fail 78 'pf-utils is not installed' "run the bootstrap.sh of a checkout" || return
		return 0
	fi
	revision=$(git -c safe.directory='*' -C "$checkout" describe --always --dirty --abbrev=40 --exclude '*' 2>/dev/null) || revision=unknown
	case $revision in
	unknown | *-dirty) ;;
	*) [ "$(cat "$prefix/share/pf-utils/revision" 2>/dev/null)" != "$revision" ] || return 0 ;;
	esac
	want_restart
	act "build $revision in $checkout" sh "$checkout/bootstrap" build || return
	act "install it in $prefix" make -s -C "$checkout/build" install || return
	echo "$revision" | put "$prefix/share/pf-utils/revision" 644 root:root
}

step_user() {
	getent passwd pf >/dev/null ||
		act 'make the user pf' useradd --system --user-group --home-dir /var/lib/pf --no-create-home --shell /usr/sbin/nologin pf
}

step_folders() {
	folder /etc/pf 755 root:root || return
	if getent group systemd-journal >/dev/null; then folder /var/log/journal 2755 root:systemd-journal; fi
}

# What is there stays as it is; what is missing is added.
local_url='postgresql://pf@/pf?host=/var/run/postgresql'
is_local() {
	[ -n "$local_database" ] && if has DATABASE_URL; then [ "$(value DATABASE_URL)" = "$local_url" ]; else [ -z "${DATABASE_URL:-}" ]; fi
}
step_settings() {
	added=''
	if uses_aws; then rights='640 root:pf'; else rights='600 root:root'; fi
	: >"$tmp/env" && chmod 600 "$tmp/env" || return
	if [ -e "$(settings_now)" ]; then
		[ -e "$env_file" ] || note "it begins with what $older_file has"
		cat "$(settings_now)" >>"$tmp/env" || return
	else
		echo '# What the services of pf-utils find in their environment, or where AWS keeps it. pf-secrets(1) and pf-host(7) say more.' >>"$tmp/env"
	fi
	# a last line without its end would go on in what is added
	[ -z "$(tail -c 1 "$tmp/env")" ] || echo >>"$tmp/env"
	if [ -n "$secret" ]; then
		add USE_AWS_SECRETS 1 && add AWS_REGION "$region" && add AWS_SECRET_NAME "$secret" || return
		[ "$(value AWS_SECRET_NAME)" = "$secret" ] || ! has AWS_SECRET_NAME || note "another AWS_SECRET_NAME is in $env_file; it stays"
	fi
	case ${DATABASE_URL:-} in
	'') ! is_local || add DATABASE_URL "$local_url" ;;
	*[!!-~]* | *[\'\"\\]*) fail 78 'DATABASE_URL has a blank, a quote or a backslash in it' 'write them as %20, %22, %27 or %5C' || return ;;
	*)
		add DATABASE_URL "$DATABASE_URL"
		[ "$(value DATABASE_URL)" = "$DATABASE_URL" ] || ! has DATABASE_URL || note "another DATABASE_URL is in $env_file; it stays"
		;;
	esac
	add ENVIRONMENT production
	[ "${rights%% *}" = 640 ] || has API_SECRET_KEY || key API_SECRET_KEY || return
	[ -z "$added" ] || {
		want_restart
		note "$env_file: with$added"
	}
	# shellcheck disable=SC2086 # two words
	put "$env_file" $rights <"$tmp/env"
}
add() {
	has "$1" || {
		printf '%s=%s\n' "$1" "$2" >>"$tmp/env"
		added="$added $1"
	}
}
key() {
	added="$added $1"
	[ -n "$dry" ] || pf-secrets -q gen "$1" >>"$tmp/env" || fail 70 "could not make a key for $1" "put $1=... into $env_file"
}

as_postgres() {
	setpriv --reuid=postgres --regid=postgres --clear-groups psql -XAtq -v ON_ERROR_STOP=1 -d "$1" -c "$2"
}
step_database() {
	is_local || { note 'it is elsewhere' && return 0; }
	if ! as_postgres postgres 'select 1' >"$tmp/log" 2>&1 </dev/null; then
		act 'start PostgreSQL' systemctl start postgresql || return
	fi
	[ -z "$dry" ] || as_postgres postgres 'select 1' >/dev/null 2>&1 || { note 'would make the roles pf and pf_api, and the database pf' && return 0; }
	tries=0
	until as_postgres postgres 'select 1' >"$tmp/log" 2>&1 </dev/null || [ $tries -ge 30 ]; do tries=$((tries + 1)) && sleep 1; done
	sql role "select from pg_roles where rolname = 'pf'" pf 'create role pf login' &&
		sql role "select from pg_roles where rolname = 'pf_api'" pf_api 'create role pf_api nologin noinherit; grant pf_api to pf' &&
		sql database "select from pg_database where datname = 'pf'" pf 'create database pf owner pf'
}
# sql KIND QUESTION NAME STATEMENTS
sql() {
	rows=$(as_postgres postgres "select 1 where exists ($2)" 2>"$tmp/log" </dev/null) || {
		sed 's/^/    /' "$tmp/log" >&2
		fail 75 'PostgreSQL does not answer on this host' 'pg_lsclusters and journalctl -u "postgresql*" say why' || return
	}
	[ -n "$rows" ] || act "make the $1 $3" as_postgres postgres "$4"
}

step_schema() {
	if [ -n "$dry" ] && ! { command -v pf-migrate && getent passwd pf && has DATABASE_URL; } >/dev/null; then
		note 'would apply what pf-migrate plan says'
		return
	fi
	with DATABASE_URL pf-migrate -q plan >"$tmp/log" 2>&1 </dev/null && return
	[ $? -eq 1 ] || {
		sed 's/^/    /' "$tmp/log" | tail -n 5 >&2
		[ -z "$dry" ] || { note 'would apply what pf-migrate plan says' && return 0; }
		fail 75 'pf-migrate could not look into the database' "look at DATABASE_URL in $env_file or in the secret" || return
	}
	want_restart
	act "apply $(grep -c '"action":"\(apply\|repeat\)"' "$tmp/log") migrations" with DATABASE_URL pf-migrate -q up
}

services='api brokerage-events discord nightly notify@ portfolio-sync'
step_secrets() {
	if uses_aws; then
		for service in $services; do
			file=$prefix/share/pf-utils/systemd/pf-$service-secrets.conf
			[ -e "$file" ] || [ -n "$dry" ] || fail 78 "there is no $file" 'install pf-utils' || return
			before=$changes
			if [ -e "$file" ]; then put "/etc/systemd/system/pf-$service.service.d/secrets.conf" 644 root:root <"$file" || return; fi
			[ "$before" = "$changes" ] || want_restart
		done
	fi
	[ -e "$env_file" ] && command -v pf-secrets >/dev/null || return 0
	pf-secrets -q --env-file "$env_file" check --contract portfolio -f jsonl >"$tmp/log" 2>/dev/null </dev/null && return 0
	note "not all is there yet: $(sed -n '/"status":"fail"/s/.*"name":"\([^"]*\)".*/\1/p' "$tmp/log" | tr '\n' ' ')"
	note "pf-secrets --env-file $env_file check --contract portfolio -f table says what each is for"
}

step_journal() {
	before=$changes
	put /etc/systemd/journald.conf.d/99-pf.conf 644 root:root <"$share/journald/99-pf.conf" || return
	{ [ "$before" != "$changes" ] || owed; } && command -v systemctl >/dev/null || return 0
	act 'restart the journal' systemctl restart systemd-journald && paid
}

step_logrotate() {
	put /etc/logrotate.d/pf 644 root:root <"$share/logrotate/pf"
}

# What nginx does not take is put back. web_put FILE <TEXT
web_put() {
	before=$changes
	put "$1" 644 root:root || return
	[ "$before" != "$changes" ] && [ -z "$dry" ] || return 0
	undo=$((undo + 1))
	echo "$1" >"$tmp/undo.$undo"
	[ ! -e "$tmp/before" ] || cp -p "$tmp/before" "$tmp/undo.$undo.was"
}
web_undo() {
	[ -z "$linked" ] || rm -f "$nginx/sites-enabled/pf-api"
	[ -z "$welcome" ] || ln -s "$welcome" "$nginx/sites-enabled/default"
	while [ "$undo" -gt 0 ]; do
		file=$(cat "$tmp/undo.$undo")
		if [ -e "$tmp/undo.$undo.was" ]; then cp -p "$tmp/undo.$undo.was" "$file"; else rm -f "$file"; fi
		undo=$((undo - 1))
	done
}
step_web() {
	nginx=/etc/nginx undo=0 began=$changes linked='' welcome=''
	[ -d $nginx ] || [ -n "$dry" ] || fail 78 "there is no $nginx" 'apt-get install nginx' || return
	web_put $nginx/conf.d/pf-api-limit.conf <"$share/nginx/pf-api-limit.conf" && web_put $nginx/snippets/pf-api.conf <"$share/nginx/pf-api.conf" || return
	site=$nginx/sites-available/pf-api
	[ -d $nginx/sites-available ] || [ -n "$dry" ] || site=$nginx/conf.d/pf-api.conf
	sed "s/server_name _;/server_name ${domain:-_};/" "$share/nginx/pf-api-site.conf" >"$tmp/site" || return
	# a site that somebody, or certbot, has changed stays
	if [ ! -e "$site" ] || cmp -s "$site" "$share/nginx/pf-api-site.conf"; then
		web_put "$site" <"$tmp/site" || return
	elif ! cmp -s "$site" "$tmp/site" && ! grep -q 'managed by Certbot' "$site"; then
		note "$site is not as it is shipped; it stays"
	fi
	case $site in
	*/sites-available/*)
		enabled=$nginx/sites-enabled
		if [ ! -e $enabled/pf-api ]; then linked=1 && owe && act 'enable the site' ln -sfn ../sites-available/pf-api $enabled/pf-api || return; fi
		# it would answer in our place
		if [ -L $enabled/default ]; then welcome=$(readlink $enabled/default) && owe && act "take away nginx's own first page" rm -f $enabled/default || return; fi
		;;
	esac
	{ [ "$began" != "$changes" ] || owed; } && [ -z "$dry" ] || return 0
	nginx -t >"$tmp/log" 2>&1 </dev/null || {
		sed 's/^/    /' "$tmp/log" >&2
		web_undo
		paid
		fail 78 'nginx does not take the site; its files are as they were' 'look at what else is in /etc/nginx; nginx -t' || return
	}
	command -v systemctl >/dev/null || { note 'there is no systemd here: start nginx, or let it read its files (nginx -s reload)' && return 0; }
	act 'enable nginx' systemctl enable nginx && act 'let nginx read it' systemctl reload-or-restart nginx && paid
}

step_units() {
	units='pf-api.socket pf-api.service pf-nightly.timer pf-brokerage-events.timer pf-portfolio-sync.timer'
	if env -u DATABASE_URL pf-secrets -q --env-file "$env_file" exec --require LOG_CHANNEL_IDS,DISCORD_BOT_TOKEN -- true >/dev/null 2>&1; then
		units="$units pf-discord.service"
	else
		note 'pf-discord.service is left out: there is no LOG_CHANNEL_IDS with a DISCORD_BOT_TOKEN'
	fi
	command -v systemctl >/dev/null || {
		note "there is no systemd here; $share/cron/host.cron does the same by cron"
		return 0
	}
	for unit in api.service discord-bot.service nightly-pipeline.service nightly-pipeline.timer; do
		file=/etc/systemd/system/$unit
		[ ! -f "$file" ] || [ -L "$file" ] || fail 78 "an older system's $file is in the way: our units have its name, too" \
			"systemctl disable --now $unit && rm $file" || return
	done
	[ ! -e "$marker" ] || restart=1
	[ -z "$restart" ] || act 'let systemd read the units' systemctl daemon-reload || return
	for unit in $units; do
		systemctl -q is-enabled "$unit" >/dev/null 2>&1 || act "enable $unit" systemctl enable "$unit" || return
		if ! systemctl -q is-active "$unit" >/dev/null 2>&1; then
			act "start $unit" systemctl start "$unit" || fail 75 "$unit does not start" "pf-logs -n 50 unit:$unit says why" || return
		elif [ -n "$restart" ] && [ "${unit%.service}" != "$unit" ]; then
			act "restart $unit" systemctl restart "$unit" || fail 75 "$unit does not start" "pf-logs -n 50 unit:$unit says why" || return
		fi
	done
	[ -n "$dry" ] || rm -f "$marker"
}

step_health() {
	[ -z "$dry" ] || return 0
	tries=0
	until curl -s -m 5 --noproxy '*' http://127.0.0.1:8000/health 2>/dev/null | grep -q '"status" *: *"healthy"'; do
		tries=$((tries + 1))
		[ $tries -lt "${PF_HOST_TRIES:-15}" ] ||
			fail 75 'the API does not say that it is healthy' 'curl http://127.0.0.1:8000/health, and pf-logs -n 50 unit:pf-api' || return
		sleep 2
	done
}

# --- the certificate

# Addresses of this host: those of its interfaces, and the one that EC2 shows to the world in its place.
own_addresses() {
	ip -o addr show scope global 2>/dev/null | awk '{ sub("/.*", "", $4); print $4 }'
	imds=${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254}
	token=$(curl -s -m 2 --noproxy '*' -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "${imds%/}/latest/api/token" 2>/dev/null) && [ -n "$token" ] || return 0
	printf 'header = "X-aws-ec2-metadata-token: %s"\n' "$token" |
		curl -s -f -m 2 --noproxy '*' -K - "${imds%/}/latest/meta-data/public-ipv4" 2>/dev/null
	echo
}
step_certificate() {
	[ -n "$domain" ] || return 0
	site=/etc/nginx/sites-available/pf-api
	[ -e $site ] || site=/etc/nginx/conf.d/pf-api.conf
	[ -e "/etc/letsencrypt/live/$domain/fullchain.pem" ] && grep -q 'managed by Certbot' "$site" 2>/dev/null && return
	public=$(getent ahosts "$domain" | awk '{ print $1 }' | grep -vE '^(127\.|::1$|fe80:)' | sort -u)
	own_addresses | grep . | sort -u >"$tmp/own"
	others=$(echo "$public" | grep -vxFf "$tmp/own" | tr '\n' ' ')
	again="then run this again: sh $self --from certificate$given"
	if [ -z "$public" ]; then
		note "$domain has no address yet: make it one of $(tr '\n' ' ' <"$tmp/own")in the DNS, $again. Until then HTTP alone is served"
	elif [ -n "${others% }" ]; then
		note "$domain leads to ${others}and this host is $(tr '\n' ' ' <"$tmp/own"): set its A and AAAA records to this host alone, $again. Until then HTTP alone is served"
	elif [ -z "$email" ]; then
		note "$domain leads here: with --email ADDRESS certbot is run, $again. Until then HTTP alone is served"
	else
		act "have Let's Encrypt certify $domain" certbot --nginx -n --agree-tos -m "$email" --redirect --keep-until-expiring -d "$domain" ||
			fail 69 'certbot got no certificate; HTTP is served as before' 'port 80 must be open to the world (security group); /var/log/letsencrypt/letsencrypt.log says more'
	fi
}
