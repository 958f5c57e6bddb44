#!/bin/sh
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"

ok 'runs a tool by its short name' '
	rm -rf bin; mkdir bin && cp "$build/cmd/pf" bin/ && printf "#!/bin/sh\necho \"\$0:\$*\"\n" >bin/pf-echo && chmod 755 bin/pf-echo &&
	[ "$(bin/pf echo a --b -n)" = "$PWD/bin/pf-echo:a --b -n" ]
'
ok 'names the nearest tool' '
	rm -rf bin; mkdir bin && cp "$build/cmd/pf" bin/ && printf "#!/bin/sh\n" >bin/pf-load && chmod 755 bin/pf-load || exit 1
	exits 64 bin/pf laod 2>err && says "did you mean pf-load?" err
'
ok 'an unknown option names the nearest one' '
	exits 64 pf --lits 2>err && says "did you mean --list?" err
'
ok '--help is on stdout and names every option' '
	pf --help >help && says --list help && says --version help
'
ok 'a full disk is not a success' 'exits 74 pf --help >/dev/full'
ok 'PF_NOW that is no time is a configuration error' '
	exits 78 env PF_NOW=yesterday pf --list 2>err && says PF_NOW err
'
ok 'PF_NOW of pf.yaml is the clock of the tool itself' '
	printf "environment:\n  PF_NOW: maybe\n" >clock.yaml && exits 78 pf --config clock.yaml --list 2>err && says PF_NOW err
'
ok 'pf.yaml with a typo is refused with line and column' '
	printf "environment:\n  A: 1\npx-load:\n  x: 1\n" >bad.yaml
	exits 78 pf --config bad.yaml --list 2>err && says bad.yaml:3:1: err
'
ok 'a byte-order mark in front of pf.yaml says nothing' '
	printf "\357\273\277environment:\n  A: 1\n" >mark.yaml && pf --config mark.yaml --list >list &&
	printf "\357\273\277px-load:\n  x: 1\n" >bad.yaml && exits 78 pf --config bad.yaml --list 2>err && says bad.yaml:1:1: err
'
done_testing
