#!/bin/sh
# pf-secrets put, create, import, diff and gen --put against the sandbox: what is written, what stays as it was, and that of many writers
# none loses anything.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
sandbox --log "$scratch/log"
# test keys of the sandbox's
unset DATABENTO_API_KEY OPENAI_API_KEY DISCORD_BOT_TOKEN DISCORD_WEBHOOK_URL RUN_TELEGRAM TELEGRAM_BOT_TOKEN TELEGRAM_CHAT_ID PF_NOTIFY_SNS_TOPIC LOG_CHANNEL_IDS SNAPTRADE_CLIENT_ID SNAPTRADE_CONSUMER_KEY SNAPTRADE_USER_ID SNAPTRADE_USER_SECRET
USE_AWS_SECRETS=1 AWS_SECRET_NAME=t/one
export USE_AWS_SECRETS AWS_SECRET_NAME

kept() {
	st=$1 text=$2
	shift 2
	exits "$st" "$@" >out 2>err && says "$text" err && ! grep invented out err
}
# did ACTION NAME: what was just written is that
did() {
	says "{\"kind\":\"change\",\"name\":\"$2\",\"action\":\"$1\",\"secret\":\"" got && ! grep invented got
}
value() {
	pf-secrets get --no-newline "$1"
}

ok 'a secret is made, and a key put into it' '
	pf-secrets create t/one && echo invented-1 | pf-secrets put A_KEY >got && did add A_KEY && [ "$(value A_KEY)" = invented-1 ] &&
	echo invented-2 | pf-secrets put A_KEY >got && did change A_KEY && [ "$(value A_KEY)" = invented-2 ] && echo invented-2 | pf-secrets put A_KEY >got && did keep A_KEY &&
	kept 69 "ResourceExistsException" pf-secrets create t/one
'
ok 'a value is any text: quotes, lines, what is beyond ASCII' '
	printf "it'"'"'s \"x\"\\\\\n\ttwo é\360\237\224\221\n\n" >v && pf-secrets put B_KEY --file v >got && value B_KEY >back && printf "it'"'"'s \"x\"\\\\\n\ttwo é\360\237\224\221\n" >want && same want back
'
ok 'other keys stay as they are, digit for digit' '
	printf "{\"N\":1.50,\"E\":1e400,\"T\":true,\"Z\":null,\"O\":{\"a\":[1,2]}}" >raw &&
	pf-secrets create t/two >/dev/null && python3 -S "$top/tests/sandbox/aws.py" target=PutSecretValue \
		"body={\"SecretId\":\"t/two\",\"ClientRequestToken\":\"00000000-0000-0000-0000-000000000001\",\"SecretString\":\"$(sed "s/\"/\\\\\"/g" raw)\"}" &&
	echo x | pf-secrets put --secret t/two NEW >got && did add NEW && python3 -S "$top/tests/sandbox/aws.py" target=GetSecretValue "body={\"SecretId\":\"t/two\"}" &&
	says "{\\\"N\\\":1.50,\\\"E\\\":1e400,\\\"T\\\":true,\\\"Z\\\":null,\\\"O\\\":{\\\"a\\\":[1,2]},\\\"NEW\\\":\\\"x\\\"}" got
'
ok 'a key is taken out' '
	pf-secrets put --delete B_KEY >got && did remove B_KEY && exits 1 pf-secrets get B_KEY 2>/dev/null && pf-secrets put --delete B_KEY >got && did keep B_KEY
'
ok 'what is no value, and no secret, is refused' '
	kept 65 "value is empty" sh -c ": | pf-secrets put A_KEY" && kept 65 "a NUL" sh -c "printf \"invented\\\\000\" | pf-secrets put A_KEY" &&
	kept 65 "no UTF-8" sh -c "printf \"invented\\\\377\" | pf-secrets put A_KEY" && kept 66 "no-such" pf-secrets put A_KEY --file no-such &&
	kept 65 "more than 65536" sh -c "head -c 70000 /dev/zero | tr \"\\\\000\" x | pf-secrets put A_KEY" && kept 64 "no name of a variable" pf-secrets put A-B &&
	kept 65 "a secret has 65536 at most" sh -c "head -c 65530 /dev/zero | tr \"\\\\000\" x | pf-secrets put C_KEY" &&
	kept 64 "one key" pf-secrets put A_KEY invented && kept 64 "takes no value" pf-secrets put --delete A_KEY --file v &&
	kept 78 "there is none" sh -c "echo x | pf-secrets put --secret no/such A_KEY" && kept 78 "no JSON object" sh -c "echo x | pf-secrets put --secret pf/plain A_KEY" &&
	kept 64 "which secret" sh -c "echo x | AWS_SECRET_NAME=a,b pf-secrets put A_KEY" && kept 64 "which secret" sh -c "echo x | USE_AWS_SECRETS=0 pf-secrets put A_KEY" &&
	[ "$(value A_KEY)" = invented-2 ]
