#!/bin/sh
# pf-secrets redact, scan and --cache: values are found in all forms and shown in none, at once and in every file; what was kept is taken only
# when AWS cannot be reached.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
sandbox
unset DATABENTO_API_KEY # a test key of the sandbox's
printf 'USE_AWS_SECRETS=1\nAWS_SECRET_NAME=pf/portfolio\n' >pf.env
PF_ENV_FILE=$PWD/pf.env
export PF_ENV_FILE

# one NAME=VALUE...: a source with these alone
one() {
	unset PF_ENV_FILE
	printf '%s\n' "$@" >one.env
}
kept() {
	st=$1 text=$2
	shift 2
	exits "$st" "$@" >out 2>err && says "$text" err && ! grep invented out err
}

ok 'all values of the secret are hidden, and all else passes' '
	pf-secrets get OPENAI_API_KEY >key && { cat key; base64 <key; printf "no secret, \377\000\n"; } >in && pf-secrets redact <in >got &&
	{ echo "[OPENAI_API_KEY]"; printf "[OPENAI_API_KEY]"; base64 <key | sed "s/.*\(..\)$/\1/"; printf "no secret, \377\000\n"; } >want &&
	says "[OPENAI_API_KEY]" got && ! grep -a invented got && tail -n 1 in >a && tail -n 1 got >b && same a b
'
ok 'a line is out as soon as it is in' '
	mkfifo pipe && { pf-secrets redact <pipe >got & p=$!; exec 9>pipe; echo "it is $(pf-secrets get OPENAI_API_KEY)" >&9
	i=0; while [ ! -s got ] && [ $i -lt 200 ]; do sleep 0.05; i=$((i + 1)); done
	cp got now; exec 9>&-; wait $p; } && echo "it is [OPENAI_API_KEY]" >want && same now want
'
ok 'what is no secret is left alone: settings, plain words, what is excepted or no secret by the contract' '
	one ENVIRONMENT=production API_TOKEN=invented1 SOME_SETTING=/usr/share/invented "DATABASE_URL=postgresql://u:invented%2Fpw@h/d" &&
	echo "production /usr/share/invented [invented/pw] invented1 postgresql://u:invented%2Fpw@h/d" >in &&
	pf-secrets --env-file one.env redact <in >got && echo "production /usr/share/invented [[DATABASE_URL]] [API_TOKEN] [DATABASE_URL]" >want && same got want &&
	pf-secrets --env-file one.env redact --except API_TOKEN,X <in >got && says " invented1 " got &&
	pf-secrets --env-file one.env --from "exec:echo LOG_CHANNEL_IDS=100000000000000001" redact --contract portfolio >got <<-"END" && says 100000000000000001 got
	100000000000000001
	END
'
ok 'a filter that knows nothing says so' '
	one A=1 && echo text | env -i "PATH=$PATH" pf-secrets --env-file one.env redact >got 2>err && says "everything passes" err && echo text >want && same got want &&
	kept 64 "it is a filter" pf-secrets redact in && one A_TOKEN=invented-x && kept 74 "standard output" sh -c "echo x | pf-secrets --env-file one.env redact >/dev/full" &&
	: | pf-secrets --env-file one.env redact >got && [ ! -s got ] && printf x | pf-secrets --env-file one.env redact >got && [ "$(cat got)" = x ]
'
ok 'nothing passes when a source fails' '
	kept 78 "there is none" sh -c "echo invented | pf-secrets --from aws:no/such redact"
'
ok 'values in a tree are found with their place' '
	mkdir -p tree/sub && pf-secrets get OPENAI_API_KEY >key && { echo; echo "  $(cat key)"; } >tree/sub/a && base64 key >tree/b && echo none >tree/c &&
	exits 1 pf-secrets scan tree >got && ! grep invented got && [ "$(wc -l <got)" -eq 2 ] &&
	says "\"file\":\"tree/sub/a\",\"line\":2,\"column\":3,\"name\":\"OPENAI_API_KEY\",\"form\":\"raw\"" got && says "\"file\":\"tree/b\",\"line\":1,\"column\":1" got &&
	exits 1 pf-secrets scan - <tree/b >got && says "\"file\":\"-\"" got && pf-secrets scan tree/c >got && [ ! -s got ]
