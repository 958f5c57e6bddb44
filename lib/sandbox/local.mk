# The vendors' side of the wire: only pf-sandbox has it.
if SANDBOX
lib_libpf_a_SOURCES += \
	lib/sandbox/aws.c lib/sandbox/aws.h \
	lib/sandbox/aws_canon.c lib/sandbox/aws_canon.h \
	lib/sandbox/aws_error.c lib/sandbox/aws_error.h \
	lib/sandbox/aws_keys.c lib/sandbox/aws_keys.h \
	lib/sandbox/aws_metadata.c lib/sandbox/aws_metadata.h \
	lib/sandbox/aws_secrets.c lib/sandbox/aws_secrets.h \
	lib/sandbox/aws_secrets_list.c \
	lib/sandbox/aws_secrets_read.c \
	lib/sandbox/aws_secrets_write.c \
	lib/sandbox/aws_sigv4.c lib/sandbox/aws_sigv4.h \
	lib/sandbox/aws_sns.c lib/sandbox/aws_sns.h \
	lib/sandbox/aws_store.c lib/sandbox/aws_store.h \
	lib/sandbox/aws_sts.c lib/sandbox/aws_sts.h \
	lib/sandbox/databento.c lib/sandbox/databento.h \
	lib/sandbox/databento_book.c lib/sandbox/databento_book.h \
	lib/sandbox/databento_check.c lib/sandbox/databento_check.h \
	lib/sandbox/databento_csv.c \
	lib/sandbox/databento_dbn.c \
	lib/sandbox/databento_encode.c lib/sandbox/databento_encode.h \
	lib/sandbox/databento_error.c lib/sandbox/databento_error.h \
	lib/sandbox/databento_meta.c lib/sandbox/databento_meta.h \
	lib/sandbox/databento_query.c lib/sandbox/databento_query.h \
	lib/sandbox/databento_range.c lib/sandbox/databento_range.h \
	lib/sandbox/databento_store.c lib/sandbox/databento_store.h \
	lib/sandbox/databento_symbols.c lib/sandbox/databento_symbols.h \
	lib/sandbox/databento_words.c lib/sandbox/databento_words.h \
	lib/sandbox/discord.c lib/sandbox/discord.h \
	lib/sandbox/discord_body.c lib/sandbox/discord_body.h \
	lib/sandbox/discord_call.c lib/sandbox/discord_call.h \
	lib/sandbox/discord_cdn.c lib/sandbox/discord_cdn.h \
	lib/sandbox/discord_channels.c \
	lib/sandbox/discord_connection.h \
	lib/sandbox/discord_error.c lib/sandbox/discord_error.h \
	lib/sandbox/discord_event.c \
	lib/sandbox/discord_fault.c lib/sandbox/discord_fault.h \
	lib/sandbox/discord_gateway.c lib/sandbox/discord_gateway.h \
	lib/sandbox/discord_limit.c lib/sandbox/discord_limit.h \
	lib/sandbox/discord_messages.c \
	lib/sandbox/discord_read.c lib/sandbox/discord_read.h \
	lib/sandbox/discord_session.c lib/sandbox/discord_session.h \
	lib/sandbox/discord_show.c lib/sandbox/discord_show.h \
	lib/sandbox/discord_store.c lib/sandbox/discord_store.h \
	lib/sandbox/discord_write.c \
	lib/sandbox/exchange.c lib/sandbox/exchange.h \
	lib/sandbox/fault.c lib/sandbox/fault.h \
	lib/sandbox/multipart.c lib/sandbox/multipart.h \
	lib/sandbox/openai.c lib/sandbox/openai.h \
	lib/sandbox/openai_answer.c lib/sandbox/openai_answer.h \
	lib/sandbox/openai_ask.c lib/sandbox/openai_ask.h \
	lib/sandbox/openai_batch_check.c \
	lib/sandbox/openai_batch_run.c lib/sandbox/openai_batch.h \
	lib/sandbox/openai_batches.c \
	lib/sandbox/openai_cache.c lib/sandbox/openai_cache.h \
	lib/sandbox/openai_call.c lib/sandbox/openai_call.h \
	lib/sandbox/openai_chat.c \
	lib/sandbox/openai_error.c lib/sandbox/openai_error.h \
	lib/sandbox/openai_extract.c lib/sandbox/openai_extract.h \
	lib/sandbox/openai_fault.c lib/sandbox/openai_fault.h \
	lib/sandbox/openai_files.c \
	lib/sandbox/openai_limit.c lib/sandbox/openai_limit.h \
	lib/sandbox/openai_list.c lib/sandbox/openai_list.h \
	lib/sandbox/openai_model.c lib/sandbox/openai_model.h \
	lib/sandbox/openai_models.c \
	lib/sandbox/openai_param.c lib/sandbox/openai_param.h \
	lib/sandbox/openai_responses.c \
	lib/sandbox/openai_schema.c lib/sandbox/openai_schema.h \
	lib/sandbox/openai_store.c lib/sandbox/openai_store.h \
	lib/sandbox/openai_value.c lib/sandbox/openai_value.h \
	lib/sandbox/reply.c lib/sandbox/reply.h \
	lib/sandbox/request.c lib/sandbox/request.h \
	lib/sandbox/route.c lib/sandbox/route.h \
	lib/sandbox/send.c lib/sandbox/send.h \
	lib/sandbox/server.c lib/sandbox/server.h \
	lib/sandbox/snaptrade.c lib/sandbox/snaptrade.h \
	lib/sandbox/snaptrade_accounts.c \
	lib/sandbox/snaptrade_activities.c \
	lib/sandbox/snaptrade_call.c lib/sandbox/snaptrade_call.h \
	lib/sandbox/snaptrade_connections.c \
	lib/sandbox/snaptrade_delivery.c lib/sandbox/snaptrade_delivery.h \
	lib/sandbox/snaptrade_error.c lib/sandbox/snaptrade_error.h \
	lib/sandbox/snaptrade_fault.c lib/sandbox/snaptrade_fault.h \
	lib/sandbox/snaptrade_holdings.c \
	lib/sandbox/snaptrade_json.c lib/sandbox/snaptrade_json.h \
	lib/sandbox/snaptrade_limit.c lib/sandbox/snaptrade_limit.h \
	lib/sandbox/snaptrade_orders.c \
	lib/sandbox/snaptrade_orders_v2.c lib/sandbox/snaptrade_orders_v2.h \
	lib/sandbox/snaptrade_portal.c \
	lib/sandbox/snaptrade_post.c lib/sandbox/snaptrade_post.h \
	lib/sandbox/snaptrade_read.c lib/sandbox/snaptrade_read.h \
	lib/sandbox/snaptrade_reports.c \
	lib/sandbox/snaptrade_sign.c lib/sandbox/snaptrade_sign.h \
	lib/sandbox/snaptrade_store.c lib/sandbox/snaptrade_store.h \
	lib/sandbox/snaptrade_users.c lib/sandbox/snaptrade_users.h \
	lib/sandbox/telegram.c lib/sandbox/telegram.h \
	lib/sandbox/telegram_markup.c lib/sandbox/telegram_markup.h \
	lib/sandbox/vars.c lib/sandbox/vars.h \
	lib/sandbox/vendors.c lib/sandbox/vendors.h \
	lib/sandbox/websock.c lib/sandbox/websock.h \
	lib/sandbox/zpack.c lib/sandbox/zpack.h
endif
