#!/bin/sh
# user-data.sh - what cloud-init runs on the first start of an instance (EC2: "user data" of a launch template): gets pf-utils and hands
# over to share/ec2/bootstrap.sh. Fill in the lines below; put no secret here, since everybody on the instance can read user data. With
# PF_AWS_SECRET the secrets are read from AWS Secrets Manager by the role of the instance; without it /etc/pf/pf.env is filled by hand.
# What happens is in /var/log/pf-bootstrap.log, which root alone can read; pf-host(7) says how to go on when something fails.
set -u

: "${PF_REPOSITORY:=}" # where to clone pf-utils from: https://... or git@...
: "${PF_REVISION:=main}" # a branch, a tag, or best a commit
: "${PF_DOMAIN:=}" # the public name, such as api.example.org; empty: HTTP alone
: "${PF_EMAIL:=}" # whom Let's Encrypt writes to; its terms are agreed to
: "${PF_AWS_SECRET:=}" # the name of the secret; empty: /etc/pf/pf.env has them
: "${PF_AWS_REGION:=us-east-1}"
: "${PF_LOCAL_DATABASE:=yes}" # no: DATABASE_URL is in the secret
: "${PF_SOURCE:=/usr/local/src/pf-utils}"
: "${PF_LOG:=/var/log/pf-bootstrap.log}"

umask 077
: >>"$PF_LOG" && chmod 0600 "$PF_LOG" || exit 73
exec >>"$PF_LOG" 2>&1 </dev/null
umask 022
HOME=${HOME:-/root} LC_ALL=C DEBIAN_FRONTEND=noninteractive
PATH=${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export HOME LC_ALL DEBIAN_FRONTEND PATH

say() {
	printf '%s user-data.sh: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"
}

# The network, mirrors and other apts of the first minutes: try again for a while. again WHAT COMMAND ...
again() {
	what=$1
	shift
	tries=1
	until "$@"; do
		[ "$tries" -lt "${PF_TRIES:-10}" ] || {
			say "could not $what; mend that, then: sh $PF_SOURCE/share/ec2/bootstrap.sh --help"
			exit 69
		}
		say "could not $what, trying again"
		sleep "$((tries * ${PF_PAUSE:-3}))"
		tries=$((tries + 1))
	done
}

# shellcheck disable=SC2317 # again() runs these
install_git() {
	command -v git >/dev/null && return
	apt-get -q -y -o DPkg::Lock::Timeout=300 update
	apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends git ca-certificates
}

# shellcheck disable=SC2317
fetch() {
	if [ -d "$PF_SOURCE/.git" ]; then
		git -C "$PF_SOURCE" fetch -q --tags origin
	else
		git clone -q "$PF_REPOSITORY" "$PF_SOURCE"
	fi
}

# A branch as it is there, else a tag or a commit.
# shellcheck disable=SC2317
check_out() {
	git -C "$PF_SOURCE" checkout -q --detach "origin/$PF_REVISION" 2>/dev/null || git -C "$PF_SOURCE" checkout -q --detach "$PF_REVISION"
}

say 'begins'
[ -n "$PF_REPOSITORY" ] || {
	say 'PF_REPOSITORY is empty: it must say where to clone pf-utils from'
	exit 78
}
again 'install git' install_git
again "clone $PF_REPOSITORY" fetch
again "check out $PF_REVISION" check_out
say "at $(git -C "$PF_SOURCE" rev-parse HEAD)"

set --
[ -z "$PF_DOMAIN" ] || set -- "$@" --domain "$PF_DOMAIN"
[ -z "$PF_EMAIL" ] || set -- "$@" --email "$PF_EMAIL"
[ -z "$PF_AWS_SECRET" ] || set -- "$@" --aws-secret "$PF_AWS_SECRET" --region "$PF_AWS_REGION"
[ "$PF_LOCAL_DATABASE" = yes ] || set -- "$@" --no-database
sh "$PF_SOURCE/share/ec2/bootstrap.sh" "$@"
status=$?
say "ends with status $status"
exit $status