'
ok 'what is only tried is not written' '
	echo invented-3 | pf-secrets -n put A_KEY >got 2>err && did change A_KEY && says "nothing was written" err && [ "$(value A_KEY)" = invented-2 ] &&
	pf-secrets -n create t/none 2>/dev/null && exits 78 pf-secrets --from aws:t/none list 2>/dev/null
'
ok 'a file is compared and brought in: lines and JSON' '
	printf "A_KEY=invented-2\nexport D_KEY=\"invented d\"\nE_KEY=e\nE_KEY=ee\n" >f.env && pf-secrets create t/three >/dev/null && echo invented-2 | pf-secrets put --secret t/three A_KEY >/dev/null &&
	echo x | pf-secrets put --secret t/three ONLY_KEY >/dev/null && exits 1 pf-secrets diff --secret t/three f.env >got && did add D_KEY && did add E_KEY && did remove ONLY_KEY && ! grep A_KEY got &&
	pf-secrets -n import --secret t/three f.env >got 2>/dev/null && did add D_KEY && did keep A_KEY && pf-secrets import --secret t/three f.env >got && did add E_KEY && [ "$(wc -l <got)" -eq 3 ] &&
	AWS_SECRET_NAME=t/three pf-secrets get E_KEY >v && [ "$(cat v)" = ee ] && pf-secrets put --secret t/three --delete ONLY_KEY >/dev/null && pf-secrets diff --secret t/three f.env >got && [ ! -s got ] &&
	echo "{\"E_KEY\":\"ee\",\"D_KEY\":\"invented other\",\"A_KEY\":\"invented-2\"}" >f.json && exits 1 pf-secrets diff --secret t/three f.json >got && did change D_KEY && [ "$(wc -l <got)" -eq 1 ] &&
	kept 65 "line 1" sh -c "echo invented | pf-secrets import -" && pf-secrets create t/four f.env >got && did add D_KEY && pf-secrets diff --secret t/four f.env
'
ok 'keys of chance go where nobody sees them; those that are there stay' '
	pf-secrets gen --put A_KEY GEN_KEY >got && did keep A_KEY && did add GEN_KEY && [ "$(value A_KEY)" = invented-2 ] && value GEN_KEY | grep -Eq "^[0-9a-f]{64}\$" && old=$(value GEN_KEY) &&
	pf-secrets gen --put --replace GEN_KEY >got && did change GEN_KEY && [ "$(value GEN_KEY)" != "$old" ] && exits 64 pf-secrets gen --put
'
ok 'of twenty who write at the same time none loses anything' '
	pf-secrets create t/many >/dev/null && running= &&
	for i in $(seq 20); do
		echo "invented-$i" | pf-secrets --timeout 60s put --secret t/many "KEY_$i" >"did.$i" 2>&1 & running="$running $!"
	done &&
	for p in $running; do wait "$p" || exit 1; done
	AWS_SECRET_NAME=t/many pf-secrets list | grep -c "\"name\":\"KEY_" >n && [ "$(cat n)" -eq 20 ] && [ "$(cat did.* | grep -c "\"action\":\"add\"")" -eq 20 ] &&
	AWS_SECRET_NAME=t/many pf-secrets get KEY_17 >v && [ "$(cat v)" = invented-17 ]
'
ok 'a secret that others write all the time, and one that may not be written' '
	serve() { rm -f env.own; pf-sandbox serve -q --env env.own "$@" & own=$!; trap "kill \$own 2>/dev/null" EXIT; while [ ! -s env.own ] && kill -0 $own 2>/dev/null; do sleep 0.02; done; . ./env.own; }
	serve --fault aws/UpdateSecretVersionStage:denied && pf-secrets create t/one && kept 77 "allow the role secretsmanager:UpdateSecretVersionStage" sh -c "echo x | pf-secrets put A_KEY" && kill $own && wait $own
	serve --fault aws/PutSecretValue:throttle:2 && pf-secrets create t/one && echo invented-9 | pf-secrets put A_KEY >got && did add A_KEY && [ "$(value A_KEY)" = invented-9 ]
	kill $own && wait $own
