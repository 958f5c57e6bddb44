#!/bin/sh
# AWS's side of pf-sandbox, held against clients that nobody here wrote: botocore and curl's own signer; and against requests spoilt by hand.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
need curl
need python3
unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_EC2_METADATA_DISABLED AWS_CA_BUNDLE
env | sed -n 's/^\(AWS_ENDPOINT_URL_[A-Z_]*\)=.*/\1/p' >names
while read -r n; do unset "$n"; done <names

# botocore CHECK [ARGUMENT]: a check of aws_client.py
botocore() {
	if python3 -c 'import botocore' 2>/dev/null; then
		python3 "$top/tests/sandbox/aws_client.py" "$@"
		return
	fi
	case " ${PF_TEST_NEEDS:-} " in
	*" botocore "*) echo "botocore is needed here and missing"; return 1 ;;
	esac
	skip 'botocore (python3-botocore) is not installed'
}
# aws NAME=VALUE...: a signed request; the body to got, the status to code
aws() {
	python3 -S "$top/tests/sandbox/aws.py" "$@"
}
code() {
	[ "$(cat code)" = "$1" ] || { echo "HTTP $(cat code), not $1:"; cat got; return 1; }
}
# refused STATUS TYPE TEXT NAME=VALUE...: a request is refused with that type and text
refused() {
	status=$1 type=$2 text=$3
	shift 3
	aws "$@" && code "$status" && { [ -z "$type" ] || says "\"__type\":\"$type\"" got; } && says "$text" got
}
# the same of GetSecretValue of pf/plain, and of GetCallerIdentity, where codes are others
json() {
	t=$1 x=$2
	shift 2
	refused 400 "$t" "$x" target=GetSecretValue 'body={"SecretId":"pf/plain"}' "$@"
}
query() {
	s=$1 t=$2
	shift 2
	refused "$s" "" "<Code>$t</Code>" service=sts 'body=Action=GetCallerIdentity&Version=2011-06-15' "$@"
}
# http ARGS: curl; the body to got, the head to head, the status to code
http() {
	curl -s -m 20 -D head -o got -w '%{http_code}' "$@" >code
}

sandbox --log "$scratch/log"
imds=$AWS_EC2_METADATA_SERVICE_ENDPOINT
creds=latest/meta-data/iam/security-credentials

ok 'botocore: what is in the file, by name and by ARN' 'botocore seeded "$top/share/sandbox"'
ok 'botocore: versions, stages and tokens' 'botocore versions'
ok 'botocore: values of every kind, up to 65536 bytes' 'botocore values'
ok 'botocore: lists by page, filter and order' 'botocore lists'
ok 'botocore: deletion and its undoing' 'botocore deletion'
ok 'botocore: STS, and the credentials that it gives' 'botocore sts'
ok 'botocore: credentials of the container' 'botocore container'
ok 'botocore: credentials of the instance' 'botocore instance'
ok 'botocore: credentials that expire' 'serve --fault aws:lifetime=4 && botocore expiry && unserve'
ok 'botocore: a clock that is off' '
	serve --fault aws:skew && botocore skew 1 && unserve && serve --fault aws:lag && botocore skew -1 && unserve
'
ok 'botocore: faults of the vendor' '
	serve --fault aws/GetSecretValue:throttle:2 && botocore throttled && unserve && [ "$(grep -c GetSecretValue log)" -eq 3 ] &&
	while read -r kind code other; do
		serve --fault aws:$kind && botocore faulty $code $other && unserve || exit 1
	done <<-"END"
	denied AccessDeniedException AccessDenied
	expired ExpiredTokenException ExpiredToken
	internal InternalServiceError InternalFailure
	throttle ThrottlingException Throttling
	END
'
ok 'curl signs for itself' '
	curl --help all | grep -q aws-sigv4 || skip "this curl does not sign"
	sign() {
		service=$1
		shift
		http --aws-sigv4 "aws:amz:$AWS_REGION:$service" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" "$@" "$AWS_ENDPOINT_URL/"
	}
	form="Content-Type: application/x-www-form-urlencoded" &&
	sign secretsmanager -H "Content-Type: application/x-amz-json-1.1" -H "X-Amz-Target: secretsmanager.GetSecretValue" \
		-d "{\"SecretId\":\"pf/plain\"}" && code 200 && says "an invented text" got &&
	sign sts -H "$form" -d "Action=GetCallerIdentity&Version=2011-06-15" && code 200 && says ":user/sandbox</Arn>" got &&
	sign ecs -H "$form" -d "Action=GetCallerIdentity&Version=2011-06-15" && code 403 &&
		says "correct service" got
