#!/bin/sh
# pf-aws: what it sends, what it refuses, beside a stand-in; and beside moto and the AWS CLI where they are installed.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_REGION AWS_DEFAULT_REGION AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_ENDPOINT_URL
AWS_EC2_METADATA_DISABLED=true PF_HTTP_BACKOFF=10ms
export AWS_EC2_METADATA_DISABLED PF_HTTP_BACKOFF
eu() { pf-aws --region eu-west-1 "$@"; }

ok 'services and operations are named' '
	pf-aws --list >got && says "\"service\":\"ec2\",\"protocol\":\"ec2\"" got && [ "$(wc -l <got)" -ge 14 ] &&
	pf-aws secretsmanager --list >got && says "\"operation\":\"list-secrets\",\"name\":\"ListSecrets\",\"pages\":true" got &&
	pf-aws ecs run-task --help >got && says "--task-definition text (needed)" got && pf-aws secretsmanager create-secret --help >got && says "a secret" got
'
ok 'a slip names the nearest, and nobody is asked' '
	exits 64 pf-aws 2>err && says "which service" err && exits 64 pf-aws sts 2>err && says "which operation" err &&
	exits 64 pf-aws ecss x 2>err && says "did you mean ecs?" err &&
	exits 64 eu ec2 describe-instnces 2>err && says "did you mean describe-instances?" err &&
	exits 64 eu ecs "a b" 2>err && exits 64 eu ecs update-service --servce x 2>err && says "did you mean --service?" err &&
	exits 64 eu ecs update-service a b 2>err && exits 64 eu sts get-caller-identity --paginate 2>err && exits 64 eu sts get-caller-identity --body x 2>err &&
	exits 64 eu sts get-caller-identity --max-items 1 2>err && exits 65 eu -n sts assume-role --role-arn a 2>err && says "RoleSessionName is missing" err
'
ok 'fields are typed by the tables' '
	eu -n ecs update-service --service a --desired-count 3 --force-new-deployment --no-enable-execute-command --health-check-grace-period-seconds:=7 >got &&
	says "{\\\"service\\\":\\\"a\\\",\\\"desiredCount\\\":3,\\\"forceNewDeployment\\\":true,\\\"enableExecuteCommand\\\":false,\\\"healthCheckGracePeriodSeconds\\\":7}" got &&
	eu -n ecs describe-services --services a --services b --cluster c >got && says "\\\"services\\\":[\\\"a\\\",\\\"b\\\"]" got &&
	eu -n ecs describe-services --services "[\"a\"]" >got && says "\\\"services\\\":[\\\"a\\\"]" got &&
	eu -n ec2 describe-instances --filters "{\"Name\":\"n\",\"Values\":[\"v\"]}" --instance-ids i-1 --DryRun >got && says "InstanceId.1=i-1&DryRun=true&Filter.1.Name=n&Filter.1.Value.1=v" got &&
	eu -n logs get-log-events --log-group-name=-x --log-stream-name s >got && says "\\\"logGroupName\\\":\\\"-x\\\"" got &&
	eu -n cloudwatch get-metric-statistics --start-time 1970-01-01T00:00:07Z >got && says "\\\"StartTime\\\":7}" got &&
	printf "\n[{\"Key\":\"a\",\"Value\":\"b\"}]\n" >tags && eu -n ec2 create-tags --resources i-1 --tags file://tags >got && says "&Tag.1.Key=a&Tag.1.Value=b\"" got &&
	echo "[\"a\",\"b\"]" | eu -n ecs describe-services --services file:///dev/stdin >got && says "{\\\"services\\\":[\\\"a\\\",\\\"b\\\"]" got &&
	exits 64 eu -n ecs update-service --desired-count x 2>err && says "no whole number" err && exits 64 eu -n ecs update-service --desired-count 1.5 2>err &&
	exits 64 eu -n ecs update-service --force-new-deployment maybe 2>err && exits 64 eu -n ecs update-service --service 2>err && says "needs a value" err &&
	exits 64 eu -n ecs update-service --service a --service b 2>err && says "twice" err &&
	exits 64 eu -n ecs run-task --overrides "{" 2>err && says "no JSON" err && exits 64 eu -n ecs run-task --overrides "1,\"b\":2" 2>err
