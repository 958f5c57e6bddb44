#!/bin/sh
# pf-secrets against the sandbox: who wins, what is refused, what the command finds, and that no value is seen where it should not be.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
sandbox --log "$scratch/log"
unset DATABENTO_API_KEY # a test key of the sandbox's, which would win

cat >pf.env <<'E2'
# where, not what
USE_AWS_SECRETS=1
AWS_SECRET_NAME=pf/portfolio
ENVIRONMENT='from the file'
E2

# kept STATUS TEXT [NAME=VALUE...] -- COMMAND: the command ends so, says that, and shows no invented value
kept() {
	st=$1 text=$2
	shift 2
	exits "$st" "$@" >out 2>err && says "$text" err && ! grep invented out err
}
# provider TEXT: a program that prints it
provider() {
	printf '#!/bin/sh\ncat <<"TEXT"\n%s\nTEXT\n' "$1" >provider && chmod +x provider
}

ok 'the command finds all keys of the secret' '
	pf-secrets --env-file pf.env exec -- env >got && [ "$(grep -c ^SNAPTRADE_ got)" -eq 5 ] && says OPENAI_API_KEY=invented-openai-api-key got &&
	says LOG_CHANNEL_IDS=100000000000000001,100000000000000002 got
'
ok 'it needs no other permission than GetSecretValue' '
	[ "$(grep -o "secretsmanager\.[A-Za-z]*" "$scratch/log" | sort -u)" = secretsmanager.GetSecretValue ]
'
ok 'the environment wins over the file, the file over the secret, all over pf.yaml' '
	printf "environment:\n  ENVIRONMENT: settings\n  LOG_CHANNEL_IDS: settings\n  MORE: settings\n" >pf.yaml &&
	get() { pf-secrets --config pf.yaml --env-file pf.env get "$1"; } &&
	[ "$(get ENVIRONMENT)" = "from the file" ] && [ "$(ENVIRONMENT=mine get ENVIRONMENT)" = mine ] &&
	[ "$(get LOG_CHANNEL_IDS)" = 100000000000000001,100000000000000002 ] && [ "$(get MORE)" = settings ] && [ -z "$(ENVIRONMENT= get ENVIRONMENT)" ] &&
	pf-secrets --config pf.yaml --env-file pf.env exec -- env >got && says MORE=settings got && says "ENVIRONMENT=from the file" got
'
ok 'why tells who won, who lost, and shows no value' '
	ENVIRONMENT=mine pf-secrets --env-file pf.env why ENVIRONMENT >got && [ "$(wc -l <got)" -eq 3 ] &&
	[ "$(sed "s/.*\"source\":\"\([^\"]*\)\".*\"wins\":\(.*\)}/\1 \2/" got | tr "\n" ,)" = "environment true,env-file false,aws false," ] &&
	says "\"place\":\"pf.env:4\"" got && says "\"place\":\"pf/portfolio\",\"version\":\"" got && says "\"since\":\"20" got && ! grep -e mine -e sandbox -e "from the" got &&
	kept 1 "no source has it" pf-secrets why NO_SUCH
'
ok 'list names all but what the environment alone has' '
	pf-secrets --env-file pf.env list >got && says "\"name\":\"SNAPTRADE_USER_SECRET\"" got && says "\"length\":30" got && ! grep -e invented -e PATH got &&
	pf-secrets --env-file pf.env list --all >got && says "\"name\":\"PATH\"" got && pf-secrets --env-file pf.env list -f table >got && says "aws pf/portfolio" got &&
	! grep invented got
'
ok 'without USE_AWS_SECRETS nobody is asked' '
	: >"$scratch/log"; USE_AWS_SECRETS=0 pf-secrets --env-file pf.env list >got && says AWS_SECRET_NAME got && ! grep SNAPTRADE got && pf-secrets list >got && [ ! -s got ] &&
	[ ! -s "$scratch/log" ] && kept 78 USE_AWS_SECRETS env USE_AWS_SECRETS=maybe pf-secrets list
