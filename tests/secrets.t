#!/bin/sh
# pf-secrets against the sandbox: who wins, what is refused, what the command finds, and that no value is seen where it should not be.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
sandbox --log "$scratch/log"
# the accounts come from the secret here: what the environment says would win
unset PF_SNAPTRADE_URL SNAPTRADE_CLIENT_ID SNAPTRADE_CONSUMER_KEY SNAPTRADE_USER_ID SNAPTRADE_USER_SECRET
unset DATABENTO_API_KEY OPENAI_API_KEY DISCORD_BOT_TOKEN DISCORD_WEBHOOK_URL RUN_TELEGRAM TELEGRAM_BOT_TOKEN TELEGRAM_CHAT_ID PF_NOTIFY_SNS_TOPIC LOG_CHANNEL_IDS # test keys of the sandbox's, which would win

cat >pf.env <<'E2'
# where, not what
USE_AWS_SECRETS=1
AWS_SECRET_NAME=pf/portfolio
ENVIRONMENT='from-the-file'
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
	says LOG_CHANNEL_IDS=154700000000000101,154700000000000102,154700000000000103 got
'
ok 'it needs no other permission than GetSecretValue' '
	[ "$(grep -o "secretsmanager\.[A-Za-z]*" "$scratch/log" | sort -u)" = secretsmanager.GetSecretValue ]
'
ok 'the environment wins over the file, the file over the secret, all over pf.yaml' '
	printf "environment:\n  ENVIRONMENT: settings\n  LOG_CHANNEL_IDS: settings\n  MORE: settings\n" >pf.yaml &&
	get() { pf-secrets --config pf.yaml --env-file pf.env get "$1"; } &&
	[ "$(get ENVIRONMENT)" = "from-the-file" ] && [ "$(ENVIRONMENT=mine get ENVIRONMENT)" = mine ] &&
	[ "$(get LOG_CHANNEL_IDS)" = 154700000000000101,154700000000000102,154700000000000103 ] && [ "$(get MORE)" = settings ] && [ -z "$(ENVIRONMENT= get ENVIRONMENT)" ] &&
	pf-secrets --config pf.yaml --env-file pf.env exec -- env >got && says MORE=settings got && says "ENVIRONMENT=from-the-file" got
'
ok 'why tells who won, who lost, and shows no value' '
	ENVIRONMENT=mine pf-secrets --env-file pf.env why ENVIRONMENT >got && [ "$(wc -l <got)" -eq 3 ] &&
	[ "$(sed "s/.*\"source\":\"\([^\"]*\)\".*\"wins\":\(.*\)}/\1 \2/" got | tr "\n" ,)" = "environment true,env-file false,aws false," ] &&
	says "\"place\":\"pf.env:4\"" got && says "\"place\":\"pf/portfolio\",\"version\":\"" got && says "\"since\":\"20" got && ! grep -e mine -e sandbox -e from-the got &&
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
# put NAME TEXT: a secret of the sandbox's; TEXT is what stands behind the name in CreateSecret
put() {
	python3 -S "$top/tests/sandbox/aws.py" target=CreateSecret "body={\"Name\":\"$1\",\"ClientRequestToken\":\"$(pf-secrets gen --bytes 16)\",$2}" && [ "$(cat code)" = 200 ] || { cat got; return 1; }
}
ok 'secrets of every kind that a store may hold' '
	command -v python3 >/dev/null || skip "there is no python3"
	put t/binary "\"SecretBinary\":\"aW52ZW50ZWQ=\"" && kept 78 "secret t/binary: it is binary" pf-secrets --from aws:t/binary list &&
	put t/empty "\"SecretString\":\"{}\"" && kept 78 "secret t/empty: it is an object without a value" pf-secrets --from aws:t/empty list &&
	put t/twice "\"SecretString\":\"{\\\"A\\\":\\\"invented\\\",\\\"A\\\":\\\"invented\\\"}\"" && kept 78 "key '"'A'"' stands there twice" pf-secrets --from aws:t/twice list &&
	put t/nul "\"SecretString\":\"{\\\"A\\\":\\\"invented\\\\u0000\\\"}\"" && kept 78 "key '"'A'"': column" pf-secrets --from aws:t/nul list &&
	put t/none "\"Description\":\"no value\"" && kept 78 "has no value yet" pf-secrets --from aws:t/none list &&
	pf-secrets --from aws:t/binary check >out; says "\"name\":\"shape/t/binary\",\"status\":\"fail\"" out
