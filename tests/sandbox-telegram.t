#!/bin/sh
# Telegram's side of pf-sandbox, by hand: ways to give parameters, refusals in the vendor's own words, what a text may be.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
need curl
sandbox
bot=$PF_TELEGRAM_URL/bot$TELEGRAM_BOT_TOKEN

# send ARGS: sendMessage by a form to the supergroup; the answer in got
send() {
	curl -s -o got "$bot/sendMessage" --data-urlencode "chat_id=$TELEGRAM_CHAT_ID" "$@"
}
# refused STATUS TEXT: what got says
refused() {
	says "{\"ok\":false,\"error_code\":$1,\"description\":\"$2" got
}

ok 'parameters in the query, a form and JSON; methods in any letters' '
	curl -s "$bot/getMe" >got && says "{\"ok\":true,\"result\":{\"id\":1234567890,\"is_bot\":true" got && curl -s "$bot/SENDmessage?chat_id=424242&text=a%20b" >got && says "\"chat\":{\"id\":424242,\"first_name\":\"Ada\",\"type\":\"private\"}" got && says "\"text\":\"a b\"" got &&
	send --data-urlencode "text=c & d" && says "\"text\":\"c & d\"" got && curl -s "$bot/sendMessage" -H "Content-Type: application/json" -d "{\"chat_id\":\"@pf_sandbox\",\"text\":\"e\"}" >got && says "\"id\":-1001000000300" got && curl -s "$PF_TELEGRAM_URL/messages" >got && [ "$(wc -l <got)" = 3 ]'
ok 'tokens and methods that are none' '
	curl -s "$PF_TELEGRAM_URL/bot1:other/getMe" >got && refused 401 Unauthorized && for p in bot/getMe botx/getMe bot1:a%2f/getMe getMe "bot$TELEGRAM_BOT_TOKEN" "bot$TELEGRAM_BOT_TOKEN/nothing"; do curl -s -w "%{http_code}" "$PF_TELEGRAM_URL/$p" >got && refused 404 "Not Found" && grep -q "404$" got || exit; done'
ok 'chats: none, unknown, one that blocks, one that moved' '
	curl -s "$bot/sendMessage" -d text=x >got && refused 400 "Bad Request: chat_id is empty" && curl -s "$bot/sendMessage" -d text=x -d chat_id=5 >got && refused 400 "Bad Request: chat not found" && curl -s "$bot/sendMessage" -d text=x -d chat_id=430000 >got && refused 403 "Forbidden: bot was blocked by the user" &&
	curl -s "$bot/sendMessage" -d text=x -d chat_id=-4200 >got && says "supergroup chat\",\"parameters\":{\"migrate_to_chat_id\":-1001000004200}}" got'
ok 'a text: empty, trimmed, at its limit in units of UTF-16, no UTF-8' '
	send -d text= && refused 400 "Bad Request: message text is empty" && send -d text=%20%0a%20 && refused 400 "Bad Request: message text is empty" && send --data-urlencode "text=  x  " && says "\"text\":\"x\"" got && send -d "text=$(printf "%04096d" 1)" && says "{\"ok\":true" got && send -d "text=$(printf "%04097d" 1)" && refused 400 "Bad Request: message is too long" || exit
	printf "\360\237\230\200%.0s" $(seq 2048) >emoji && send --data-urlencode text@emoji && says "{\"ok\":true" got && printf x >>emoji && send --data-urlencode text@emoji && refused 400 "Bad Request: message is too long" && send -d "text=%ff" && refused 400 "Bad Request: strings must be encoded in UTF-8" && curl -s "$bot/sendMessage" -H "Content-Type: application/json" -d "[" >got && refused 400 "Bad Request:"'
ok 'markup: HTML wholly, of MarkdownV2 what is reserved' '
	send -d parse_mode=HTML --data-urlencode "text=<b>C<i>R</i>O</b> 0.1 &lt; <a href=\"https://x.example/?a=1&amp;b\">l</a> &#233; &foo;" && says "\"text\":\"CRO 0.1 < l $(printf "\303\251") &foo;\"" got || exit
	for t in "<p>x</p>" "<b>x" "<b>x</i>" "x</b>" "<b" "<u><b>x</u></b>"; do send -d parse_mode=HTML --data-urlencode "text=$t" && refused 400 "Bad Request: can'"'"'t parse entities: " || exit; done
	send -d parse_mode=MarkdownV2 --data-urlencode "text=*1\\.5* \`a.b\`" && says "\"text\":\"1.5 a.b\"" got && send -d parse_mode=MarkdownV2 -d text=1.5 && refused 400 "Bad Request: can'"'"'t parse entities: Character '"'.'"' is reserved" && send -d parse_mode=other -d text=x && refused 400 "Bad Request: unsupported parse_mode"'
ok 'faults have the form of the vendor' '
	serve -f telegram/sendMessage:429=3:1,telegram/sendMessage:403:@2,telegram:502:@3 && for i in 1 2 3; do curl -si "$PF_TELEGRAM_URL/bot$TELEGRAM_BOT_TOKEN/sendMessage" -d chat_id=1 -d text=x >"got$i"; done && grep -qi "^retry-after: 3" got1 && says "\"parameters\":{\"retry_after\":3}}" got1 && says "Forbidden: " got2 && grep -qi "<html" got3 && unserve'
ok 'SNS: what botocore publishes, and what it may not' '
	if ! python3 -c "import botocore" 2>/dev/null; then case " ${PF_TEST_NEEDS:-} " in *" botocore "*) exit 1 ;; esac; skip "botocore (python3-botocore) is not installed"; fi
	unset AWS_PROFILE; python3 - <<-"END"
		import os
		import botocore.session
		from botocore.exceptions import ClientError
		s = botocore.session.get_session().create_client("sns", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
		topic = os.environ["PF_NOTIFY_SNS_TOPIC"]
		assert s.publish(TopicArn=topic, Message="m", Subject="s")["MessageId"].startswith("00000000-")
		s.publish(TopicArn=topic, Message="x" * 262144)
		for code, args in (("NotFound", dict(TopicArn=topic + "x", Message="m")), ("InvalidParameter", dict(TopicArn=topic, Message="")),
		                   ("InvalidParameter", dict(TopicArn=topic, Message="x" * 262145)), ("InvalidParameter", dict(TopicArn=topic, Message="m", Subject="a\nb")),
		                   ("InvalidParameter", dict(TopicArn=topic, Message="m", Subject="\u00e9")), ("InvalidParameter", dict(TopicArn=topic, Message="m", Subject="x" * 101)),
		                   ("InvalidParameter", dict(Message="m"))):
		    try:
		        s.publish(**args)
		        raise AssertionError(args)
		    except ClientError as e:
		        assert e.response["Error"]["Code"] == code, e
	END
'
done_testing