'

ok 'a request that is signed by hand is taken' '
	aws target=GetSecretValue "body={\"SecretId\":\"pf/plain\"}" && code 200 && says "an invented text" got &&
	aws service=sts "body=Action=GetCallerIdentity&Version=2011-06-15" && code 200 && says "<Account>123456789012</Account>" got &&
	aws service=sts method=GET body= type= query="Version=2011-06-15&Action=GetCallerIdentity" && code 200
'
ok 'whatever is changed after signing is found' '
	json InvalidSignatureException "does not match" "send_body={\"SecretId\":\"pf/other\"}" &&
	json InvalidSignatureException "does not match" as:x-amz-target=secretsmanager.DescribeSecret &&
	json InvalidSignatureException "does not match" "as:content-type=application/x-amz-json-1.1; charset=utf-8" &&
	json InvalidSignatureException "does not match" as:host=elsewhere.test &&
	json InvalidSignatureException "does not match" send_query=a=b && json InvalidSignatureException "does not match" send_path=/a &&
	json InvalidSignatureException "does not match" send_method=PUT && json InvalidSignatureException "does not match" secret=other &&
	query 403 SignatureDoesNotMatch send_body="Action=GetCallerIdentity&Version=2011-06-15&x=y" && query 403 SignatureDoesNotMatch secret=other
'
ok 'a refusal says what should have been signed' '
	json InvalidSignatureException "The Canonical String for this request should have been" secret=other &&
	says "\\n\\ncontent-type:application/x-amz-json-1.1\\nhost:" got && says "content-type;host;x-amz-date;x-amz-target" got
'
ok 'the scope is that of the service, the region and the day' '
	json InvalidSignatureException "correct service: '"'"'secretsmanager'"'"'" service=sts type=application/x-amz-json-1.1 &&
	json InvalidSignatureException "valid region" region=eu-west-1 && json InvalidSignatureException "Date in Credential scope" scope=20200101 &&
	query 403 SignatureDoesNotMatch region=eu-west-1 && query 403 SignatureDoesNotMatch service=secretsmanager type=application/x-www-form-urlencoded
'
ok 'clocks may differ by five minutes' '
	aws target=ListSecrets ago=280 && code 200 && aws target=ListSecrets ago=-280 && code 200 &&
	json InvalidSignatureException "Signature expired: " ago=320 && says " - 5 min.)" got &&
	json InvalidSignatureException "Signature not yet current: " ago=-320 &&
	query 403 SignatureDoesNotMatch ago=320
'
ok 'a key that nobody has, and a token that does not go with it' '
	json UnrecognizedClientException invalid key=AKIDOTHER00000000000 && query 403 InvalidClientTokenId key=AKIDOTHER00000000000 &&
	json UnrecognizedClientException invalid token=other && query 403 InvalidClientTokenId token=other
'
ok 'no signature, and half of one' '
	json MissingAuthenticationTokenException missing auth= && query 403 MissingAuthenticationToken auth= &&
	json IncompleteSignatureException "Unsupported AWS" "auth=Basic eDp5" && json IncompleteSignatureException "Unsupported AWS" "auth=AWS4-ECDSA-P256-SHA256 x" &&
	json IncompleteSignatureException "requires '"'"'Credential'"'"'" "auth=AWS4-HMAC-SHA256 SignedHeaders=host, Signature=00" &&
	json IncompleteSignatureException "requires '"'"'Signature'"'"'" "auth=AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host" &&
	json IncompleteSignatureException "5 slash-delimited" "auth=AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00" &&
	json IncompleteSignatureException "no such header" "auth=AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host;nothing, Signature=00" &&
	json IncompleteSignatureException X-Amz-Date as:x-amz-date= leave=x-amz-date && json IncompleteSignatureException "basic format" as:x-amz-date=yesterday &&
	query 400 IncompleteSignature auth=AWS4-HMAC-SHA256