'
ok 'a secret of 64 KiB, the largest there is' '
	command -v python3 >/dev/null || skip "there is no python3"
	python3 -c "
import json
text = json.dumps({\"BIG\": \"x\" * 60000, \"MORE\": \"y\" * 5513})
assert len(text) == 65536, len(text)
open(\"big\", \"w\").write(json.dumps(text))" && put t/big "\"SecretString\":$(cat big)" && pf-secrets --from aws:t/big exec -- sh -c "echo \${#BIG} \${#MORE}" >got && [ "$(cat got)" = "60000 5513" ]
'
ok 'a busy or broken service is 75, and nothing is run' '
	for fault in throttle 500; do
		rm -f env.own; pf-sandbox serve -q --env env.own --fault aws/GetSecretValue:$fault & own=$!
		trap "kill $own 2>/dev/null" EXIT
		while [ ! -s env.own ]; do sleep 0.02; done
		(. ./env.own; PF_HTTP_BACKOFF=10ms kept 75 secretsmanager pf-secrets --from aws:pf/portfolio exec -- touch ran4) && [ ! -e ran4 ] && kill $own && wait $own || exit 1
	done
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
	kept 127 "No such file" pf-secrets exec -- ./nosuch && kept 127 "No such file" env PATH="$build/cmd:/usr/bin:/bin" pf-secrets exec -- pf-nosuch && : >plain && kept 126 "Permission denied" pf-secrets exec -- ./plain &&
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
	# a sanitizer would set it to 0 itself
	(ulimit -Sc 8 2>/dev/null || skip "the limit is 0 here"; export ASAN_OPTIONS="${ASAN_OPTIONS:-}:disable_coredump=0"; pf-secrets exec -- sh -c "ulimit -Sc; ulimit -Hc" >got; pf secrets exec -- sh -c "ulimit -Sc; ulimit -Hc" >got2
	 { ulimit -Sc; ulimit -Hc; } >want; same want got && same want got2)
'
ok 'a value is for pipes; a key of chance has 64 digits' '
	pf-secrets --env-file pf.env get --no-newline ENVIRONMENT >got && [ "$(wc -c <got)" -eq 13 ] && kept 1 "no source has it" pf-secrets get NO_SUCH &&
	exits 64 pf-secrets get && exits 64 pf-secrets get A B && exits 64 pf-secrets get 1A && exits 74 pf-secrets --env-file pf.env get ENVIRONMENT >/dev/full &&
	pf-secrets gen >got && grep -Ex "[0-9a-f]{64}" got && pf-secrets gen A B >got && [ "$(grep -cE "^[AB]=[0-9a-f]{64}$" got)" -eq 2 ] && [ "$(sort -u got | wc -l)" -eq 2 ] &&
	pf-secrets gen --bytes 300 >got && [ "$(wc -c <got)" -eq 601 ] && exits 64 pf-secrets gen --bytes 8 && exits 64 pf-secrets gen A-B && exits 74 pf-secrets gen >/dev/full
'
url=postgresql://pf:invented-password@127.0.0.1/pf

ok 'the contracts are named, and one tells what it wants' '
	pf-secrets contract >got && [ "$(wc -l <got)" -eq 6 ] && pf-secrets contract portfolio >got && [ "$(wc -l <got)" -ge 13 ] &&
	for k in DATABASE_URL OPENAI_API_KEY SNAPTRADE_CONSUMER_KEY LOG_CHANNEL_IDS; do says "\"key\":\"$k\"" got || exit 1; done; ! grep NEXTAUTH got &&
	kept 66 "did you mean '"'portfolio'"'" pf-secrets contract portfolo && exits 64 pf-secrets contract a b &&
	printf "name: x\nkeys:\n  A: { neet: required }\n" >x.yaml && kept 78 "x.yaml:3:8: unknown key '"'neet'; did you mean 'need'"'" pf-secrets exec --contract x.yaml -- true
'
ok 'a contract that is not kept is told, and with --strict nothing is run' '
	kept 78 "contract portfolio is not kept, nothing is run: DATABASE_URL" pf-secrets --env-file pf.env exec --contract portfolio --strict -- touch ran3 && [ ! -e ran3 ] &&
	pf-secrets --env-file pf.env exec --contract portfolio -- touch ran3 2>err && [ -e ran3 ] && says "warning: DATABASE_URL is missing" err &&
	DATABASE_URL=$url pf-secrets --env-file pf.env exec --contract portfolio --strict -- true 2>err && [ ! -s err ] &&
	kept 78 ": LOG_CHANNEL_IDS" env DATABASE_URL=$url LOG_CHANNEL_IDS=none pf-secrets --env-file pf.env exec --contract portfolio --strict -- true &&
	exits 64 pf-secrets exec --strict -- true
'
ok 'a switch within the secret makes keys required' '
	provider "{\"REQUIRE_SNAPTRADE\":1,\"DATABASE_URL\":\"$url\",\"API_SECRET_KEY\":\"invented-api-secret\",\"OPENAI_API_KEY\":\"invented-openai-key\",\"DISCORD_BOT_TOKEN\":\"invented-discord-token\"}" &&
	kept 78 "run: SNAPTRADE_CLIENT_ID, SNAPTRADE_CONSUMER_KEY, SNAPTRADE_USER_ID, SNAPTRADE_USER_SECRET" \
		pf-secrets --from exec:./provider exec --contract portfolio --strict -- true &&
	REQUIRE_SNAPTRADE=False pf-secrets --from exec:./provider exec --contract portfolio --strict -- true &&
	pf-secrets --from exec:./provider exec -- sh -c "[ \"\$REQUIRE_SNAPTRADE\" = 1 ]"
'
# rungs: the names and statuses of the checks, without those of keys
rungs() {
	sed -n 's/.*"name":"\([^"]*\)","status":"\([^"]*\)".*/\1 \2/p' "$1" | grep -v ^key/ | tr '\n' ,
}
# checked STATUS WANT [NAME=VALUE...] pf-secrets...: its rungs, and no value
checked() {
	st=$1 up_to=$2
	shift 2
	exits "$st" "$@" >out 2>err && ! grep invented out err && [ "$(rungs out)" = "$up_to" ] || { echo "$up_to"; cat out err; return 1; }
}
ok 'check goes up the ladder' '
	up="env-file pass,env-file-mode pass,credentials pass,secret/pf/portfolio pass,readable/pf/portfolio pass,shape/pf/portfolio pass," &&
	checked 0 "$up" env DATABASE_URL=$url pf-secrets --env-file pf.env check --contract portfolio &&
	[ "$(grep -c "\"name\":\"key/" out)" -ge 12 ] && checked 1 "$up" pf-secrets --env-file pf.env check --contract portfolio &&
	says "\"name\":\"key/DATABASE_URL\",\"status\":\"fail\"" out && says "\"fix\":\"put it into the secret" out && says "1 of the checks failed" err &&
	checked 1 "$up" pf-secrets --env-file pf.env check --require OPENAI_API_KEY,NOPE && says "NOPE is missing" out &&
	pf-secrets --env-file pf.env check -f table >out && says "pass    credentials" out
'
ok 'check says on which rung it ends' '
	checked 1 "env-file pass,credentials pass,secret/no/such fail," pf-secrets --from aws:no/such check && says "\"fix\":\"look at AWS_SECRET_NAME" out &&
	checked 1 "env-file pass,credentials pass,secret/pf/plain pass,readable/pf/plain pass,shape/pf/plain fail," pf-secrets --from aws:pf/plain check &&
	checked 1 "env-file pass,credentials fail,secret/x skip," env -u AWS_ACCESS_KEY_ID -u AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_EC2_METADATA_DISABLED=true \
		pf-secrets --from aws:x check && says "attach a role" out &&
	checked 1 "env-file fail,sources pass," pf-secrets --env-file ./nope.env check && says "create it" out &&
	checked 1 "env-file fail,sources pass," pf-secrets --env-file bad.env check &&
	checked 1 "env-file pass,sources fail," env USE_AWS_SECRETS=maybe pf-secrets check &&
	checked 1 "env-file pass,program/false fail," pf-secrets --from exec:false check &&
	checked 1 "env-file pass,program/echo {} pass,shape/echo {} fail," pf-secrets --from "exec:echo {}" check && checked 0 "env-file pass,sources pass," pf-secrets check
'
ok 'who may not read is not told more; an empty value hides one' '
	pf-sandbox serve -q --env env.own --fault aws/GetSecretValue:denied & own=$!
	trap "kill $own 2>/dev/null" EXIT
	while [ ! -s env.own ]; do sleep 0.02; done
	(. ./env.own; checked 1 "env-file pass,credentials pass,secret/pf/portfolio skip,readable/pf/portfolio fail," pf-secrets --from aws:pf/portfolio check &&
		says "allow the role secretsmanager:GetSecretValue" out && kept 77 AccessDenied pf-secrets --from aws:pf/portfolio list) &&
	exits 1 env OPENAI_API_KEY= pf-secrets --env-file pf.env check --require OPENAI_API_KEY >out && says "hides the value of another source" out
'
ok 'a secret in a file that all may read, and one that all may write' '
	cp pf.env open.env && chmod 644 open.env && pf-secrets --env-file open.env check >out && echo "OPENAI_API_KEY=invented-key" >>open.env &&
	exits 1 pf-secrets --env-file open.env check >out && says "OPENAI_API_KEY in it is a secret" out && says "\"observed\":\"0644\",\"limit\":\"0640\"" out && ! grep invented out &&
	chmod 640 open.env && pf-secrets --env-file open.env check >out && chmod 666 open.env && exits 1 pf-secrets --env-file open.env check >out && says "written by everybody" out
'
ok 'an API key is no password of a database' '
	jwt=eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiaW52ZW50ZWQifQ.aW52ZW50ZWQ
	for bad in "postgresql://u:$jwt@h:6543/postgres" "postgresql://u:sb_secret_invented@h/d"; do
		exits 1 env DATABASE_URL="$bad" pf-secrets --env-file pf.env check --contract portfolio >out && says "has an API key where" out && ! grep -e eyJ -e sb_secret out &&
		exits 1 env OTHER_URL="$bad" pf-secrets check >out && says key/OTHER_URL out && ! grep -e eyJ -e sb_secret out || exit 1
	done
	exits 1 env POSTGRES_PASSWORD=traderpass pf-secrets check --contract trading >out && says "has a password that everybody knows" out
'
cat >hard.json <<'E2'
{"PLAIN":"value","BLANKS":" a  b ","QUOTES":"it's \"so\"","BACK":"a\\n\\\\b\\","DOLLAR":"$HOME ${PATH} `id` $(id) !x","SEVERAL":"one\ntwo\n\nfour\n","HASH":"#a #b","TAB":"a\tb","UNI":"é😀","EMPTY":"","LAST":"end=1"}
E2
# want NAME: its value, read from hard.json by jq, to want
want() {
	command -v jq >/dev/null || skip 'there is no jq'
	jq -j --arg k "$1" '.[$k]' hard.json >want
}
names='PLAIN BLANKS QUOTES BACK DOLLAR SEVERAL HASH TAB UNI EMPTY LAST'
hard() {
	pf-secrets --from 'exec:cat hard.json' "$@"
}
ok 'env: a shell reads what was there' '
	hard env -f sh >vars.sh && for k in $names; do
		want $k && sh -c ". ./vars.sh; exec printenv -0 $k" | tr -d "\0" >got && same want got || exit 1
	done
'
ok 'env: our own reader and jq read what was there' '
	hard env >vars.env && hard env --format json >vars.json && want PLAIN && jq -S . hard.json >want && jq -S . vars.json >got && same want got &&
	for k in $names; do want $k && pf-secrets --env-file vars.env get --no-newline $k >got && same want got || exit 1; done
'
ok 'env: systemd reads what was there' '
	command -v systemd-analyze >/dev/null || skip "there is no systemd-analyze"
	hard env -f systemd >vars.systemd && holds() { SYSTEMD_OS_RELEASE=$PWD/vars.systemd systemd-analyze condition "ConditionOSRelease=$1" >/dev/null 2>&1; }
	holds PLAIN=value || skip "this one reads no os-release of ours"
	! holds PLAIN=other && holds "\"QUOTES=it'"'"'s \\\"so\\\"\"" && holds "\"BACK=a\\\\n\\\\\\\\b\\\\\"" &&
	holds "\"DOLLAR=\$HOME \${PATH} \`id\` \$(id) !x\"" && holds "\"HASH=#a #b\"" && holds LAST=end=1 && holds "\"UNI=é😀\"" &&
	provider "A=\"x\\ry\"" && kept 65 "A has a control character" pf-secrets --from exec:./provider env -f systemd
'
ok 'env: GitHub gets masks first, and reads what was there' '
	GITHUB_ENV=$PWD/github; export GITHUB_ENV; echo "OLD=1" >github
	hard -n env -f github >masks && [ "$(wc -l <github)" -eq 1 ] && hard env -f github >masks && says "::add-mask::one%0Atwo%0A%0Afour%0A" masks && says "::add-mask::four" masks &&
	! grep -v ^::add-mask:: masks && python3 - <<-"END"
	import json
	text = open("github", newline="").read()
	want, got = json.load(open("hard.json")), {}
	while text: # as the runner reads it: NAME=VALUE, or NAME<<DELIMITER and lines up to that
	    line, text = text.split("\n", 1)
	    if "<<" in line and "=" not in line.split("<<")[0]:
	        name, delimiter = line.split("<<", 1)
	        value, text = text.split("\n" + delimiter + "\n", 1) if not text.startswith(delimiter + "\n") else ("", text[len(delimiter) + 1:])
	        got[name] = value
	    else:
	        assert line == "OLD=1", line
	assert got == want, (got, want)
	END
	[ $? -eq 0 ] && unset GITHUB_ENV && kept 78 "GITHUB_ENV is not set" env -u GITHUB_ENV pf-secrets env -f github &&
	exits 73 env GITHUB_ENV=/nowhere/file pf-secrets --from "exec:cat hard.json" env -f github >/dev/null
'
ok 'env and list name what the contract wants, too' '
	DATABASE_URL=$url pf-secrets --env-file pf.env env >got && ! grep DATABASE_URL got && DATABASE_URL=$url pf-secrets --env-file pf.env env --contract portfolio >got &&
	says "DATABASE_URL=$url" got && DATABASE_URL=$url pf-secrets list --contract portfolio >got && says DATABASE_URL got && ! grep invented got
'
ok 'a terminal is shown no value' '
	command -v script >/dev/null || skip "there is no script"
	script -qec "pf-secrets --env-file pf.env get OPENAI_API_KEY" /dev/null >got </dev/null; says "say --show" got && ! grep invented got || exit 1
	script -qec "pf-secrets --env-file pf.env env" /dev/null >got </dev/null; says "say --show" got && ! grep invented got || exit 1
	script -qec "pf-secrets --env-file pf.env get --show OPENAI_API_KEY" /dev/null >got </dev/null; says invented-openai-api-key got
'
ok 'no value is in an argument, in our environment, or in what is written elsewhere' '
	command -v strace >/dev/null || skip "there is no strace"
	export ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0" # which is a tracer itself
	# an ordinary user is shown no memory of it at all, so the environment of the command is seen by root alone
	strace -f -s 100000 -v -o trace -e trace=execve,execveat,write,writev,pwrite64,sendto,sendmsg,openat,memfd_create pf-secrets --env-file pf.env exec -- true || skip "strace does not work here"
	grep -c execve trace >n && grep -v "execve(" trace >others && ! grep invented others && { grep "invented-openai-api-key" trace >env.of || [ "$(id -u)" -ne 0 ]; } && [ "$(grep -vc "execve(\"[^\"]*/true\", \[\"true\"\], " env.of)" -eq 0 ] &&
	strace -f -s 100000 -v -o trace pf-secrets --env-file pf.env list >/dev/null 2>&1 && grep -v "read(\|recvfrom(\|recv(" trace >others && ! grep invented others
'
ok 'while it waits, nothing of it can be read' '
	printf "#!/bin/sh\necho A=invented-a\nexec 1>&-\n: >there\nexec sleep 20\n" >slow && chmod +x slow && rm -f there
	pf-secrets --env-file pf.env --from exec:./slow exec -- true 2>err & p=$!
	while [ ! -e there ]; do sleep 0.02; done
	tr "\0" "\n" </proc/$p/cmdline >cmdline; cat /proc/$p/environ >environ 2>/dev/null; kill $p; wait $p
	! grep -a invented cmdline && ! grep -a invented environ && says exec cmdline
'
ok 'another process of the same user may not look into it' '
	[ "$(id -u)" -eq 0 ] || { cat /proc/self/environ >/dev/null || exit 1; }
	printf "#!/bin/sh\n: >there2\nexec sleep 20\n" >slow && chmod 755 slow && rm -f there2 &&
	cat >look <<-"END"
	pf-secrets --from exec:./slow exec -- true 2>err2 & p=$!
	while [ ! -e there2 ]; do sleep 0.02; done
	cat /proc/$p/environ >environ 2>/dev/null; st=$?
	cat /proc/$p/maps >maps 2>/dev/null; st2=$?
	kill $p; wait $p
	[ $st -ne 0 ] && [ $st2 -ne 0 ] && [ ! -s environ ] && [ ! -s maps ]
	END
	rm -f environ && as_user sh look && as_user pf-secrets exec -- sh -c "cat /proc/\$\$/environ >/dev/null"
'
ok 'the units that show it are good' '
	command -v systemd-analyze >/dev/null || skip "there is no systemd-analyze"
	for unit in nightly brokerage-events portfolio-sync; do for how in secrets credentials; do
		rm -rf units && mkdir -p units/pf-$unit.service.d && sed "s|@bindir@|$build/cmd|" "$top/share/systemd/pf-$unit.service.in" >units/pf-$unit.service &&
		sed "s|@bindir@|$build/cmd|g" "$top/share/systemd/pf-$unit-$how.conf.in" >units/pf-$unit.service.d/$how.conf &&
		! systemd-analyze verify --man=no units/pf-$unit.service 2>&1 | grep -F pf-$unit || exit 1
	done; done
'
ok 'ignored signals are those of the caller, also where we need ours' '
	command -v python3 >/dev/null || skip "there is no python3"
	as() { python3 -S -c "
import os, signal, sys
for s in signal.SIGPIPE, signal.SIGCHLD: signal.signal(s, getattr(signal, sys.argv[1]))
os.execvp(sys.argv[2], sys.argv[2:])" "$@"; }
	for how in SIG_IGN SIG_DFL; do
		as $how grep SigIgn /proc/self/status >want && as $how pf-secrets --from "exec:echo A=1" exec -- grep SigIgn /proc/self/status >got && same want got || exit 1
	done
	(trap "" PIPE; exits 127 pf-secrets exec -- ./nosuch)
'
ok 'the env file may name the sources' '
	echo "PF_SECRETS_FROM=exec:echo NAMED=1" >from.env && pf-secrets --env-file from.env get NAMED >got && [ "$(cat got)" = 1 ] &&
	exits 1 env PF_SECRETS_FROM="exec:echo OTHER=1" pf-secrets --env-file from.env get NAMED &&
	chmod 644 from.env && pf-secrets --env-file from.env check >out && says "it has no secret" out &&
	echo "PF_SECRETS_FROM=nothing" >from.env && kept 64 "PF_SECRETS_FROM: '"'nothing'"' is no source" pf-secrets --env-file from.env list
'
ok 'an env file that is a pipe is waited for, but not for good' '
	mkfifo pipe && kept 75 "pipe: nobody writes into it in time" pf-secrets --env-file pipe --timeout 100ms list && { (sleep 0.2; echo A=piped; sleep 0.1; echo B=2) >pipe & } &&
	pf-secrets --env-file pipe env >got && [ "$(tr "\n" , <got)" = A=piped,B=2, ] && echo A=in | pf-secrets --env-file /dev/stdin get A >got && says in got &&
	{ pf-secrets --env-file pipe get A >got & p=$!; sleep 0.2; kill -STOP $p; kill -CONT $p; sleep 0.1; echo A=still >pipe; wait $p; } && says still got &&
	{ pf-secrets --env-file pipe list 2>err & p=$!; sleep 0.2; kill $p; wait $p; [ $? -eq 143 ]; } && mkdir folder && kept 74 "folder: it cannot be read" pf-secrets --env-file folder list &&
	kept 66 "create it" pf-secrets --env-file pf.env/x list
'
ok 'a variable that is too long for any program is named' '
	printf "{\"SHORT\":\"1\",\"LONG\":\"invented%0131072d\"}" 0 >long.json && kept 126 "true: LONG has 131085 bytes" pf-secrets --from "exec:cat long.json" exec -- true
'
ok 'a program may ask at the terminal' '
	command -v script >/dev/null || skip "there is no script"
	printf "#!/bin/sh\nread x </dev/tty && stty -echo </dev/tty && stty echo </dev/tty && echo A=it-was-\$x\n" >asks && chmod +x asks &&
	{ sleep 0.3; echo word; sleep 1; } | script -qec "pf-secrets --timeout 5s --from exec:./asks exec -- printenv A" /dev/null >got; says it-was-word got
'
ok 'a mark in front of JSON is no text' '
	printf "\357\273\277 {\"A\":\"1\"}" >mark && pf-secrets --from "exec:cat mark" get A >got && says 1 got
'
ok 'GitHub: what a step left without its line end stays whole' '
	printf OLD=1 >gh && GITHUB_ENV=gh pf-secrets --from "exec:cat mark" env -f github >/dev/null && [ "$(head -n 1 gh)" = OLD=1 ] && grep "^A<<" gh &&
	: >gh && GITHUB_ENV=gh pf-secrets --from "exec:cat mark" env -f github >/dev/null && [ "$(head -c 3 gh)" = "A<<" ] && exits 74 env GITHUB_ENV=/dev/full pf-secrets --from "exec:cat mark" env -f github
'
ok 'each refusal of AWS is told with what to do' '
	while read -r fault status secret fix; do
		rm -f env.own; pf-sandbox serve -q --env env.own --fault aws/GetSecretValue:$fault & own=$!
		trap "kill $own 2>/dev/null" EXIT
		while [ ! -s env.own ]; do sleep 0.02; done
		(. ./env.own; PF_HTTP_BACKOFF=10ms; export PF_HTTP_BACKOFF; kept $status "secret pf/portfolio: " pf-secrets --from aws:pf/portfolio exec -- touch ran5 &&
			checked 1 "env-file pass,credentials pass,secret/pf/portfolio $secret,readable/pf/portfolio fail," pf-secrets --from aws:pf/portfolio check &&
			says "$fix" out) && [ ! -e ran5 ] && kill $own && wait $own || exit 1
	done <<-"END"
	decrypt 69 pass "fix":"look at the key in KMS
	expired 77 skip "fix":"get new ones
	internal 75 skip "fix":"try again later
	END
'
ok 'what looks like a key is one, whatever it is called; a group that writes is told' '
	echo FOO=sk-invented-invented >looks.env && chmod 644 looks.env && exits 1 pf-secrets --env-file looks.env check >out && says "FOO in it is a secret" out && ! grep sk- out &&
	chmod 660 looks.env && pf-secrets --env-file looks.env check >out && says "may be written by its group" out
'
ok 'a list of sources that names nothing, or what is no name, is refused unseen' '
	for list in " , " "pf/portfolio,{\"A\":\"invented\"}" "A=" "invented secret"; do
		kept 78 "AWS_SECRET_NAME: " env USE_AWS_SECRETS=1 AWS_SECRET_NAME="$list" pf-secrets list || exit 1
	done; kept 78 "nothing is named in it" pf-secrets --from , list
'
ok 'check mixes up no two secrets' '
	bad=arn:aws:secretsmanager:b@d:1:secret:x
	checked 1 "env-file pass,credentials pass,secret/no/such fail,secret/$bad skip,readable/$bad fail," pf-secrets --from aws:no/such,aws:$bad check
'
ok 'what does as well for a key of the contract is named, too' '
	DATABASE_URL=$url pf-secrets list --contract social >got && says "\"name\":\"DATABASE_URL\"" got && DATABASE_URL=$url pf-secrets env --contract social >got && says "DATABASE_URL=$url" got
'
ok 'names in a list may stand on lines of their own' '
	list="HOME
	NOPE" && kept 78 "missing or empty: NOPE (" pf-secrets exec --require "$list" -- true && exits 1 pf-secrets check --require "$list" >out && says "\"name\":\"key/HOME\",\"status\":\"pass\"" out
'
ok 'a secret that is deleted is told with how it comes back' '
	command -v python3 >/dev/null || skip "there is no python3"
	put t/gone "\"SecretString\":\"{}\"" && python3 -S "$top/tests/sandbox/aws.py" target=DeleteSecret "body={\"SecretId\":\"t/gone\"}" &&
	checked 1 "env-file pass,credentials pass,secret/t/gone pass,readable/t/gone fail," pf-secrets --from aws:t/gone check && says "\"fix\":\"restore it" out
'
done_testing
