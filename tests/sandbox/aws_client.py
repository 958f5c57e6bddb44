"""What AWS's own library, botocore, makes of AWS's side of the sandbox: aws_client.py CHECK."""
import base64
import json
import os
import sys
import time
import uuid

import botocore.config
import botocore.exceptions
import botocore.session


def client(name, session=None, credentials=None, **config):
    more = {}
    if credentials:
        more = {"aws_access_key_id": credentials["AccessKeyId"], "aws_secret_access_key": credentials["SecretAccessKey"],
                "aws_session_token": credentials["SessionToken"]}
    session = session or botocore.session.get_session()
    return session.create_client(name, region_name=os.environ["AWS_REGION"], endpoint_url=os.environ["AWS_ENDPOINT_URL"],
                                 config=botocore.config.Config(**config), **more)


def refused(code, call, **args):
    try:
        got = call(**args)
    except botocore.exceptions.ClientError as e:
        assert e.response["Error"]["Code"] == code, e
        assert e.response["Error"]["Message"], e
        return e.response
    raise AssertionError("%s was not refused: %r" % (code, got))


def knows(c, parameter):
    """Older versions do not know all parameters."""
    return parameter in c.meta.service_model.operation_model("ListSecrets").input_shape.members


def seeded(folder):
    c = client("secretsmanager")
    want = json.load(open(folder + "/aws-secrets.json"))
    for name, value in want.items():
        got = c.get_secret_value(SecretId=name)
        assert got["Name"] == name and got["VersionStages"] == ["AWSCURRENT"], got
        assert (json.loads(got["SecretString"]) if isinstance(value, dict) else got["SecretString"]) == value, got
        assert c.get_secret_value(SecretId=got["ARN"])["SecretString"] == got["SecretString"]
        assert c.get_secret_value(SecretId=got["ARN"][:-7])["SecretString"] == got["SecretString"]
    refused("ResourceNotFoundException", c.get_secret_value, SecretId="no/such")


def versions():
    c = client("secretsmanager")
    first, second, third = (str(uuid.uuid4()) for _ in range(3))
    made = c.create_secret(Name="v/1", SecretString="one", ClientRequestToken=first, Description="d", Tags=[{"Key": "k", "Value": "v"}])
    assert made["VersionId"] == first, made
    assert c.create_secret(Name="v/1", SecretString="one", ClientRequestToken=first)["ARN"] == made["ARN"]
    refused("ResourceExistsException", c.create_secret, Name="v/1", SecretString="two", ClientRequestToken=first)
    refused("ResourceExistsException", c.create_secret, Name="v/1", SecretString="one")
    for _ in range(2):
        put = c.put_secret_value(SecretId="v/1", SecretString="two", ClientRequestToken=second)
        assert put["VersionStages"] == ["AWSCURRENT"] and put["VersionId"] == second, put
    refused("ResourceExistsException", c.put_secret_value, SecretId="v/1", SecretString="other", ClientRequestToken=second)
    assert c.get_secret_value(SecretId="v/1")["SecretString"] == "two"
    assert c.get_secret_value(SecretId="v/1", VersionStage="AWSPREVIOUS")["SecretString"] == "one"
    assert c.get_secret_value(SecretId="v/1", VersionId=first)["VersionStages"] == ["AWSPREVIOUS"]
    put = c.put_secret_value(SecretId="v/1", SecretString="three", ClientRequestToken=third, VersionStages=["AWSPENDING"])
    assert put["VersionStages"] == ["AWSPENDING"] and c.get_secret_value(SecretId="v/1")["SecretString"] == "two"
    refused("ResourceNotFoundException", c.get_secret_value, SecretId="v/1", VersionStage="NONE")
    refused("InvalidRequestException", c.get_secret_value, SecretId="v/1", VersionStage="AWSPREVIOUS", VersionId=second)
    c.put_secret_value(SecretId="v/1", SecretString="four")
    got = c.describe_secret(SecretId="v/1")
    stages = got["VersionIdsToStages"]
    assert first not in stages and stages[second] == ["AWSPREVIOUS"] and stages[third] == ["AWSPENDING"] and len(stages) == 3, got
    assert got["Description"] == "d" and got["Tags"] == [{"Key": "k", "Value": "v"}] and "DeletedDate" not in got, got
    now = c.get_secret_value(SecretId="v/1")["VersionId"]
    for wrong in ({}, {"RemoveFromVersionId": third}, {"RemoveFromVersionId": str(uuid.uuid4())}):
        refused("InvalidParameterException", c.update_secret_version_stage, SecretId="v/1", VersionStage="AWSCURRENT", MoveToVersionId=third, **wrong)
    refused("ResourceNotFoundException", c.update_secret_version_stage, SecretId="v/1", VersionStage="AWSCURRENT",
            MoveToVersionId=str(uuid.uuid4()), RemoveFromVersionId=now)
    refused("InvalidParameterException", c.update_secret_version_stage, SecretId="v/1", VersionStage="AWSCURRENT", RemoveFromVersionId=now)
    c.update_secret_version_stage(SecretId="v/1", VersionStage="AWSCURRENT", MoveToVersionId=third, RemoveFromVersionId=now)
    assert c.get_secret_value(SecretId="v/1")["SecretString"] == "three"
    assert c.get_secret_value(SecretId="v/1", VersionStage="AWSPREVIOUS")["SecretString"] == "four"
    c.update_secret_version_stage(SecretId="v/1", VersionStage="AWSPENDING", RemoveFromVersionId=third)
    refused("ResourceNotFoundException", c.get_secret_value, SecretId="v/1", VersionStage="AWSPENDING")
    c.update_secret(SecretId="v/1", Description="e", SecretString="five")
    assert c.describe_secret(SecretId="v/1")["Description"] == "e" and c.get_secret_value(SecretId="v/1")["SecretString"] == "five"


