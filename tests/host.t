#!/bin/sh
# bootstrap.sh and user-data.sh on a host: a copy of this machine in memory, with its own users, files, processes and network, on which
# apt-get, certbot, the resolver and systemd are stand-ins, while PostgreSQL, nginx and pf-api really run.
set -u
top=$(cd "${srcdir:-$(dirname "$0")/..}" && pwd)
if [ "${1:-}" != inside ]; then
	lacks() {
		case " ${PF_TEST_NEEDS:-} " in
		*" $2 "*) echo "Bail out! $2 is needed here: $1"; exit 1 ;;
		esac
		echo "1..0 # SKIP $1"
		exit 0
	}
	[ "$(id -u)" -eq 0 ] || lacks 'a copy of the machine can be made by root alone' root
	for program in unshare setpriv flock nginx curl psql git ip make python3; do
		command -v $program >/dev/null || [ -x /usr/sbin/$program ] || [ -x /sbin/$program ] || lacks "$program is not installed" $program
	done
	[ -d /etc/nginx/sites-available ] || lacks 'nginx has no sites here' sites
	copy=$(mktemp -d "${TMPDIR:-/tmp}/pf-host.XXXXXX") || exit 1
	trap 'rm -rf "$copy"' EXIT
	unshare -m -n --pid --fork --kill-child sh "$0" inside "$copy"
	exit
fi

copy=$2
build=$(cd "${builddir:-$top}" && pwd)
fakes=$top/tests/host
{
	mount --make-rprivate / && mount -t tmpfs -o size=1500m,mode=755 tmpfs "$copy" && mkdir "$copy/up" "$copy/work" "$copy/root" &&
		mount -t overlay overlay -o "lowerdir=/,upperdir=$copy/up,workdir=$copy/work" "$copy/root"
} 2>"${TMPDIR:-/tmp}/pf-host.$$" || {
	echo "1..0 # SKIP no copy of this machine can be made here: $(tail -n 1 "${TMPDIR:-/tmp}/pf-host.$$")"
	rm -f "${TMPDIR:-/tmp}/pf-host.$$"
	exit 0
}
rm -f "${TMPDIR:-/tmp}/pf-host.$$"
root=$copy/root
mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" && mount -t tmpfs tmpfs "$root/run" && mount -t tmpfs tmpfs "$root/tmp" && chmod 1777 "$root/tmp" || exit 1
mkdir -p "$root/run/lock"
for folder in "$top" "$build"; do
	[ -e "$root$folder/$(ls "$folder" | head -n 1)" ] || { mkdir -p "$root$folder" && mount --rbind "$folder" "$root$folder"; }
done
ip link set lo up && ip addr add 198.51.100.7/24 dev lo
exec chroot "$root" env TMPDIR=/tmp srcdir="$top" builddir="$build" sh "$fakes/inside.sh"