'
ok 'an operation that no row tells of is sent as it is written' '
	eu -n ecs some-new-thing --foo-bar x --flag --many a --many b --n:=1 >got 2>err && says ".SomeNewThing" got &&
	says "{\\\"fooBar\\\":\\\"x\\\",\\\"flag\\\":true,\\\"many\\\":[\\\"a\\\",\\\"b\\\"],\\\"n\\\":1}" got &&
	eu -n secretsmanager other-thing --foo-bar x >got && says "{\\\"FooBar\\\":\\\"x\\\"}" got && exits 64 eu -n secretsmanager other-thing --new-password x 2>err && says "a secret" err
'
ok 'the input may be an object, a file or standard input, and fields beside' '
	echo "{\"cluster\":\"c\"}" >in && eu -n -i in ecs list-tasks --family f >got && says "{\\\"cluster\\\":\\\"c\\\",\\\"family\\\":\\\"f\\\"}" got &&
	printf "{\n \"cluster\" : \"c\"\n}" | eu -n ecs list-tasks - >got && says "\\\"cluster\\\"" got &&
	echo "{}" | eu -n ecs list-tasks - --family f >got && says "{\\\"family\\\":\\\"f\\\"}" got &&
	exits 66 eu -n -i none ecs list-tasks 2>err && echo "[]" >in && exits 65 eu -n -i in ecs list-tasks 2>err &&
	printf "{\"a\":1,\"a\":2}" >in && exits 65 eu -n -i in ecs list-tasks 2>err && printf "" >in && exits 65 eu -n -i in ecs list-tasks 2>err &&
	echo "{\"family\":\"g\"}" >in && exits 65 eu -n -i in ecs list-tasks --family f 2>err
'
ok 'standard input is not touched when nobody asks for it' '
	mkfifo fifo && ( sleep 20 >fifo & echo $! >pid; wait ) &
	sleep 0.2; timeout 10 pf-aws --region eu-west-1 -n sts get-caller-identity <fifo >got; s=$?; kill "$(cat pid)"; [ $s -eq 0 ] && says GetCallerIdentity got
'
ok 'secrets are no options, and a preview hides them' '
	exits 64 eu -n secretsmanager create-secret --name a --secret-string invented-x 2>err && says "file://PATH" err && ! grep -q invented err &&
	exits 64 eu -n ssm put-parameter --name a --value:="\"invented-x\"" 2>err && ! grep -q invented err &&
	printf invented-y >v && eu -n secretsmanager create-secret --name a --secret-string file://v >got && says "\\\"SecretString\\\":\\\"***\\\"" got && ! grep -q invented got &&
	echo "{\"Name\":\"a\",\"SecretString\":\"invented-z\"}" | eu -n secretsmanager create-secret - >got && says "***" got && ! grep -q invented got &&
	exits 66 eu -n secretsmanager create-secret --name a --secret-string file://none 2>err
'
ok 'a log of heads has no secret' '
	printf invented-customer >key && pf-sandbox run -- sh -c "exec pf-aws -vv --trace s3 put-object --bucket bbb --key k --body key --sse-customer-algorithm AES256 --sse-customer-key file://key" >got 2>err
	says "> x-amz-server-side-encryption-customer-key: ***" err && says "> Authorization: ***" err && ! grep -q "invented-customer" got err
'
ok 'bytes that come twice are refused' '
	echo x >body && exits 64 env AWS_ACCESS_KEY_ID=INVENTED AWS_SECRET_ACCESS_KEY=invented-x pf-aws --region eu-west-1 --endpoint-url http://127.0.0.1:9 s3 put-object --bucket bbb --key k --body body --Body aGk= 2>err && says "which are meant" err
'
ok 'previews name hosts: regions, partitions, homes, buckets' '
	pf-aws -n --region cn-north-1 ce get-cost-and-usage >got && says "https://ce.cn-northwest-1.amazonaws.com.cn/" got &&
	pf-aws -n --region us-gov-west-1 iam list-users >got && says "https://iam.us-gov.amazonaws.com/" got && eu -n iam list-users >got && says "https://iam.amazonaws.com/" got &&
	exits 78 pf-aws -n --region eusc-de-east-1 ce get-cost-and-usage 2>err && says "not known to be in aws-eusc" err &&
	eu -n s3 get-object --bucket my-bucket --key "a b//c" >got && says "\"GET\",\"url\":\"https://my-bucket.s3.eu-west-1.amazonaws.com/a%20b//c\"" got &&
	eu -n s3 head-bucket --bucket my.bucket >got && says "https://s3.eu-west-1.amazonaws.com/my.bucket\"" got &&
	eu -n --endpoint-url http://127.0.0.1:9 s3 head-bucket --bucket b-b >got && says "http://127.0.0.1:9/b-b" got &&
	eu -n scheduler get-schedule --name n --group-name g >got && says "https://scheduler.eu-west-1.amazonaws.com/schedules/n?groupName=g" got &&
	exits 78 pf-aws -n sts get-caller-identity 2>err && says "no AWS region" err