def values():
    c = client("secretsmanager")
    for i, text in enumerate(("x" * 65536, '{"a":"\\u00e9\\n"}', "\u00e9\u20ac\U0001f600 \"\\/\t\r\n\x01", "=")):
        c.create_secret(Name="t/%d" % i, SecretString=text)
        assert c.get_secret_value(SecretId="t/%d" % i)["SecretString"] == text
    for i, data in enumerate((b"\0", bytes(range(256)), os.urandom(65536))):
        c.create_secret(Name="b/%d" % i, SecretBinary=data)
        got = c.get_secret_value(SecretId="b/%d" % i)
        assert got["SecretBinary"] == data and "SecretString" not in got
    refused("ValidationException", c.create_secret, Name="t/9", SecretString="x" * 65537)
    refused("ValidationException", c.create_secret, Name="t/9", SecretBinary=b"x" * 65537)
    refused("ValidationException", c.create_secret, Name="t 9", SecretString="x")
    refused("InvalidParameterException", c.create_secret, Name="t/9", SecretString="x", SecretBinary=b"x")
    refused("InvalidParameterException", c.put_secret_value, SecretId="t/0")
    refused("ResourceNotFoundException", c.put_secret_value, SecretId="t/9", SecretString="x")
    c.create_secret(Name="t/9")
    refused("ResourceNotFoundException", c.get_secret_value, SecretId="t/9")