'
ok 'several secrets: with a prefix, whole, and as they are' '
	USE_AWS_SECRETS=1 AWS_SECRET_NAME="PLAIN=pf/plain, B_*=pf/portfolio,pf/portfolio" pf-secrets exec -- env >got &&
	says "PLAIN=an invented text that is no JSON" got && says B_OPENAI_API_KEY=invented got && says "
OPENAI_API_KEY=invented" got && pf-secrets --from aws:X=pf/plain get X >got && says "an invented text" got
'
ok 'the usual name of the secret is composed' '
	kept 78 "secret llm-portfolio/production: there is none" env USE_AWS_SECRETS=1 pf-secrets list &&
	USE_AWS_SECRETS=1 AWS_SECRETS_PREFIX=pf AWS_SECRETS_ENV=portfolio pf-secrets get ENVIRONMENT >got && [ "$(cat got)" = sandbox ]
'
ok 'a secret that is none is refused with its name' '
	kept 78 "secret pf/plain: it is a plain text" pf-secrets --from aws:pf/plain list &&
	kept 78 "secret no/such: there is none of that name in us-east-1" pf-secrets --from aws:no/such list &&
	kept 78 "names no secret" pf-secrets --from aws:X= list && kept 64 "is no source" pf-secrets --from pf/portfolio list
'
ok 'keys are checked, values not shown' '
	while read -r text want; do
		provider "$text" && kept 78 "program ./provider: $want" pf-secrets --from exec:./provider list || exit 1
	done <<-"END"
	{"A":{"B":"invented"}} key '"'A'"' is an object
	{"A":["invented"]} key '"'A'"' is an array
	{"A-B":"invented"} key '"'A-B'"' is no name
	{"A":"x","B":"invented","B":"invented"} key '"'B'"' stands there twice
	{"A":"invented\u0000"} key '"'A'"': column
	{} it is an object without a value
	invented line 1: it is no NAME=VALUE
	END
	printf "#!/bin/sh\nprintf \"{\\\\\"A\\\\\":\\\\\"invented\\\\377\\\\\"}\"\n" >provider && kept 78 "no UTF-8" pf-secrets --from exec:./provider list
'
ok 'numbers keep their digits' '
	provider "{\"SOME_N\":12345678901234567890.10,\"SOME_E\":1E400,\"SOME_T\":true,\"SOME_Z\":null}" && pf-secrets --from exec:./provider exec -- env >got &&
	says SOME_N=12345678901234567890.10 got && says SOME_E=1E400 got && says SOME_T=true got && ! grep ^SOME_Z= got
'
ok 'programs: lines, words, statuses, no input, a limit in time and length' '
	printf "A=1\nB=\"x\\\\ny\"\n" >lines && pf-secrets --from "exec:cat lines" get B >got && printf "x\ny\n" >want && same want got &&
	kept 75 "it ended with 75" pf-secrets --from "exec:sh -c '"'exit 75'"'" list && kept 77 "ended with 77" pf-secrets --from "exec:sh -c '"'exit 77'"'" list &&
	kept 78 "ended with 3" pf-secrets --from "exec:sh -c '"'exit 3'"'" list && kept 66 "no such program" pf-secrets --from exec:./nosuch list &&
	echo A=1 | exits 78 pf-secrets --from exec:cat list && kept 75 "no end in time" pf-secrets --timeout 100ms --from "exec:sleep 20" list &&
	kept 78 "printed more than" pf-secrets --from "exec:head -c 300000 /dev/zero" list &&
	pf-secrets --from "exec:sh -c '"'echo said >&2; echo A=1'"'" get A >got 2>err && [ "$(cat got err | tr "\n" ,)" = 1,said, ]
'
ok 'nothing is run when a source fails or a key is missing; names alone are told' '
	kept 78 "missing or empty: NOPE, EMPTY" env EMPTY= pf-secrets --env-file pf.env exec --require OPENAI_API_KEY,NOPE,EMPTY -- touch ran &&
	kept 78 "there is none" pf-secrets --from aws:no/such exec -- touch ran && [ ! -e ran ] &&
	pf-secrets --env-file pf.env exec --require OPENAI_API_KEY -- touch ran && [ -e ran ]