'
ok 'beside the stand-in: an answer, items of pages, refusals, a full disk' '
	pf-sandbox run -- sh -c "
		set -e
		pf-aws sts get-caller-identity >who
		pf-aws sts assume-role --role-arn arn:aws:iam::123456789012:role/r --role-session-name se >role
		printf %s {\\\"Name\\\":\\\"x/y\\\",\\\"SecretString\\\":\\\"invented-v\\\"} | pf-aws secretsmanager create-secret - >made
		pf-aws secretsmanager get-secret-value --secret-id x/y >secret
		pf-aws --paginate secretsmanager list-secrets --max-results 1 >all
		pf-aws --paginate --max-items 1 secretsmanager list-secrets >one
		pf-aws --output off secretsmanager list-secrets >none" && says "\"Account\":\"123456789012\"" who && says "\"Credentials\":{\"AccessKeyId\"" role && says invented-v secret &&
	[ "$(wc -l <all)" -ge 2 ] && says "x/y" all && [ "$(wc -l <one)" -eq 1 ] && [ ! -s none ] &&
	exits 69 pf-sandbox run -- pf-aws secretsmanager get-secret-value --secret-id none 2>err && says ResourceNotFoundException err &&
	exits 77 pf-sandbox run -- env AWS_SECRET_ACCESS_KEY=invented-wrong pf-aws sts get-caller-identity 2>err && ! grep -q invented err &&
	exits 74 pf-sandbox run -- sh -c "pf-aws sts get-caller-identity >/dev/full" 2>err
'
ok 'part of it failed: the answer is printed, and the status is 65' '
	exits 65 pf-sandbox run -- pf-aws secretsmanager batch-get-secret-value --secret-id-list none >got 2>err && says Errors got && says "some of it failed" err
'

# what nobody here wrote on both sides
port=
moto() {
	command -v moto_server >/dev/null || skip "moto_server is not installed"
	command -v aws >/dev/null || skip "the AWS CLI is not installed"
	moto_server -H 127.0.0.1 -p 0 >"$scratch/moto.log" 2>&1 &
	moto=$!
	trap 'kill "$moto" 2>/dev/null; wait "$moto" 2>/dev/null' EXIT
	i=0
	until port=$(sed -n "s|.*Running on http://127.0.0.1:\([0-9]*\).*|\1|p" "$scratch/moto.log") && [ -n "$port" ]; do
		i=$((i + 1))
		[ $i -lt 300 ] && kill -0 $moto 2>/dev/null || skip "moto_server does not start"
		sleep 0.1
	done
	AWS_ENDPOINT_URL=http://127.0.0.1:$port AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1 AWS_ACCESS_KEY_ID=INVENTED AWS_SECRET_ACCESS_KEY=invented-key AWS_PAGER=
	export AWS_ENDPOINT_URL AWS_REGION AWS_DEFAULT_REGION AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_PAGER
	cli() { aws --endpoint-url "$AWS_ENDPOINT_URL" --output text "$@"; } # older ones know the option alone
}
ok 'moto and the AWS CLI: bytes of S3, both ways' '
	moto
	head -c 3000000 /dev/urandom >big &&
	pf-aws s3 create-bucket --bucket pf-test --create-bucket-configuration "{\"LocationConstraint\":\"eu-west-1\"}" &&
	pf-aws s3 put-object --bucket pf-test --key "dir a/x+ü" --body big --metadata "{\"a\":\"b\"}" && cli s3api get-object --bucket pf-test --key "dir a/x+ü" theirs >/dev/null && cmp big theirs &&
	cli s3api put-object --bucket pf-test --key two --body big >/dev/null && pf-aws s3 get-object --bucket pf-test --key two >ours && cmp big ours && pf-aws --output off s3 get-object --bucket pf-test --key two >none && [ ! -s none ] &&
	pf-aws s3 get-object --bucket pf-test --key two --range bytes=10-19 --body part >head && [ "$(wc -c <part)" -eq 10 ] && says "\"ContentLength\":10" head &&
	cat big | pf-aws s3 put-object --bucket pf-test --key three --body - && pf-aws --paginate s3 list-objects-v2 --bucket pf-test --max-keys 1 >all && [ "$(wc -l <all)" -eq 3 ] && says "dir a/x+ü" all &&
	exits 69 pf-aws s3 get-object --bucket pf-test --key none --body absent 2>err && [ ! -e absent ] && says NoSuchKey err && exits 69 pf-aws s3 head-object --bucket pf-test --key none 2>err &&
	pf-aws s3 put-bucket-versioning --bucket pf-test --versioning-configuration "{\"Status\":\"Enabled\"}" && [ "$(cli s3api get-bucket-versioning --bucket pf-test --query Status)" = Enabled ] &&
	pf-aws s3 delete-objects --bucket pf-test --delete "{\"Objects\":[{\"Key\":\"two\"},{\"Key\":\"three\"}]}" >got && says three got && [ "$(ls | grep -c "XXXXXX\|part\.")" -eq 0 ]
'
ok 'moto and the AWS CLI: secrets, tasks, rules, logs, instances, roles, schedules, both ways' '
	moto
	echo "{\"Name\":\"a/b\",\"SecretString\":\"invented-v\"}" | pf-aws secretsmanager create-secret - >/dev/null && [ "$(cli secretsmanager get-secret-value --secret-id a/b --query SecretString)" = invented-v ] &&
	cli secretsmanager create-secret --name c/d --secret-string invented-w >/dev/null && pf-aws secretsmanager get-secret-value --secret-id c/d >got && says invented-w got &&
	pf-aws ecs create-cluster --cluster-name c1 >/dev/null && cli ecs list-clusters >got && says cluster/c1 got && exits 65 pf-aws ecs describe-clusters --clusters c1 --clusters none >got 2>err && says MISSING err &&
	pf-aws events put-rule --name r1 --schedule-expression "rate(1 hour)" >/dev/null && pf-aws events disable-rule --name r1 && [ "$(cli events describe-rule --name r1 --query State)" = DISABLED ] &&
	cli logs create-log-group --log-group-name g1 && pf-aws logs create-log-stream --log-group-name g1 --log-stream-name s &&
	pf-aws logs put-log-events --log-group-name g1 --log-stream-name s --log-events "[{\"timestamp\":$(date +%s)000,\"message\":\"hello\"}]" >/dev/null &&
	pf-aws --paginate logs get-log-events --log-group-name g1 --log-stream-name s --start-from-head >got && [ "$(wc -l <got)" -eq 1 ] && says hello got &&
	id=$(cli ec2 run-instances --image-id ami-12c6146b --count 1 --instance-type t2.micro --query "Instances[0].InstanceId") && pf-aws ec2 create-tags --resources "$id" --tags "{\"Key\":\"Name\",\"Value\":\"one\"}" &&
	pf-aws --paginate ec2 describe-instances --filters "{\"Name\":\"tag:Name\",\"Values\":[\"one\"]}" >got && says "\"InstanceId\":\"$id\"" got && says "\"Tags\":[{\"Key\":\"Name\",\"Value\":\"one\"}]" got &&
	pf-aws ec2 stop-instances --instance-ids "$id" >got && says "\"Code\":64" got && [ "$(cli ec2 describe-instances --instance-ids "$id" --query "Reservations[0].Instances[0].State.Name")" = stopped ] &&
	pf-aws iam create-role --role-name role1 --assume-role-policy-document "{\"Version\":\"2012-10-17\",\"Statement\":[]}" >/dev/null && [ "$(cli iam list-roles --query "Roles[].RoleName")" = role1 ] &&
	pf-aws iam get-role --role-name role1 >got && says "\"AssumeRolePolicyDocument\":{\"Version\"" got && exits 69 pf-aws iam get-role --role-name none 2>err && says NoSuchEntity err &&
	pf-aws scheduler create-schedule --name sch --schedule-expression "rate(1 hour)" --flexible-time-window "{\"Mode\":\"OFF\"}" --target "{\"Arn\":\"arn:aws:sqs:eu-west-1:123456789012:q\",\"RoleArn\":\"arn:aws:iam::123456789012:role/role1\"}" >/dev/null &&
	[ "$(cli scheduler get-schedule --name sch --query State)" = ENABLED ] && [ "$(pf-aws --paginate scheduler list-schedules | wc -l)" -eq 1 ] &&
	pf-aws sns create-topic --name t1 >got && says "\"TopicArn\":\"arn:aws:sns:eu-west-1:123456789012:t1\"" got && pf-aws sns publish --topic-arn arn:aws:sns:eu-west-1:123456789012:t1 --message hi >got && says MessageId got &&
	pf-aws sts assume-role --role-arn arn:aws:iam::123456789012:role/role1 --role-session-name me >got && says assumed-role/role1/me got
'
done_testing
