#!/bin/sh
# bootstrap.sh - from a bare Debian or Ubuntu to a host on which pf-utils runs: its programs, a user, the database, nginx, units and their
# settings. May be run again at any time: what is as it should be is left alone, and the last line says whether anything was changed.
#
#	bootstrap.sh [-n] [--domain NAME [--email ADDRESS]] [--aws-secret NAME [--region REGION]] [--no-database] [--from STEP | --only STEP,...]
#
#	  -n, --dry-run      say what each step would do, and change nothing
#	  --domain NAME      the public name of this host, for nginx and for a certificate of Let's Encrypt
#	  --email ADDRESS    whom Let's Encrypt writes to; with it its terms are agreed to, and certbot is run when NAME leads here
#	  --aws-secret NAME  the secrets are in this secret of AWS Secrets Manager, by the role of this machine
#	  --region REGION    where that is (us-east-1)
#	  --no-database      install no PostgreSQL here: DATABASE_URL is in the secret or in /etc/pf/pf.env
#	  --from STEP        begin with that step
#	  --only STEP,...    only these
#	  --list             print the steps
#
# DATABASE_URL in the environment is written into /etc/pf/pf.env, and no PostgreSQL is installed. No secret is ever an argument or in what
# this prints. pf-host(7) is its manual.
set -u
umask 022
LC_ALL=C
PATH=${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 70
self=$here/${0##*/}
share=${here%/*}

# --- the steps, in order: a name, and what it does

steps='
packages     what Debian has: nginx, certbot, PostgreSQL and a few programs
programs     pf-utils itself, built from this checkout
user         the user that the services run as
folders      where settings and the journal are
settings     /etc/pf/pf.env: where the database and the secrets are
database     a role and a database in the PostgreSQL of this host
schema       the tables, by pf-migrate
secrets      how the services get at their secrets, and which are missing
journal      the journal is kept, and has limits
logrotate    the files that nobody else turns over
web          nginx: the site and the rules in front of the API
units        the services and timers of systemd
health       the API answers
certificate  TLS, where the public name leads to this host
'

say() {
	printf 'bootstrap.sh: %s\n' "$*"
}

die() {
	status=$1
	shift
	printf 'bootstrap.sh: %s\n' "$*" >&2
	exit "$status"
}

usage() {
	sed -n 's/^#	//p' "$self"
}

dry='' domain='' email='' secret='' region=us-east-1 local_database=1 from='' only='' given=''
options() {
	while [ $# -gt 0 ]; do
		case $1 in
		--domain | --email | --aws-secret | --region | --from | --only)
			[ $# -gt 1 ] || die 64 "$1 wants a value"
			case $2 in
			'' | *[!A-Za-z0-9._@/:,+-]* | -*) die 64 "$1: not a name: $2" ;;
			esac
			;;
		esac
		case $1 in
		-n | --dry-run) dry=1 ;;
		--domain) domain=$2 ;;
		--email) email=$2 ;;
		--aws-secret) secret=$2 ;;
		--region) region=$2 ;;
		--no-database) local_database='' ;;
		--from) from=$2 ;;
		--only) only=$2 ;;
		--list)
			printf '%s' "$steps" | sed '/^$/d'
			exit 0
			;;
		-h | --help)
			usage
			exit 0
			;;
		*)
			usage >&2
			exit 64
			;;
		esac
		case $1 in
		--from | --only) shift ;;
		--domain | --email | --aws-secret | --region)
			given="$given $1 $2"
			shift
			;;
		--no-database) given="$given $1" ;;
		esac
		shift
	done
	for step in $from $(echo "$only" | tr , ' '); do
		printf '%s' "$steps" | grep -q "^$step " || die 64 "there is no step $step; --list names them"
	done
	[ -z "$email" ] || [ -n "$domain" ] || die 64 '--email is for the certificate of a --domain'
}

# --- what steps are made of: each looks first, and does nothing where all is well

changes=0 step='' why='' how='' restart=''

note() {
	say "$step: $*"
}

# fail STATUS WHY HOW: for "fail ... || return" at the end of what a step does.
fail() {
	code=$1 why=$2 how=$3
	return 1
}

# What is done is counted and told; on a dry run it is only told. act WHAT COMMAND ...
act() {
	what=$1
	shift
	changes=$((changes + 1))
	if [ -n "$dry" ]; then
		note "would $what"
		return
	fi
	note "$what"
	"$@" >"$tmp/log" 2>&1 </dev/null 9>&- && return
	code=$?
	tail -n 20 "$tmp/log" | sed 's/^/    /' >&2
	fail "$code" "could not $what" 'what the command said is above'
}

# What runs has to be started again by the step units, if not in this run then in the next one.
marker=/run/pf-bootstrap.restart
want_restart() {
	restart=1
	[ -n "$dry" ] || : >"$marker"
}

# The same within a step whose files somebody has to read again: owe before they change, paid when it was done.
owe() {
	[ -n "$dry" ] || : >"$marker.$step"
}
owed() {
	[ -z "$dry" ] && [ -e "$marker.$step" ]
}
paid() {
	[ -n "$dry" ] || rm -f "$marker.$step"
}

# put FILE MODE OWNER:GROUP <TEXT: the file has this text and these rights. What it was before is kept in $backups, and in $tmp/before.
backups=/var/backups/pf
put() {
	cat >"$tmp/new"
	! there "$1" "$2" "$3" || return 0
	rm -f "$tmp/before"
	[ ! -f "$1" ] || cp -p "$1" "$tmp/before" || return
	case $step in web | journal) owe ;; esac
	act "write $1" put_now "$1" "$2" "$3"
}
there() {
	[ -f "$1" ] && cmp -s "$tmp/new" "$1" && [ "$(stat -c '%a %U:%G' "$1")" = "$2 $3" ]
}
put_now() {
	if [ -f "$1" ]; then install -d -m 700 "$backups" && cp -p "$1" "$backups/$(echo "${1#/}" | tr / _)" || return; fi
	mkdir -p "$(dirname "$1")" && install -m "$2" -o "${3%:*}" -g "${3#*:}" "$tmp/new" "$1.pf-new" && mv -f "$1.pf-new" "$1"
}

# folder PATH MODE OWNER:GROUP
folder() {
	[ "$(stat -c '%F %a %U:%G' "$1" 2>/dev/null)" = "directory $2 $3" ] ||
		act "make the folder $1" install -d -m "$2" -o "${3%:*}" -g "${3#*:}" "$1"
}

# The settings, and those of the older system, which are begun with: whether a variable is set in them, and to what.
env_file=/etc/pf/pf.env
older_file=/etc/llm-portfolio/llm.env
settings_now() {
	if [ -e "$env_file" ]; then echo "$env_file"; else echo "$older_file"; fi
}
has() {
	grep -qsE "^(export +)?$1=." "$(settings_now)"
}
value() {
	sed -n "s/^\(export  *\)\{0,1\}$1=//p" "$(settings_now)" 2>/dev/null | head -n 1
}
uses_aws() {
	case $secret$(value USE_AWS_SECRETS) in
	'' | 0 | [Ff]* | [Nn]* | [Oo]ff | OFF) return 1 ;;
	esac
}

# Run a tool with what the services find in their environment, as their user: nothing of it is an argument. with NAME,... COMMAND
with() {
	names=$1
	shift
	env -u DATABASE_URL HOME=/var/lib/pf pf-secrets -q --env-file "$env_file" exec --require "$names" -- \
		setpriv --reuid=pf --regid=pf --clear-groups -- "$@"
}

# shellcheck source=share/ec2/steps.sh
. "$here/steps.sh"

# --- all of them

prefix=/usr/local
[ -e "${share%/*}/configure.ac" ] || prefix=${share%/share/pf-utils}
wanted() {
	if [ -n "$only" ]; then
		case ",$only," in *",$1,"*) ;; *) return 1 ;; esac
	fi
	[ -z "$from" ] || [ "$from" != "$1" ] || from=''
	[ -z "$from" ]
}

main() {
	options "$@"
	[ -n "$dry" ] || [ "$(id -u)" -eq 0 ] || die 77 'this must be run by root (-n shows what it would do)'
	tmp=$(mktemp -d "${TMPDIR:-/tmp}/pf-host.XXXXXX") || die 73 'cannot make a scratch folder'
	trap 'rm -rf "$tmp"' EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
	if [ -z "$dry" ]; then
		exec 9>>/run/lock/pf-bootstrap.lock || die 73 'cannot make the lock /run/lock/pf-bootstrap.lock'
		flock -n 9 || die 75 'another bootstrap.sh is at work; wait for it, or look for it with: fuser /run/lock/pf-bootstrap.lock'
	fi
	for step in $(printf '%s' "$steps" | sed -n 's/^\([a-z]*\) .*/\1/p'); do
		wanted "$step" || continue
		before_step=$changes why='' how='' code=''
		if ! "step_$step"; then
			say "$step: failed: ${why:-it could not be done}${how:+; $how}" >&2
			say "what is done stays. When it is mended go on with: sh $self --from $step$given" >&2
			exit "${code:-70}"
		fi
		[ "$before_step" != "$changes" ] || note 'nothing to do'
	done
	if [ -n "$dry" ]; then
		say "a dry run: nothing was changed; $changes changes would be made"
	elif [ $changes -eq 0 ]; then
		say 'done: nothing had to be changed'
	else
		say "done: $changes changes"
	fi
}
main "$@"