'
ok 'what cannot be searched is told' '
	mkdir t2 && echo x >t2/a && ln -s /etc/passwd t2/out && ln -s a t2/in && mkdir t2/.git && mkfifo t2/fifo && pf-secrets scan t2 2>err && says "t2/out: a link to what is outside" err &&
	! grep "t2/in" err && says "git log -p --all | pf-secrets scan -" err && says "t2/fifo: no file" err &&
	kept 66 "t2/none" pf-secrets scan t2/none && kept 64 "search what" pf-secrets scan && one A=1 && kept 78 "could be looked for" env -i "PATH=$PATH" pf-secrets --env-file one.env scan t2 &&
	{ [ "$(id -u)" -eq 0 ] || { chmod 0 t2/a && one A_TOKEN=invented-x && exits 77 pf-secrets --env-file one.env scan t2 2>err && says "t2/a: Permission denied" err; }; }
'
ok 'a value that was committed and taken back is found in the log' '
	command -v git >/dev/null || skip "no git here"
	export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
	git init -q repo && pf-secrets get API_SECRET_KEY >repo/a && git -C repo add a && git -C repo -c user.name=t -c user.email=t@example.test commit -qm one && : >repo/a &&
	git -C repo -c user.name=t -c user.email=t@example.test commit -qam two && pf-secrets -q scan repo && exits 1 pf-secrets scan --git repo >got &&
	says "\"name\":\"API_SECRET_KEY\"" got && ! grep invented got && exits 74 pf-secrets scan --git tree
'


mem=$(mktemp -d /dev/shm/pf-test.XXXXXX 2>/dev/null) || mem=
trap 'rm -rf "$mem"; cleanup' EXIT
cached() {
	XDG_RUNTIME_DIR=$mem PF_HTTP_ATTEMPTS=1 pf-secrets --cache "$@"
}
# The stand-in comes back at the address that it had: a port below those that the system gives to whoever asks for any, which another test's
# stand-in could have meanwhile, and for as long as it likes.
ok 'what AWS gave is kept in memory and taken when AWS cannot be reached, while it is young; never when AWS refuses' '
	[ -n "$mem" ] || skip "no /dev/shm"
	serve --port $((20000 + $$ % 1000 * 10)) && cached get OPENAI_API_KEY >want && [ "$(find "$mem/pf-secrets" -type f | wc -l)" -eq 1 ] && [ -z "$(find "$mem/pf-secrets" -perm /077)" ] &&
	port=${AWS_ENDPOINT_URL##*:} && unserve && cached get OPENAI_API_KEY >got 2>err && same want got && says "s ago is taken" err && ! grep invented err &&
	exits 75 env PF_HTTP_ATTEMPTS=1 pf-secrets get OPENAI_API_KEY && sleep 1.1 && exits 75 cached --max-stale 1s get OPENAI_API_KEY 2>err && says "s old, and 1 are allowed" err &&
	cached --max-stale 1h list >/dev/null 2>&1 && echo "$(cat want)" | cached redact 2>/dev/null >got && [ "$(cat got)" = "[OPENAI_API_KEY]" ] &&
	serve --port $((port - 1)) --fault aws:throttle && cached get OPENAI_API_KEY 2>/dev/null >got && same want got && unserve &&
	serve --port $((port - 1)) --fault aws:denied && exits 77 cached get OPENAI_API_KEY 2>err && ! grep taken err && unserve
'
ok 'what is kept is of no use for another secret, and asked for only' '
	[ -n "$mem" ] || skip "no /dev/shm"
	rm -rf "$mem/pf-secrets" && serve && XDG_RUNTIME_DIR=$mem pf-secrets list >/dev/null && [ ! -e "$mem/pf-secrets" ] && cached list >/dev/null && unserve &&
	exits 75 cached --from aws:X=pf/plain list && PF_ENV_FILE=/dev/null exits 75 cached --from aws:X=pf/plain list
'
done_testing