def lists():
    c = client("secretsmanager")
    for i in range(25):
        c.create_secret(Name="l/%02d" % i, SecretString=str(i), Description="Number %d" % i,
                        Tags=[{"Key": "parity", "Value": "odd" if i % 2 else "even"}])
    pages = c.get_paginator("list_secrets")
    names = lambda *f, **more: [s["Name"] for p in pages.paginate(
        Filters=[{"Key": k, "Values": v} for k, v in f], **more) for s in p["SecretList"]]
    mine = ["l/%02d" % i for i in range(25)]
    assert names(("name", ["l/"])) == mine
    assert names(("name", ["l/"]), PaginationConfig={"PageSize": 7}) == mine
    assert names(("name", ["l/"]), SortOrder="desc") == mine[::-1]
    assert not knows(c, "SortBy") or names(("name", ["l/"]), SortOrder="desc", SortBy="name") == mine[::-1]
    assert names(("name", ["l/"]), ("tag-value", ["odd"])) == mine[1::2]
    assert names(("name", ["l/"]), ("tag-value", ["!odd"])) == mine[0::2]
    assert names(("name", ["l/03", "l/05"])) == ["l/03", "l/05"] and names(("name", ["L/"])) == []
    assert names(("description", ["number 2"])) == ["l/02"] + mine[20:]
    assert names(("all", ["UMBER 24"])) == ["l/24"] and names(("tag-key", ["par"])) == mine
    refused("InvalidNextTokenException", c.list_secrets, NextToken="x")
    if hasattr(c, "batch_get_secret_value"):
        got = c.batch_get_secret_value(SecretIdList=["l/01", "no/such"])
        assert got["SecretValues"][0]["SecretString"] == "1" and got["Errors"][0]["ErrorCode"] == "ResourceNotFoundException", got
        mine, next_token = [], {}
        while next_token is not None:
            got = c.batch_get_secret_value(Filters=[{"Key": "name", "Values": ["l/"]}], **next_token)
            mine += [v["SecretString"] for v in got["SecretValues"]]
            next_token = {"NextToken": got["NextToken"]} if "NextToken" in got else None
        assert mine == [str(i) for i in range(25)]


def deletion():
    c = client("secretsmanager")
    c.create_secret(Name="d/1", SecretString="x")
    gone = c.delete_secret(SecretId="d/1", RecoveryWindowInDays=7)["DeletionDate"].timestamp()
    assert abs(gone - time.time() - 7 * 86400) < 60
    for call, more in ((c.get_secret_value, {}), (c.put_secret_value, {"SecretString": "y"}), (c.delete_secret, {})):
        refused("InvalidRequestException", call, SecretId="d/1", **more)
    refused("InvalidRequestException", c.create_secret, Name="d/1", SecretString="y")
    assert abs(c.describe_secret(SecretId="d/1")["DeletedDate"].timestamp() - gone) < 1
    listed = lambda **more: [s["Name"] for s in c.list_secrets(Filters=[{"Key": "name", "Values": ["d/"]}], **more)["SecretList"]]
    assert listed() == []
    assert not knows(c, "IncludePlannedDeletion") or listed(IncludePlannedDeletion=True) == ["d/1"]
    c.restore_secret(SecretId="d/1")
    assert c.get_secret_value(SecretId="d/1")["SecretString"] == "x"
    refused("InvalidParameterException", c.delete_secret, SecretId="d/1", RecoveryWindowInDays=6)
    c.delete_secret(SecretId="d/1", ForceDeleteWithoutRecovery=True)
    refused("ResourceNotFoundException", c.describe_secret, SecretId="d/1")
    c.create_secret(Name="d/1", SecretString="again")


def jwt(**claims):
    part = lambda d: base64.urlsafe_b64encode(json.dumps(d).encode()).decode().rstrip("=")
    return part({"alg": "RS256"}) + "." + part(claims) + ".c2lnbmF0dXJl"


