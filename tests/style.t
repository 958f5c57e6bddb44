#!/bin/sh
# Each rule of make check-style finds what it is there for, and says nothing about a good tree.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
check=$top/tests/style/check
unset PF_TEST_NEEDS builddir

# A small tree in which no rule finds anything: tree/, built in tree/build.
good() (
	rm -rf tree
	mkdir -p tree/cmd tree/lib/base tree/lib/db tree/lib/io tree/lib/net tree/lib/vendor tree/lib/sandbox tree/man tree/tests tree/build/cmd
	cd tree || exit 1
	: >build/config.h
	cat >Makefile.am <<-'END'
		EXTRA_DIST = .clang-format cmd/one.c lib/base/ok.c lib/base/ok.h man/pf-one.1 man/pf.7 tests/one.t build/config.h
	END
	printf '/* pf-one - prints one; strcpy( in a comment is no call */\n#include <stdio.h>\n\n#include "base/ok.h"\n\n' >cmd/one.c
	printf 'int\nmain(void)\n{\n\treturn puts("strcpy(a, b) // in a string") < 0 || ok(); /* // */\n}\n' >>cmd/one.c
	printf '/* ok */\n#ifndef OK_H\n#define OK_H\n\nint ok(void);\n\n#endif\n' >lib/base/ok.h
	printf '#include "base/ok.h"\n\nint\nok(void)\n{\n\treturn 0;\n}\n' >lib/base/ok.c
	printf '.Dd January 2, 2024\n.Dt PF-ONE 1\n.Os\n.Sh NAME\n.Nm pf-one\n.Nd print one\n' >man/pf-one.1
	printf '.Dd January 2, 2024\n.Dt PF 7\n.Os\n.Sh NAME\n.Nm pf\n.Nd the family\n.Sh SEE ALSO\n.Xr pf-one 1\n' >man/pf.7
	printf '#!/bin/sh\necho "$1"\n' >tests/one.t
	cp "$top/.clang-format" .
)

# The file named, of tree/, gets the text of stdin and a list names it.
bad() {
	good && mkdir -p "tree/$(dirname "$1")" && cat >"tree/$1" && echo "EXTRA_DIST += $1" >>tree/Makefile.am
}

# style STATUS RULE...: run check in tree/
style() (
	want=$1
	shift
	cd tree && builddir=build && export builddir && exits "$want" sh "$check" "$@"
)

# finds RULE WHERE [TEXT]: the rule finds something there.
finds() {
	style 1 "$1" >found && says "$2: $1: " found && says "${3:-}" found && echo "$1" >>"$scratch/tested"
}

ok 'nothing is found in a good tree' '
	good && style 0 >found 2>&1 && ! grep -v "format: skipped, there is no clang-format-14" found || { cat found; exit 1; }
'
ok 'format' '
	good && style 0 format >found 2>&1 && ! grep "skipped" found || { echo format >>"$scratch/tested"; echo "no clang-format-14" >"$scratch/skip"; return; }
	printf "int  ok(void) { return 0; }\n" | bad lib/base/bad.c && finds format lib/base/bad.c:1
'
ok 'layers: a lower one includes a higher one' '
	printf "#include \"db/pg.h\"\n" | bad lib/base/bad.c && finds layers lib/base/bad.c:1 "base/ may not include db/pg.h"
'
ok 'layers: db includes nothing of a vendor, though it lies above' '
	printf "\n#include \"vendor/x.h\"\n" | bad lib/db/bad.c && finds layers lib/db/bad.c:2 "meet in a pipe"
'
ok 'layers: a command includes another one' '
	printf "#include \"../cmd/one.c\"\n" | bad cmd/two.c && finds layers cmd/two.c:1
'
ok 'layers: what lies above may be included' '
	printf "#include \"base/ok.h\"\n" | bad lib/sandbox/bad.c && style 0 layers
'
for w in cjson/cJSON.h:lib/db/x.c yaml.h:lib/io/json.c curl/curl.h:lib/vendor/x.c libpq-fe.h:cmd/x.c microhttpd.h:lib/net/x.c; do
	ok "walls: ${w%%:*} in ${w#*:}" '
		printf "#include <%s>\n" "${w%%:*}" | bad "${w#*:}" && finds walls "${w#*:}:1" "${w%%:*}"
	'
done
ok 'walls: each at home' '
	printf "#include <libpq-fe.h>\n" | bad lib/db/x.c && style 0 walls
'
for f in strcpy strcat strncpy sprintf strtok atoi sscanf gmtime localtime system popen; do
	ok "banned: $f" '
		printf "\tx = %s (y);\n" $f | bad lib/base/bad.c && finds banned lib/base/bad.c:1 "$f()"
	'
done
ok 'banned: not what only ends or begins like one, nor a comment or string' '
	printf "snprintf(a); my_system(b); systems(c); gmtime_r(d); p->system(e); /* atoi(f)\n atoi(g) */ h(\"atoi(i)\", %s);\n" "'"'('"'" |
		bad lib/base/bad.c && style 0 banned
'
ok 'comments' '
	printf "char *url = \"http://x\";\nint a; // b\n" | bad lib/base/bad.c && finds comments lib/base/bad.c:2
	[ "$(wc -l <found)" -eq 1 ]
'
long() {
	printf '%s\n{\n' "$2"
	awk -v n="$1" 'BEGIN { while (n-- > 0) print "\tx();" }'
	printf '}\n'
}
ok 'functions: 60 lines are fine, 61 are not' '
	{ printf "\nint\n"; long 57 "f(int a)"; } | bad lib/base/bad.c && style 0 functions || exit
	{ printf "\nint\n"; long 58 "f(int a)"; } | bad lib/base/bad.c && finds functions lib/base/bad.c:3 "61 lines"
