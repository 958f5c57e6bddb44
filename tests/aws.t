#!/bin/sh
# What we sign and read, beside AWS's own library for Python. Skipped aloud where that is not installed.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
python=/usr/bin/python3

ok '2,000 requests by chance are signed as botocore signs them' '
	"$python" -c "import botocore" 2>/dev/null || skip "python3-botocore is not installed"
	"$python" "$top/tests/aws/sign.py" 2000 1 requests signatures && "$build/tests/aws/sign" <requests >ours &&
	[ "$(wc -l <ours)" -eq 2000 ] && same signatures ours
'

ok 'the values in 100 shared files by chance are those that botocore reads there' '
	"$python" -c "import botocore" 2>/dev/null || skip "python3-botocore is not installed"
	mkdir files && PYTHONUTF8=1 "$python" "$top/tests/aws/profile.py" 100 1 files questions answers &&
	env -u AWS_PROFILE -u AWS_DEFAULT_PROFILE "$build/tests/aws/profile" <questions >ours &&
	[ "$(grep -cv "^error\$\|^null\$" ours)" -gt 500 ] && grep -q "^error" ours && same answers ours
'

ok '1,000 requests by chance are as botocore makes them, 1,000 replies read as it reads them' '
	"$python" -c "import botocore" 2>/dev/null || skip "python3-botocore is not installed"
	"$python" "$top/tests/aws/wire.py" "$build/tests/aws/wire" 1000 "${PF_TEST_SEED:-1}" && echo tables | "$build/tests/aws/wire" >rows &&
	[ "$(wc -l <rows)" -gt 200 ] && "$python" "$top/tests/aws/operations.py" --check <rows
'
call=$build/tests/aws/call
get='{"SecretId":"pf/portfolio"}'
export PF_HTTP_BACKOFF=10ms

ok 'a secret is written by one call and read by another, with the keys of the environment, a container or the instance' '
	pf-sandbox run -- sh -c '"'"'
		set -e
		"$0" secretsmanager CreateSecret "{\"Name\":\"a/b\",\"SecretString\":\"{\\\"K\\\":\\\"ü\\\"}\",\"ClientRequestToken\":\"00000000-0000-4000-8000-00000000abcd\"}"
		"$0" secretsmanager GetSecretValue "{\"SecretId\":\"a/b\"}"
		unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
		"$0" secretsmanager GetSecretValue "{\"SecretId\":\"a/b\"}"
		unset AWS_CONTAINER_CREDENTIALS_FULL_URI
		"$0" secretsmanager GetSecretValue "{\"SecretId\":\"a/b\"}"'"'"' "$call" >got && [ "$(wc -l <got)" -eq 4 ] && [ "$(grep -c "\"SecretString\":\"{.*ü" got)" -eq 3 ]
'
for f in throttle:1 503:1 500:1 internal:1 reset:1 cut:1 expired:1 skew lag; do
	ok "$f: it goes through" '
		pf-sandbox run -f "aws:'$f'" -l log -- "$call" secretsmanager GetSecretValue "$get" >got 2>err && says SecretString got || { cat err log; exit 1; }
	'
done
ok 'what writes is sent again when it certainly was not taken or has a token, and never else' '
	new="{\"Name\":\"x\",\"SecretString\":\"v\",\"ClientRequestToken\":\"00000000-0000-4000-8000-00000000abce\"}"
	pf-sandbox run -f aws:throttle:1 -- "$call" secretsmanager CreateSecret "$new" >got 2>err && says ARN got &&
	pf-sandbox run -f aws:reset:1 -l log -- "$call" secretsmanager CreateSecret "$new" >got 2>err && [ "$(grep -c CreateSecret log)" -eq 2 ] &&
	exits 75 pf-sandbox run -f aws:reset:1 -l log -- "$call" secretsmanager TagResource "{\"SecretId\":\"pf/portfolio\",\"Tags\":[]}" 2>err && [ "$(grep -c TagResource log)" -eq 1 ]
'
for row in throttle:75:ThrottlingException denied:77:AccessDeniedException decrypt:69:DecryptionFailure expired:77:ExpiredTokenException 500:75: html:65: garbage:65:; do
	ok "${row%%:*} all the time" '
		row='$row' status=${row#*:}
		exits ${status%:*} pf-sandbox run -f "aws:${row%%:*}" -- "$call" secretsmanager GetSecretValue "$get" 2>err && says "[${row##*:}]" err || { cat err; exit 1; }
	'
done
ok 'a wrong key is told, and no secret is in what is told' '
	exits 77 pf-sandbox run -- env AWS_SECRET_ACCESS_KEY=hush-hush-hush "$call" secretsmanager GetSecretValue "$get" 2>err && says InvalidSignatureException err && ! grep -q hush err &&
	exits 69 pf-sandbox run -- "$call" secretsmanager GetSecretValue "{\"SecretId\":\"nothing\"}" 2>err && says "[ResourceNotFoundException]" err &&
	exits 75 env AWS_ENDPOINT_URL=http://127.0.0.1:9 AWS_REGION=x AWS_ACCESS_KEY_ID=A AWS_SECRET_ACCESS_KEY=hush-hush-hush "$call" secretsmanager GetSecretValue "$get" 2>err && says "127.0.0.1:9" err &&
	exits 78 env -u AWS_REGION AWS_EC2_METADATA_DISABLED=true "$call" secretsmanager GetSecretValue "$get" 2>err && says region err
'

roles() { # a chain of two, web identity, a loop
	cat >config <<-END
		[profile one]
		role_arn = arn:aws:iam::123456789012:role/one
		credential_source = Environment
		role_session_name = first
		[profile two]
		role_arn = arn:aws:iam::123456789012:role/two
		source_profile = one
		external_id = e
		duration_seconds = 900
		[profile three]
		role_arn = arn:aws:iam::999999999999:role/others
		source_profile = one
	END
	AWS_CONFIG_FILE=$PWD/config
	export AWS_CONFIG_FILE
}
ok 'roles are assumed one after another, with the region and the endpoint of who asks' '
	roles &&
	pf-sandbox run -l roles.log -- sh -c "
		set -e
		PF_PROFILE=one $call sts GetCallerIdentity >one
		PF_PROFILE=two $call sts GetCallerIdentity >two" && says assumed-role/one/first one && says assumed-role/two/pf- two && [ "$(grep -c AssumeRole roles.log)" -eq 3 ] &&
	exits 77 pf-sandbox run -- env PF_PROFILE=three "$call" sts GetCallerIdentity 2>err && says "AWS credentials: role of profile three: sts: AccessDenied" err || { cat err roles.log; exit 1; }
'
ok 'a token of a web identity is exchanged for keys, unsigned' '
	printf "%s.%s.%s\n" "$(printf "{}" | base64)" "$(printf "%s" "{\"sub\":\"me\",\"exp\":9999999999}" | base64 -w0 | tr "+/" "-_" | tr -d =)" invented-signature >token &&
	pf-sandbox run -- env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY AWS_WEB_IDENTITY_TOKEN_FILE="$PWD/token" AWS_ROLE_ARN=arn:aws:iam::123456789012:role/web AWS_ROLE_SESSION_NAME=me "$call" sts GetCallerIdentity >got && says assumed-role/web/me got &&
	printf x >token && exits 69 pf-sandbox run -- env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY AWS_WEB_IDENTITY_TOKEN_FILE="$PWD/token" AWS_ROLE_ARN=arn:aws:iam::123456789012:role/web "$call" sts GetCallerIdentity 2>err && says WebIdentityToken err
'
done_testing