def sts():
    c = client("sts")
    role = "arn:aws:iam::123456789012:role/path/demo"
    assert c.get_caller_identity()["Arn"].endswith(":user/sandbox")
    got = c.assume_role(RoleArn=role, RoleSessionName="a@b", DurationSeconds=900)
    assert abs(got["Credentials"]["Expiration"].timestamp() - time.time() - 900) < 5, got
    assumed = "arn:aws:sts::123456789012:assumed-role/demo/a@b"
    assert got["AssumedRoleUser"]["Arn"] == assumed, got
    assert client("sts", credentials=got["Credentials"]).get_caller_identity()["Arn"] == assumed
    assert client("secretsmanager", credentials=got["Credentials"]).get_secret_value(SecretId="pf/plain")["SecretString"]
    wrong = dict(got["Credentials"], SessionToken="other")
    refused("InvalidClientTokenId", client("sts", credentials=wrong).get_caller_identity)
    refused("UnrecognizedClientException", client("secretsmanager", credentials=wrong).list_secrets)
    refused("AccessDenied", c.assume_role, RoleArn=role.replace("123456789012", "210987654321"), RoleSessionName="ab")
    refused("ValidationError", c.assume_role, RoleArn=role, RoleSessionName="a b")
    web = client("sts", signature_version=botocore.UNSIGNED).assume_role_with_web_identity
    later = int(time.time()) + 600
    got = web(RoleArn=role, RoleSessionName="web", WebIdentityToken=jwt(sub="me", iss="https://id.test", aud="sts", exp=later))
    assert got["SubjectFromWebIdentityToken"] == "me" and got["Audience"] == "sts", got
    assert client("sts", credentials=got["Credentials"]).get_caller_identity()["Arn"].endswith("/demo/web")
    refused("ExpiredTokenException", web, RoleArn=role, RoleSessionName="web", WebIdentityToken=jwt(sub="me", exp=1))
    refused("InvalidIdentityToken", web, RoleArn=role, RoleSessionName="web", WebIdentityToken="none")
    refused("MissingAuthenticationToken", client("sts", signature_version=botocore.UNSIGNED).get_caller_identity)


def found(method, role):
    session = botocore.session.get_session()
    got = session.get_credentials()
    assert got.method == method, got.method
    assert client("sts", session).get_caller_identity()["Arn"].startswith("arn:aws:sts::123456789012:assumed-role/" + role + "/")
    client("secretsmanager", session).get_secret_value(SecretId="pf/plain")


def without(*names):
    for name in names + ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        del os.environ[name]


def container():
    without()
    found("container-role", "sandbox-task")
    os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "wrong"
    try:
        botocore.session.get_session().get_credentials()
    except botocore.exceptions.CredentialRetrievalError:
        return
    raise AssertionError("a wrong token was taken")


def instance():
    without("AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN")
    found("iam-role", "sandbox-instance")


def expiry():
    """With a fault that lets credentials live for 4 seconds."""
    session = botocore.session.get_session()
    first = client("sts", session)
    client("secretsmanager", session)  # the first of a session takes its time
    got = first.assume_role(RoleArn="arn:aws:iam::123456789012:role/demo", RoleSessionName="ab")["Credentials"]
    c, s = client("secretsmanager", session, got), client("sts", session, got)
    c.get_secret_value(SecretId="pf/plain")
    time.sleep(max(0, got["Expiration"].timestamp() - time.time()) + 0.05)
    refused("ExpiredTokenException", c.get_secret_value, SecretId="pf/plain")
    refused("ExpiredToken", s.get_caller_identity)


def skew(sign):
    """With a fault that puts the clock an hour off, ahead (1) or behind (-1)."""
    got = refused("InvalidSignatureException", client("secretsmanager").list_secrets)
    from email.utils import parsedate_to_datetime
    off = parsedate_to_datetime(got["ResponseMetadata"]["HTTPHeaders"]["date"]).timestamp() - time.time()
    assert abs(off - int(sign) * 3600) < 10, off
    assert ("expired" if int(sign) > 0 else "not yet current") in got["Error"]["Message"], got
    refused("SignatureDoesNotMatch", client("sts").get_caller_identity)


def throttled():
    """With a fault for the first two requests: it tries again by itself."""
    client("secretsmanager", retries={"max_attempts": 4, "mode": "standard"}).get_secret_value(SecretId="pf/plain")


def faulty(code, query_code):
    refused(code, client("secretsmanager", retries={"max_attempts": 0}).list_secrets)
    refused(query_code, client("sts", retries={"max_attempts": 0}).get_caller_identity)


globals()[sys.argv[1]](*sys.argv[2:])
