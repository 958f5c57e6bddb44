# TAP throughout: shell tests run the built commands, C tests one module each.
EXTRA_DIST += tests/discord/gateway.py tests/notify/smtpd.py tests/tap.sh tests/unit/tap.h tests/aws/operations.py tests/aws/profile.py tests/aws/sign.py tests/aws/wire.py tests/sandbox/decode.py tests/text/letters.py tests/text/vader-npm.cjs tests/data/vader-npm.jsonl tests/webhooks/deliver.py \
	tests/load/snapshot.py tests/load/snapshot.sh \
	tests/profile/expect.py \
	tests/api/by-hand.py tests/api/columns tests/api/fcgi.py tests/api/front.sh tests/api/model.py tests/api/page.py tests/api/rules tests/api/rules.sh \
	tests/host/inside.sh tests/host/systemctl \
	tests/data/dbn/v1-1m-ts_out.csv tests/data/dbn/v1-1m-ts_out.pretty.csv \
	tests/data/nlp/rules.tsv \
	tests/data/migrate/live_late.sql tests/data/migrate/live_seed.sql tests/data/migrate/shape.sql \
	tests/data/dbn/v1-1m-ts_out.dbn tests/data/dbn/v1-1m-ts_out.dbn.zst \
	tests/data/dbn/v3-1d.csv tests/data/dbn/v3-1d.pretty.csv \
	tests/data/dbn/v3-1d.json tests/data/dbn/v3-1d.pretty.json \
	tests/data/dbn/v3-1d.dbn tests/data/dbn/v3-1d.dbn.zst

EXTRA_DIST += tests/browser/browser.cjs tests/browser/desk.sh tests/browser/hostile.sql tests/browser/keys.cjs tests/browser/look.cjs \
	tests/browser/package.json tests/browser/ways.cjs

unit_tests = \
	tests/unit/address.t \
	tests/unit/amend.t \
	tests/unit/aws_bytes.t \
	tests/unit/aws_cloud.t \
	tests/unit/aws_message.t \
	tests/unit/aws_pages.t \
	tests/unit/aws_creds.t \
	tests/unit/aws_profile.t \
	tests/unit/aws_refusal.t \
	tests/unit/aws_endpoint.t \
	tests/unit/bar.t \
	tests/unit/base.t \
	tests/unit/canon.t \
	tests/unit/decimal.t \
	tests/unit/git.t \
	tests/unit/pick.t \
	tests/unit/csv.t \
	tests/unit/budget.t \
	tests/unit/databento.t \
	tests/unit/dbn.t \
	tests/unit/discord.t \
	tests/unit/dotenv.t \
	tests/unit/http.t \
	tests/unit/http_vendor.t \
	tests/unit/io.t \
	tests/unit/jsonl.t \
	tests/unit/link.t \
	tests/unit/link_labelled.t \
	tests/unit/load.t \
	tests/unit/market.t \
	tests/unit/migrate.t \
	tests/unit/web_guard.t \
	tests/unit/web_request.t \
	tests/unit/web_route.t \
	tests/unit/nlp_openai.t \
	tests/unit/nlp.t \
	tests/unit/notify.t \
	tests/unit/occ.t \
	tests/unit/openai.t \
	tests/unit/pg.t \
	tests/unit/pipeline.t \
	tests/unit/proc.t \
	tests/unit/query.t \
	tests/unit/retry.t \
	tests/unit/scope.t \
	tests/unit/secret_cache.t \
	tests/unit/secret_heap.t \
	tests/unit/secret_hide.t \
	tests/unit/secret_contract.t \
	tests/unit/secret_format.t \
	tests/unit/secret_scan.t \
	tests/unit/secret_text.t \
	tests/unit/secret_vars.t \
	tests/unit/sigv4.t \
	tests/unit/snaptrade_rows.t \
	tests/unit/snaptrade_sign.t \
	tests/unit/sqltext.t \
	tests/unit/symbols.t \
	tests/unit/trie.t \
	tests/unit/vader.t \
	tests/unit/text.t \
	tests/unit/tsv.t \
	tests/unit/xml.t \
	tests/unit/chart.t