'
ok 'functions: with arguments on two lines' '
	{ printf "int\n"; long 90 "f(int a,
    int b)"; } | bad lib/base/bad.c && finds functions lib/base/bad.c:2
'
ok 'size: 500 lines are fine, 501 are not' '
	yes "int a;" | head -n 500 | bad lib/base/bad.c && style 0 size || exit
	yes "int a;" | head -n 501 | bad lib/base/bad.c && finds size lib/base/bad.c:501
'
ok 'headers' '
	printf "int f(size_t n);\n" | bad lib/base/bad.h && finds headers lib/base/bad.h:1 size_t
'
ok 'objects: the sandbox calls our own client' '
	good && mkdir -p tree/build/lib/sandbox tree/build/lib/vendor && cd tree/build || exit
	printf "const int constant = 1;\nint parse(void);\nint parse(void)\n{\n\treturn 1;\n}\n" >v.c
	printf "extern const int constant;\nint parse(void);\nint use(void);\nint use(void)\n{\n\treturn constant WHAT;\n}\n" >s.c
	${CC:-cc} -c -o lib/vendor/v.o v.c && ${CC:-cc} -DWHAT= -c -o lib/sandbox/s.o s.c && cd ../.. || exit
	style 0 objects || exit
	${CC:-cc} -DWHAT="+parse()" -c -o tree/build/lib/sandbox/s.o tree/build/s.c && finds objects lib/sandbox/s.c:1 "parse()"
'
ok 'objects: one name twice in the library' '
	good && mkdir -p tree/build/lib/sandbox tree/build/lib/vendor && cd tree || exit
	for f in sandbox vendor; do
		mkdir -p lib/$f && printf "int twice(void);\nint twice(void)\n{\n\treturn 1;\n}\n" >lib/$f/t.c || exit
		${CC:-cc} -c -o build/lib/$f/t.o lib/$f/t.c || exit
	done
	cd .. && finds objects lib/vendor/t.c:1 twice
'
ok 'links: a loader that knows HTTP' '
	good && printf "int main(void)\n{\n\treturn 0;\n}\n" >tree/build/m.c && printf "int f(void);\nint f(void)\n{\n\treturn 0;\n}\n" >tree/build/f.c &&
	${CC:-cc} -shared -fPIC -Wl,-soname,libcurl.so.4 -o tree/build/libcurl.so tree/build/f.c &&
	${CC:-cc} -o tree/build/cmd/pf-load tree/build/m.c && style 0 links &&
	${CC:-cc} -Wl,--no-as-needed -o tree/build/cmd/pf-load tree/build/m.c tree/build/libcurl.so && finds links cmd/load.c:1 libcurl
'
ok 'listed' '
	good && : >tree/lib/base/lost.c && finds listed lib/base/lost.c:1
'
ok 'pages' '
	command -v mandoc >/dev/null || skip "there is no mandoc"
	printf ".Dd January 2, 2024\n.Dt PF-BAD 1\n.Os\n.Sh NAME\n.Nm pf-bad\n.Nd bad\n.Bd -literal\n" | bad man/pf-bad.1 &&
	finds pages man/pf-bad.1:7
'
ok 'shell: scripts and tests' '
	command -v shellcheck >/dev/null || skip "there is no shellcheck"
	printf "#!/bin/sh\nrm -rf \$1/*\ncd \$x\n" | bad share/bad && finds shell share/bad:3 || exit
	printf "#!/bin/sh\nlocal a=1\n[[ a == b ]]\n" | bad tests/bad.t && finds shell tests/bad.t:3
'
ok 'words' '
	printf "/* TO%s: this */\n" DO | bad lib/base/bad.c && finds words lib/base/bad.c:1
'
ok 'paths' '
	printf "see /%s/me/x\n" home | bad tests/x.md && finds paths tests/x.md:1
	printf "x=/%s/x\n" tmp | bad tests/x.t && finds paths tests/x.t:1
	printf "x=\${TMPDIR:-/%s}/x\n" tmp | bad tests/x.t && style 0 paths
'
ok 'white' '
	printf "int a; \n" | bad lib/base/bad.c && finds white lib/base/bad.c:1
'
for f in man/pf-one.1 tests/one.t man/pf.7; do
	ok "commands: without $f" '
		good && rm "tree/$f" && finds commands cmd/one.c:1 "$f"
	'
done
ok 'commands: the first line says what it is' '
	printf "/* one */\n" | bad cmd/one.c && finds commands cmd/one.c:1 "first line"
'
ok 'each rule has a bad sample here' '
	sh "$check" -l | sort >all && sort -u "$scratch/tested" >tested && same all tested
'
ok 'a missing program fails the rule where it is needed, and is skipped aloud where it is not' '
	good && rm -rf bin && mkdir bin || exit
	for p in sh env sed awk grep sort find tr xargs mktemp rm cat dirname head; do ln -s "$(command -v $p)" bin/ || exit; done
	PATH=$PWD/bin
	style 0 shell 2>err && says "skipped, there is no shellcheck" err || exit
	PF_TEST_NEEDS="cc shellcheck"
	export PF_TEST_NEEDS
	style 1 shell
'
ok 'an unknown rule is a usage error' 'exits 64 sh "$check" -C "$top" laiers'
done_testing