'
ok 'an env file that is not there is told with what makes it' '
	kept 66 "create it: install -m 640 /dev/null ./nope.env" pf-secrets --env-file ./nope.env exec -- true &&
	printf "A=1\nB invented\n" >bad.env && kept 78 "bad.env: line 2: it is no NAME=VALUE" pf-secrets --env-file bad.env list
'
ok 'an environment of its own' '
	A=1 pf-secrets --env-file pf.env exec --clean --keep A,NOT_SET -- /usr/bin/env >got && says A=1 got && ! grep -e ^PATH= -e ^HOME= got && says OPENAI_API_KEY= got &&
	[ "$(grep -c ^AWS got)" -eq 1 ] && OPENAI_API_KEY=mine pf-secrets --env-file pf.env exec --clean -- /usr/bin/env >got && says OPENAI_API_KEY=invented got &&
	exits 64 pf-secrets exec --keep A -- true
'
ok 'statuses are those of env' '
	kept 127 "No such file" pf-secrets exec -- ./nosuch && kept 127 "No such file" pf-secrets exec -- pf-nosuch && : >plain && kept 126 "Permission denied" pf-secrets exec -- ./plain &&
	exits 3 pf-secrets exec -- sh -c "exit 3" && exits 64 pf-secrets exec && exits 64 pf-secrets && exits 64 pf-secrets exec --
'
ok 'what is only told is not run' '
	pf-secrets -n --env-file pf.env exec -- touch dry 2>err && [ ! -e dry ] && says "would run touch with" err && ! grep invented err
'
ok 'it is the same process, and signals are its own' '
	pf-secrets --env-file pf.env exec -- sh -c "echo \$\$ >pid; exec sleep 20" & p=$!
	while [ ! -s pid ]; do sleep 0.02; done
	[ "$(cat pid)" = $p ] && kill $p; wait $p; [ $? -eq 143 ] && exits 143 pf-secrets exec -- sh -c "kill -TERM \$\$" &&
	(trap "" HUP; pf-secrets exec -- sh -c "kill -HUP \$\$; echo lives") >got && [ "$(cat got)" = lives ]
'
ok 'a signal while the sources are read ends it without the command' '
	{ pf-secrets --from "exec:sleep 20" exec -- touch ran2 2>err & p=$!; sleep 0.3; kill $p; wait $p; [ $? -eq 143 ]; } && [ ! -e ran2 ]
'
ok 'descriptors of the caller arrive, none of ours' '
	echo text >three && pf-secrets --env-file pf.env exec -- sh -c "cat <&7; ls /proc/\$\$/fd" 7<three >got && sh -c "cat <&7; ls /proc/\$\$/fd" 7<three >want && same want got
'
ok 'the limit of core files is that of the caller' '
	(ulimit -Sc 8 2>/dev/null || skip "the limit is 0 here"; pf-secrets exec -- sh -c "ulimit -Sc; ulimit -Hc" >got; pf secrets exec -- sh -c "ulimit -Sc; ulimit -Hc" >got2
	 { ulimit -Sc; ulimit -Hc; } >want; same want got && same want got2)
'
ok 'a value is for pipes; a key of chance has 64 digits' '
	pf-secrets --env-file pf.env get --no-newline ENVIRONMENT >got && [ "$(wc -c <got)" -eq 13 ] && kept 1 "no source has it" pf-secrets get NO_SUCH &&
	exits 64 pf-secrets get && exits 64 pf-secrets get A B && exits 64 pf-secrets get 1A && exits 74 pf-secrets --env-file pf.env get ENVIRONMENT >/dev/full &&
	pf-secrets gen >got && grep -Ex "[0-9a-f]{64}" got && pf-secrets gen A B >got && [ "$(grep -cE "^[AB]=[0-9a-f]{64}$" got)" -eq 2 ] && [ "$(sort -u got | wc -l)" -eq 2 ] &&
	pf-secrets gen --bytes 300 >got && [ "$(wc -c <got)" -eq 601 ] && exits 64 pf-secrets gen --bytes 8 && exits 64 pf-secrets gen A-B && exits 74 pf-secrets gen >/dev/full
'
done_testing