if SANDBOX
unit_tests += tests/unit/sandbox_sigv4.t tests/unit/sandbox_snaptrade.t
endif
EXTRA_DIST += tests/sandbox/openai.py tests/sandbox/openai_batch.py tests/sandbox/openai_ideas.py tests/sandbox/openai.cjs
EXTRA_DIST += tests/sandbox/aws.py tests/sandbox/aws_client.py tests/sandbox/discord.cjs tests/sandbox/telegram.cjs tests/sandbox/discord_data.py tests/sandbox/discord_ws.py tests/sandbox/snaptrade.py tests/sandbox/snaptrade_data.py \
	tests/sandbox/snaptrade.cjs tests/sandbox/snaptrade_same.py tests/sandbox/snaptrade_sdk.py tests/sandbox/snaptrade-faults.sh tests/sandbox/snaptrade-more.sh tests/sandbox/webhook.py

shell_tests = \
	tests/api-load.t \
	tests/api-pages.t \
	tests/api.t \
	tests/aws-cmd.t \
	tests/aws.t \
	tests/browser.t \
	tests/chart.t \
	tests/completion.t \
	tests/db-kill.t \
	tests/cost.t \
	tests/cron.t \
	tests/db.t \
	tests/dbn.t \
	tests/discord-follow.t \
	tests/discord-js.t \
	tests/discord-send.t \
	tests/discord-unit.t \
	tests/discord.t \
	tests/health.t \
	tests/host.t \
	tests/install.t \
	tests/load-broker.t \
	tests/load-complete.t \
	tests/load-kill.t \
	tests/load-once.t \
	tests/load-same.t \
	tests/load-snapshot-kill.t \
	tests/load-snapshot-random.t \
	tests/load-snapshot.t \
	tests/link.t \
	tests/load-unit.t \
	tests/load.t \
	tests/logs.t \
	tests/man.t \
	tests/migrate-kill.t \
	tests/migrate.t \
	tests/nginx.t \
	tests/nlp-batch-kill.t \
	tests/nlp-batch.t \
	tests/nlp-openai.t \
	tests/nlp-queue.t \
	tests/nlp.t \
	tests/notify-mail.t \
	tests/notify.t \
	tests/ohlcv.t \
	tests/mornings.t \
	tests/openai-npm.t \
	tests/pf.t \
	tests/pgbouncer.t \
	tests/pipeline-broker.t \
	tests/pipeline-kill.t \
	tests/pipeline-words.t \
	tests/pipeline.t \
	tests/api-sql.t \
	tests/api-chat.t \
	tests/api-wire.t \
	tests/portfolio.t \
	tests/progress.t \
	tests/profile.t \
	tests/query-broker.t \
	tests/query-words.t \
	tests/query.t \
	tests/readme.t \
	tests/records.t \
	tests/roundtrip.t \
	tests/sandbox-aws.t \
	tests/sandbox-discord.t \
	tests/sandbox-openai.t \
	tests/sandbox-snaptrade.t \
	tests/sandbox-telegram.t \
	tests/sandbox-webhook.t \
	tests/sandbox.t \
	tests/secrets-redact.t \
	tests/secrets-write.t \
	tests/secrets.t \
	tests/sentiment.t \
	tests/servers.t \
	tests/serve.t \
	tests/snaptrade-sdk.t \
	tests/snaptrade.t \
	tests/streams.t \
	tests/style.t \
	tests/telegram-npm.t \
	tests/units.t \
	tests/webhooks.t

check_PROGRAMS += $(unit_tests) tests/aws/call tests/aws/profile tests/aws/sign tests/aws/wire
tests_aws_call_SOURCES = tests/aws/call.c
tests_aws_profile_SOURCES = tests/aws/profile.c
tests_aws_sign_SOURCES = tests/aws/sign.c
tests_aws_wire_SOURCES = tests/aws/wire.c
EXTRA_DIST += $(shell_tests)

tests_unit_amend_t_SOURCES = tests/unit/amend.c tests/unit/tap.h
tests_unit_address_t_SOURCES = tests/unit/address.c tests/unit/tap.h
tests_unit_aws_bytes_t_SOURCES = tests/unit/aws_bytes.c tests/unit/scratch.h tests/unit/tap.h
tests_unit_aws_cloud_t_SOURCES = tests/unit/aws_cloud.c tests/unit/aws_env.h tests/unit/scratch.h tests/unit/server.h \
	tests/unit/tap.h