'
ok 'host, type and x-amz headers must be signed' '
	json InvalidSignatureException "'"'Host'"'" leave=host && json InvalidSignatureException "'"'content-type'"'" leave=content-type &&
	json InvalidSignatureException "'"'x-amz-target'"'" leave=x-amz-target && json InvalidSignatureException "'"'x-amz-more'"'" as:x-amz-more=1 &&
	aws target=ListSecrets as:x-other=1 as:user-agent=me && code 200 && aws target=ListSecrets sign:x-amz-more=1 && code 200
'
ok 'blanks in a header, and names that begin one another, are signed in the right way' '
	aws target=ListSecrets "sign:x-amz-meta-a=  a   b  " sign:x-amz-meta-a-b=c sign:zz=1 && code 200
'
ok 'paths and queries are signed in their canonical form' '
	for p in "//a/./b/../c%20d" /a%2Fb/ /a/.. "/x:y~(1)"; do
		refused 400 UnknownOperationException "" target=ListSecrets path="$p" || exit 1
	done
	for q in "b=2&a=%2f+x&a=1&prefix-a=1&prefix=%C3%BC" "a&b=" "z=%zz&=&a=b=c"; do
		aws target=ListSecrets query="$q" && code 200 || exit 1
	done
	aws target=ListSecrets query="b=2&a=1" send_query="a=1&b=2" && code 200
'
ok 'requests that AWS does not know' '
	refused 400 UnknownOperationException "" target=NoSuch && refused 400 UnknownOperationException "" target=elsewhere.ListSecrets &&
	aws target=ListSecrets type=application/json && code 404 && says "<UnknownOperationException/>" got &&
	refused 400 SerializationException "" target=ListSecrets body= && refused 400 SerializationException "" target=ListSecrets body=[] &&
	refused 400 SerializationException "" target=ListSecrets body="{\"MaxResults\":\"1\"}" &&
	refused 400 ValidationException secretId target=GetSecretValue && refused 400 ValidationException maxResults target=ListSecrets body="{\"MaxResults\":0}" &&
	refused 400 InvalidRequestException ClientRequestToken target=CreateSecret "body={\"Name\":\"n\",\"SecretString\":\"x\"}" &&
	aws service=sts "body=Action=NoSuch&Version=2011-06-15" && code 400 && says "<Code>InvalidAction</Code>" got &&
	aws service=sts "body=Action=GetCallerIdentity&Version=2010-01-01" && code 400 && says "<Code>InvalidAction</Code>" got
'
ok 'lists in any order, with those that await deletion' '
	aws target=CreateSecret "body={\"Name\":\"z\"}" && code 200 && aws target=DeleteSecret "body={\"SecretId\":\"z\"}" && code 200 &&
	aws target=ListSecrets "body={\"SortBy\":\"name\",\"SortOrder\":\"desc\",\"MaxResults\":1,\"IncludePlannedDeletion\":true}" && code 200 &&
	says "\"Name\":\"z\"" got && says "\"DeletedDate\":" got && says "\"NextToken\":\"sandbox+/page=1\"" got &&
	aws target=ListSecrets "body={\"SortBy\":\"name\",\"SortOrder\":\"desc\",\"MaxResults\":1}" && ! grep "\"Name\":\"z\"" got &&
	refused 400 ValidationException SortBy target=ListSecrets "body={\"SortBy\":\"colour\"}" &&
	refused 400 ValidationException filter target=ListSecrets "body={\"Filters\":[{\"Key\":\"colour\",\"Values\":[\"x\"]}]}"
'
ok 'a batch is 200 although one of it is not there' '
	aws target=BatchGetSecretValue "body={\"SecretIdList\":[\"pf/plain\",\"no/such\"]}" && code 200 &&
	says "\"Errors\":[{\"SecretId\":\"no/such\",\"ErrorCode\":\"ResourceNotFoundException\"," got && says "an invented text" got &&
	refused 400 InvalidParameterException "" target=BatchGetSecretValue &&
	aws target=BatchGetSecretValue "body={\"Filters\":[{\"Key\":\"name\",\"Values\":[\"pf/\"]}],\"MaxResults\":1}" && code 200 && says "\"NextToken\":" got