'
ok 'secrets are filled by a contract: from what is at hand, one for each key or one for all' '
	cat >small.yaml <<-"END" &&
	name: small
	help: a small one
	keys:
	  POSTGRES_URL: {need: required, secret: true, pattern: "postgres://.+", help: the database}
	  USER_AGENT: {need: recommended, help: how it calls itself}
	  OTHER: {help: something}
	END
	kept 78 "no value for POSTGRES_URL" pf-secrets set-up --prefix mp/ ./small.yaml </dev/null && kept 65 "does not match" env POSTGRES_URL=invented pf-secrets set-up --prefix mp/ ./small.yaml </dev/null &&
	printf "POSTGRES_URL=postgres://u:invented-pw@h/d\n" >near.env && pf-secrets -n --env-file near.env set-up --prefix mp/ ./small.yaml </dev/null >got 2>/dev/null && did add POSTGRES_URL &&
	pf-secrets --env-file near.env set-up --prefix mp/ ./small.yaml </dev/null >got && says "\"secret\":\"mp/postgres-url\"" got && [ "$(wc -l <got)" -eq 1 ] &&
	AWS_SECRET_NAME=POSTGRES_URL=mp/postgres-url pf-secrets get POSTGRES_URL >v && [ "$(cat v)" = postgres://u:invented-pw@h/d ] &&
	pf-secrets --env-file near.env set-up --prefix mp/ ./small.yaml </dev/null >got 2>err && [ ! -s got ] && says "all that contract small wants is there" err &&
	pf-secrets --env-file near.env set-up --secret t/set ./small.yaml </dev/null >got && did add POSTGRES_URL && OTHER=x USER_AGENT=y pf-secrets set-up --secret t/set ./small.yaml </dev/null >got &&
	did add OTHER && did add USER_AGENT && [ "$(wc -l <got)" -eq 2 ] && exits 64 pf-secrets set-up --secret a --prefix b/ social && exits 64 pf-secrets set-up
'
ok 'what is typed is not shown where it is secret' '
	command -v python3 >/dev/null || skip "no python3 here"
	cat >type.py <<-"END" &&
	import os, pty, sys
	pid, fd = pty.fork()
	if pid == 0:
	    os.execvp("pf-secrets", ["pf-secrets", "set-up", "--secret", "t/typed", "./small.yaml"])
	text = b""
	for want, line in ((b"(the database): ", b"nonsense-invented\n"), (b"(the database): ", b"postgres://u:invented-pw@h/d\n"), (b"itself): ", b"seen\n")):
	    seen = b""
	    while not seen.endswith(want):
	        seen += os.read(fd, 1)
	    text += seen
	    os.write(fd, line)
	try:
	    while True:
	        more = os.read(fd, 4096)
	        if not more:
	            break
	        text += more
	except OSError:
	    pass
	sys.stdout.buffer.write(text)
	sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
	END
	timeout 20 python3 -S type.py >typed && ! grep invented typed && says seen typed && says "does not match" typed && AWS_SECRET_NAME=t/typed pf-secrets get POSTGRES_URL >v &&
	[ "$(cat v)" = postgres://u:invented-pw@h/d ]
'
ok 'an emulator that nobody here wrote takes it as well' '
	command -v moto_server >/dev/null && moto_server --help >/dev/null 2>&1 || skip "no moto_server here"
	port=$(python3 -S -c "import socket; s = socket.socket(); s.bind((\"127.0.0.1\", 0)); print(s.getsockname()[1])") && { moto_server -H 127.0.0.1 -p "$port" >moto.log 2>&1 & moto=$!; } &&
	trap "kill \$moto 2>/dev/null" EXIT && AWS_ENDPOINT_URL=http://127.0.0.1:$port && i=0 &&
	until pf-secrets create t/one >/dev/null 2>&1 || [ $i -gt 60 ]; do sleep 0.3; i=$((i + 1)); done &&
	echo invented-1 | pf-secrets put A_KEY >got && did add A_KEY && running= && for i in 1 2 3 4; do echo "invented-$i" | pf-secrets put "KEY_$i" >/dev/null 2>&1 & running="$running $!"; done &&
	for p in $running; do wait "$p" || exit 1; done; pf-secrets list >got; [ "$(grep -c "KEY" got)" -eq 5 ] && pf-secrets put --delete A_KEY >got && did remove A_KEY && exits 1 pf-secrets get A_KEY
'
ok 'no value is in an argument, the environment or a message of the program' '
	mkfifo hold && { pf-secrets -vv put F_KEY <hold >got 2>err & p=$!; exec 8>hold; printf invented-secret-8 >&8; sleep 0.3
	tr "\\000" "\\n" <"/proc/$p/cmdline" >seen; cat "/proc/$p/environ" >>seen 2>/dev/null; exec 8>&-; wait $p; } && did add F_KEY && ! grep -a invented seen err
'
ok 'in what the kernel is asked for a value goes to the service and nowhere else' '
	command -v strace >/dev/null || skip "no strace here"
	strace -f -o trace -s 4096 true 2>/dev/null || skip "strace may not trace here"
	echo invented-traced | strace -f -o trace -s 4096 pf-secrets put F_KEY >got 2>err && did change F_KEY && ! grep invented-traced err &&
	grep invented-traced trace | grep -vE "^[0-9]+ +(read|recvfrom|recvmsg)\\(0, |^[0-9]+ +(send|sendto|sendmsg|write|read|recv|recvfrom)\\([0-9]+, \"" >odd; [ ! -s odd ] &&
	! grep -E "(execve|openat|rename|write\\([12],).*invented-traced" trace
'
done_testing