tests_unit_aws_creds_t_SOURCES = tests/unit/aws_creds.c tests/unit/aws_env.h tests/unit/scratch.h tests/unit/tap.h
tests_unit_aws_message_t_SOURCES = tests/unit/aws_message.c tests/unit/tap.h
tests_unit_aws_pages_t_SOURCES = tests/unit/aws_pages.c tests/unit/server.h tests/unit/tap.h
tests_unit_aws_profile_t_SOURCES = tests/unit/aws_profile.c tests/unit/scratch.h tests/unit/tap.h
tests_unit_aws_refusal_t_SOURCES = tests/unit/aws_refusal.c tests/unit/tap.h
tests_unit_aws_endpoint_t_SOURCES = tests/unit/aws_endpoint.c tests/unit/scratch.h tests/unit/tap.h
tests_unit_bar_t_SOURCES = tests/unit/bar.c tests/unit/tap.h
tests_unit_base_t_SOURCES = tests/unit/base.c tests/unit/tap.h
tests_unit_canon_t_SOURCES = tests/unit/canon.c tests/unit/tap.h
tests_unit_decimal_t_SOURCES = tests/unit/decimal.c tests/unit/tap.h
tests_unit_pick_t_SOURCES = tests/unit/pick.c tests/unit/tap.h
tests_unit_csv_t_SOURCES = tests/unit/csv.c tests/unit/tap.h
tests_unit_io_t_SOURCES = tests/unit/io.c tests/unit/tap.h
tests_unit_scope_t_SOURCES = tests/unit/scope.c tests/unit/tap.h
tests_unit_notify_t_SOURCES = tests/unit/notify.c tests/unit/tap.h
tests_unit_nlp_t_SOURCES = tests/unit/nlp.c tests/unit/tap.h
tests_unit_text_t_SOURCES = tests/unit/text.c tests/unit/tap.h
tests_unit_tsv_t_SOURCES = tests/unit/tsv.c tests/unit/tap.h
tests_unit_market_t_SOURCES = tests/unit/market.c tests/unit/tap.h
tests_unit_occ_t_SOURCES = tests/unit/occ.c tests/unit/tap.h
tests_unit_nlp_openai_t_SOURCES = tests/unit/nlp_openai.c tests/unit/nlp_run.h tests/unit/server.h tests/unit/tap.h
tests_unit_openai_t_SOURCES = tests/unit/openai.c tests/unit/server.h tests/unit/tap.h
tests_unit_pg_t_SOURCES = tests/unit/pg.c tests/unit/tap.h
tests_unit_git_t_SOURCES = tests/unit/git.c tests/unit/tap.h
tests_unit_proc_t_SOURCES = tests/unit/proc.c tests/unit/tap.h
tests_unit_budget_t_SOURCES = tests/unit/budget.c tests/unit/scratch.h tests/unit/tap.h
tests_unit_databento_t_SOURCES = tests/unit/databento.c tests/unit/tap.h
tests_unit_symbols_t_SOURCES = tests/unit/symbols.c tests/unit/tap.h
tests_unit_discord_t_SOURCES = tests/unit/discord.c tests/unit/tap.h
tests_unit_dotenv_t_SOURCES = tests/unit/dotenv.c tests/unit/tap.h
tests_unit_web_guard_t_SOURCES = tests/unit/web_guard.c tests/unit/web.h tests/unit/tap.h
tests_unit_web_request_t_SOURCES = tests/unit/web_request.c tests/unit/web.h tests/unit/tap.h
tests_unit_web_route_t_SOURCES = tests/unit/web_route.c tests/unit/web.h tests/unit/tap.h
tests_unit_http_t_SOURCES = tests/unit/http.c tests/unit/server.h tests/unit/tap.h
tests_unit_http_vendor_t_SOURCES = tests/unit/http_vendor.c tests/unit/server.h tests/unit/tap.h
tests_unit_dbn_t_SOURCES = tests/unit/dbn.c tests/unit/stream.h tests/unit/tap.h
tests_unit_jsonl_t_SOURCES = tests/unit/jsonl.c tests/unit/tap.h
tests_unit_pipeline_t_SOURCES = tests/unit/pipeline.c tests/unit/tap.h
EXTRA_DIST += tests/data/link/labelled.jsonl tests/data/link/universe.jsonl
tests_unit_link_labelled_t_SOURCES = tests/unit/link_labelled.c tests/unit/tap.h
tests_unit_trie_t_SOURCES = tests/unit/trie.c tests/unit/tap.h
tests_unit_link_t_SOURCES = tests/unit/link.c tests/unit/tap.h
tests_unit_load_t_SOURCES = tests/unit/load.c tests/unit/tap.h
tests_unit_query_t_SOURCES = tests/unit/query.c tests/unit/tap.h
tests_unit_migrate_t_SOURCES = tests/unit/migrate.c tests/unit/tap.h
tests_unit_secret_hide_t_SOURCES = tests/unit/secret_hide.c tests/unit/secret_forms.h tests/unit/secret_plain.h tests/unit/tap.h
tests_unit_sigv4_t_SOURCES = tests/unit/sigv4.c tests/unit/tap.h
tests_unit_secret_cache_t_SOURCES = tests/unit/secret_cache.c tests/unit/tap.h
tests_unit_secret_contract_t_SOURCES = tests/unit/secret_contract.c tests/unit/scratch.h tests/unit/tap.h
tests_unit_secret_format_t_SOURCES = tests/unit/secret_format.c tests/unit/tap.h
tests_unit_secret_heap_t_SOURCES = tests/unit/secret_heap.c tests/unit/server.h tests/unit/tap.h
tests_unit_secret_scan_t_SOURCES = tests/unit/secret_scan.c tests/unit/scratch.h tests/unit/tap.h
tests_unit_secret_text_t_SOURCES = tests/unit/secret_text.c tests/unit/tap.h
tests_unit_secret_vars_t_SOURCES = tests/unit/secret_vars.c tests/unit/tap.h
tests_unit_retry_t_SOURCES = tests/unit/retry.c tests/unit/tap.h
tests_unit_sandbox_sigv4_t_SOURCES = tests/unit/sandbox_sigv4.c tests/unit/tap.h
tests_unit_sandbox_snaptrade_t_SOURCES = tests/unit/sandbox_snaptrade.c tests/unit/tap.h
tests_unit_vader_t_SOURCES = tests/unit/vader.c tests/unit/tap.h
tests_unit_chart_t_SOURCES = tests/unit/chart.c tests/unit/tap.h
tests_unit_xml_t_SOURCES = tests/unit/xml.c tests/unit/tap.h
tests_unit_snaptrade_rows_t_SOURCES = tests/unit/snaptrade_rows.c tests/unit/tap.h
tests_unit_snaptrade_sign_t_SOURCES = tests/unit/snaptrade_sign.c tests/unit/tap.h
tests_unit_sqltext_t_SOURCES = tests/unit/sqltext.c tests/unit/tap.h

# One test: make check T=tests/pf.t
check-local: $(bin_PROGRAMS) $(check_PROGRAMS)
	cd $(srcdir) && unset T && srcdir='$(abs_srcdir)' builddir='$(abs_builddir)' $(PROVE) $(PROVEFLAGS) \
		$(if $(T),$(foreach t,$(T),$(if $(wildcard $(srcdir)/$t),$t,$(abs_builddir)/$t)),$(shell_tests) $(addprefix $(abs_builddir)/,$(unit_tests) $(fuzz_tests)))

# What was installed, with its own data: make installcheck
EXTRA_DIST += tests/installed.t
installcheck-local:
	cd $(srcdir) && srcdir='$(abs_srcdir)' builddir='$(abs_builddir)' bindir='$(DESTDIR)$(bindir)' pkgdatadir='$(DESTDIR)$(pkgdatadir)' \
		$(PROVE) $(PROVEFLAGS) tests/installed.t

include tests/bench/local.mk
include tests/fuzz/local.mk
include tests/soak/local.mk
include tests/style/local.mk
