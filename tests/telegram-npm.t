#!/bin/sh
# Clients of Telegram's Bot API from npm against the sandbox, unchanged. PF_TEST_NODE names a folder whose node_modules has them; without it npm
# installs them for this test.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
need node

npm_client telegraf@4.16.3 grammy@1.46.0
ok 'they send, and read each refusal as we do' '
	pf-sandbox run -q -- node "$top/tests/sandbox/telegram.cjs" >got && cat >want <<-"END" && same want got
	telegraf pf_sandbox_bot a & 😀 <b>
	telegraf x < 1.5
	grammy pf_sandbox_bot -1001000000300
	telegraf 400 Bad Request: chat not found {}
	grammy 400 Bad Request: chat not found {}
	telegraf 403 Forbidden: bot was blocked by the user {}
	grammy 403 Forbidden: bot was blocked by the user {}
	telegraf 400 Bad Request: group chat was upgraded to a supergroup chat {"migrate_to_chat_id":-1001000004200}
	grammy 400 Bad Request: group chat was upgraded to a supergroup chat {"migrate_to_chat_id":-1001000004200}
	telegraf 400 Bad Request: message text is empty {}
	grammy 400 Bad Request: message text is empty {}
	telegraf 400 Bad Request: message is too long {}
	grammy 400 Bad Request: message is too long {}
	telegraf 400 Bad Request: can'"'"'t parse entities: Unsupported start tag "p" at byte offset 0 {}
	grammy 400 Bad Request: can'"'"'t parse entities: Unsupported start tag "p" at byte offset 0 {}
	grammy 401 Unauthorized {}
	grammy 404 Not Found {}
	END
'
done_testing
