#!/bin/sh
# What make install puts where, and that make uninstall takes all of it away.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need make
unset MAKEFLAGS MFLAGS MAKELEVEL PROVEFLAGS DESTDIR
d=$scratch/dest

# The installation folders as make knows them.
folder() {
	sed -n "s/^$1 = //p" "$build/Makefile" | head -n 1
}
expand() {
	path=$1
	while :; do
		case $path in
		*'${'*)
			name=${path#*\$\{}
			name=${name%%\}*}
			path=${path%%\$\{*}$(folder "$name")${path#*\}}
			;;
		*'$('*)
			name=${path#*\$\(}
			name=${name%%\)*}
			path=${path%%\$\(*}$(folder "$name")${path#*\)}
			;;
		*) break ;;
		esac
	done
	echo "$path"
}
bindir=$(expand "$(folder bindir)")
mandir=$(expand "$(folder mandir)")
pkgdatadir=$(expand "$(folder pkgdatadir)")
completiondir=$(expand "$(folder completiondir)")
systemddir=$(expand "$(folder systemddir)")
tools=$(cd "$build/cmd" && for f in pf pf-*; do case $f in *.*) ;; *) echo "$f" ;; esac; done | sort)

there() {
	[ -f "$d$1" ] || { echo "not there: $1"; return 1; }
}

ok 'make install works into another root' '
	make -s -C "$build" install DESTDIR="$d" >out 2>&1 || { cat out; exit 1; }
'
ok 'the tools, and no other program' '
	(cd "$d$bindir" && ls) >got && echo "$tools" >want && same want got &&
	for t in $tools; do [ -x "$d$bindir/$t" ] || exit 1; done
'
ok 'a page for each tool, the formats and the family' '
	for t in $tools; do there "$mandir/man1/$t.1" || exit; done
	there "$mandir/man7/pf.7" && there "$mandir/man5/pf.yaml.5" && there "$mandir/man5/pf-records.5"
'
ok 'a completion for each tool, by its name' '
	(cd "$d$completiondir" && ls) >got && echo "$tools" >want && same want got
'
ok 'every migration' '
	(cd "$top/schema" && find . -type f ! -name local.mk | sort) >want && (cd "$d$pkgdatadir/schema" && find . -type f | sort) >got && same want got
'
for kind in queries pipelines contracts sandbox demo cron github nginx journald logrotate ec2 lighttpd apache; do
	ok "all of share/$kind" '
		[ -d "$top/share/$kind" ] || exit
		(cd "$top/share/$kind" && find . -type f ! -name "*.in" | sort) >want && (cd "$d$pkgdatadir/$kind" && find . -type f | sort) >got && same want got
	'
done
ok 'the units, which start the installed tool' '
	for unit in nightly brokerage-events portfolio-sync api discord; do
		there "$systemddir/pf-$unit.service" && case $unit in api) there "$systemddir/pf-api.socket" ;; discord) ;; *) there "$systemddir/pf-$unit.timer" ;; esac &&
		grep -q "^ExecStart=.*$bindir/pf-" "$d$systemddir/pf-$unit.service" && ! grep -q @bin "$d$systemddir/pf-$unit.service" || exit
		for how in secrets credentials; do
			says "ExecStart=$bindir/pf-secrets " "$d$pkgdatadir/systemd/pf-$unit-$how.conf" && grep -q " .*$bindir/pf-[^s]" "$d$pkgdatadir/systemd/pf-$unit-$how.conf" || exit
		done
	done
	says "ExecStart=$bindir/pf-notify " "$d$systemddir/pf-notify@.service"
'
ok 'nothing is writable for others, nothing is a copy of the build' '
	find "$d" ! -type l -perm /022 | { ! grep .; } && find "$d" -name "*.bash" -o -name "*.o" | { ! grep .; }
'
ok 'the tools work from there' '
	PF_DATA_DIR="$d$pkgdatadir" "$d$bindir/pf" --list >list && for t in $tools; do
		[ "$t" = pf ] || grep -q "\"${t#pf-}\"" list || { cat list; exit 1; }
	done
'
ok 'again is fine' 'make -s -C "$build" install DESTDIR="$d" >out 2>&1 || { cat out; exit 1; }'
ok 'make uninstall leaves nothing' '
	make -s -C "$build" uninstall DESTDIR="$d" >out 2>&1 || { cat out; exit 1; }
	find "$d" -type f -o -type l | { ! grep .; }
'
done_testing