'
ok 'an empty page is not the end' '
	serve --fault aws/ListSecrets:emptypage:1 && aws target=ListSecrets && says "\"SecretList\":[],\"NextToken\":\"sandbox+/page=0\"" got &&
	aws target=ListSecrets "body={\"NextToken\":\"sandbox+/page=0\"}" && says pf/portfolio got && ! grep NextToken got && unserve
'

ok 'the container: with its token, and without where none is asked for' '
	http -H "Authorization: $AWS_CONTAINER_AUTHORIZATION_TOKEN" "$AWS_CONTAINER_CREDENTIALS_FULL_URI" && code 200 && mv got a &&
	python3 -c "
import json, datetime
c = json.load(open(\"a\"))
assert set(c) == {\"RoleArn\", \"AccessKeyId\", \"SecretAccessKey\", \"Token\", \"Expiration\"}, c
left = datetime.datetime.fromisoformat(c[\"Expiration\"].replace(\"Z\", \"+00:00\")) - datetime.datetime.now(datetime.timezone.utc)
assert 21000 < left.total_seconds() <= 21600, left
" && http "${AWS_CONTAINER_CREDENTIALS_FULL_URI%-pod}-task" && code 200 && same a got &&
	http "$AWS_CONTAINER_CREDENTIALS_FULL_URI" && code 401 && http -H "Authorization: x" "$AWS_CONTAINER_CREDENTIALS_FULL_URI" && code 401 &&
	http "${imds}v2/credentials/no-such" && code 400 && says InvalidIdInRequest got
'
ok 'the instance: version 2 alone' '
	http "$imds$creds/" && code 401 && http -H "X-aws-ec2-metadata-token: none" "$imds$creds/" && code 401 &&
	http -X PUT "${imds}latest/api/token" && code 400 && http "${imds}latest/api/token" && code 405 &&
	for ttl in 0 21601 x; do http -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: $ttl" "${imds}latest/api/token" && code 400 || exit 1; done &&
	http -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" -H "X-Forwarded-For: 10.0.0.1" "${imds}latest/api/token" && code 403 &&
	http -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" "${imds}latest/api/token" && code 200 && token=$(cat got) &&
	says "X-aws-ec2-metadata-token-ttl-seconds: 60" head &&
	get() { http -H "X-aws-ec2-metadata-token: $token" "$imds$1"; } &&
	get "$creds/" && code 200 && [ "$(cat got)" = sandbox-instance ] && get "$creds" && [ "$(cat got)" = sandbox-instance ] &&
	get "$creds/sandbox-instance" && code 200 && says "\"Code\":\"Success\"" got && says "\"Type\":\"AWS-HMAC\"" got &&
	get "$creds/no-such" && code 404 && get latest/meta-data/placement/region && [ "$(cat got)" = us-east-1 ] &&
	get latest/meta-data/placement/availability-zone && [ "$(cat got)" = us-east-1a ] &&
	http -X POST -H "X-aws-ec2-metadata-token: $token" "$imds$creds/" && code 405
'
ok 'the instance: a token runs out' '
	http -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 2" "${imds}latest/api/token" && token=$(cat got) &&
	http -H "X-aws-ec2-metadata-token: $token" "$imds$creds/" && code 200 && sleep 2.1 &&
	http -H "X-aws-ec2-metadata-token: $token" "$imds$creds/" && code 401
'
ok 'the instance: a role that cannot be had is 200, too' '
	serve --fault aws/role:norole && imds=$AWS_EC2_METADATA_SERVICE_ENDPOINT &&
	http -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" "${imds}latest/api/token" &&
	http -H "X-aws-ec2-metadata-token: $(cat got)" "$imds$creds/sandbox-instance" && code 200 && says AssumeRoleUnauthorizedAccess got &&
	! grep AccessKeyId got && unserve
'
ok 'the faults of all vendors are there, for what is asked for' '
	serve --fault aws/GetSecretValue:500 --fault aws/token:404 --fault aws/GetCallerIdentity:cut &&
	aws target=GetSecretValue "body={\"SecretId\":\"pf/plain\"}" && code 500 && aws target=ListSecrets && code 200 &&
	http -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" "${AWS_EC2_METADATA_SERVICE_ENDPOINT}latest/api/token" && code 404 &&
	! aws service=sts "body=Action=GetCallerIdentity&Version=2011-06-15" 2>err && says IncompleteRead err && unserve
'
ok 'the log says what was asked for, and nothing that is secret' '
	serve && aws target=PutSecretValue "body={\"SecretId\":\"pf/plain\",\"SecretString\":\"very-hidden\",\"ClientRequestToken\":\"0123456789abcdef0123456789abcdef\"}" && code 200 &&
	http -d "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn:aws:iam::123456789012:role/x&RoleSessionName=me&WebIdentityToken=hidden-token" "$AWS_ENDPOINT_URL/" &&
	code 400 && http -H "Authorization: $AWS_CONTAINER_AUTHORIZATION_TOKEN" "$AWS_CONTAINER_CREDENTIALS_FULL_URI" && code 200 &&
	secret=$(sed "s/.*\"SecretAccessKey\":\"\([^\"]*\)\".*/\1/" got) && token=$(sed "s/.*\"Token\":\"\([^\"]*\)\".*/\1/" got) && unserve &&
	sed "s/.*\"target\":\"\([^\"]*\)\".*/\1/" log >got && printf "%s\n" secretsmanager.PutSecretValue sts.AssumeRoleWithWebIdentity container.credentials >want &&
	same want got && ! grep -e very-hidden -e hidden-token -e "$AWS_SECRET_ACCESS_KEY" -e "$AWS_CONTAINER_AUTHORIZATION_TOKEN" -e "$secret" -e "$token" -e Signature log
'
ok 'a file of secrets that is none is told with its place' '
	mkdir -p own && echo "{\"a\": {\"K\": \"v\"}, \"b\": \"text \\u00e9\"}" >own/aws-secrets.json && serve --data own &&
	aws target=GetSecretValue "body={\"SecretId\":\"a\"}" && says "\"SecretString\":\"{\\\"K\\\": \\\"v\\\"}\"" got &&
	aws target=GetSecretValue "body={\"SecretId\":\"b\"}" && says "text é" got && unserve &&
	for bad in "{\"a\": 1}" "{\"a\": {}" "[]" "{\"a\": \"x\", \"a\": \"y\"}"; do
		echo "$bad" >own/aws-secrets.json; exits 65 pf-sandbox serve --data own 2>err && says own/aws-secrets.json err || exit 1
	done; rm own/aws-secrets.json && serve --data own && aws target=ListSecrets && [ "$(cat got)" = "{\"SecretList\":[]}" ] && unserve
'
ok 'garbage on the wire ends nothing' '
	serve && python3 - "${AWS_ENDPOINT_URL##*:}" <<-"END" && aws target=ListSecrets && code 200 && unserve
	import random, socket, sys
	random.seed(11)
	auth = b"Authorization: AWS4-HMAC-SHA256 Credential=AKIDSANDBOX000000000/20260101/us-east-1/secretsmanager/aws4_request, SignedHeaders=host;x-amz-date, Signature=" + b"0" * 64
	texts = [b"POST /a//../%zz?%&=&a=%4 HTTP/1.1\r\nHost: x\r\nX-Amz-Date: 20260101T000000Z\r\nX-Amz-Target: secretsmanager.GetSecretValue\r\n"
	    b"Content-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\n" + auth + b"\r\n\r\n{}",
	    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 99\r\n\r\nAction=AssumeRoleWithWebIdentity"
	    b"&Version=2011-06-15&RoleArn=arn:aws:iam::123456789012:role/x&RoleSessionName=me&WebIdentityToken=e.e30.x&Du",
	    b"PUT /latest/api/token HTTP/1.1\r\nHost: x\r\nX-aws-ec2-metadata-token-ttl-seconds: 9\r\nContent-Length: 0\r\n\r\n",
	    b"GET /v2/credentials/sandbox-task HTTP/1.1\r\nHost: x\r\n\r\n"]
	for i in range(400):
	    text = bytearray(random.choice(texts))
	    for _ in range(random.randint(0, 12)):
	        text[random.randrange(len(text))] = random.randrange(256)
	    s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5)
	    try:
	        s.sendall(text)
	        s.shutdown(socket.SHUT_WR)
	        s.recv(10)
	    except OSError:
	        pass
	    s.close()
	END
'
done_testing
