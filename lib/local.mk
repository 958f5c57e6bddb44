lib_libpf_a_SOURCES = \
	lib/aws/answer.c \
	lib/aws/bytes.c lib/aws/bytes.h \
	lib/aws/call.c lib/aws/call.h \
	lib/aws/creds.c lib/aws/creds.h \
	lib/aws/element.c \
	lib/aws/endpoint.c lib/aws/endpoint.h \
	lib/aws/fields.c lib/aws/fields.h \
	lib/aws/form.c \
	lib/aws/imds.c lib/aws/imds.h \
	lib/aws/ini.c lib/aws/ini.h \
	lib/aws/keys.c lib/aws/keys.h \
	lib/aws/message.c lib/aws/message.h \
	lib/aws/pages.c lib/aws/pages.h \
	lib/aws/place.c lib/aws/place.h \
	lib/aws/profile.c lib/aws/profile.h \
	lib/aws/refusal.c lib/aws/refusal.h \
	lib/aws/region.c lib/aws/region.h \
	lib/aws/rest.c \
	lib/aws/service.c lib/aws/service.h lib/aws/service_rows.h \
	lib/aws/service_ce.c \
	lib/aws/service_cloudwatch.c \
	lib/aws/service_ec2.c \
	lib/aws/service_ecr.c \
	lib/aws/service_ecs.c \
	lib/aws/service_events.c \
	lib/aws/service_iam.c \
	lib/aws/service_logs.c \
	lib/aws/service_s3.c \
	lib/aws/service_scheduler.c \
	lib/aws/service_secretsmanager.c \
	lib/aws/service_sns.c \
	lib/aws/service_sqs.c \
	lib/aws/service_ssm.c \
	lib/aws/service_sts.c \
	lib/aws/shape.c lib/aws/shape.h \
	lib/aws/show.c lib/aws/show.h \
	lib/aws/sigv4.c lib/aws/sigv4.h \
	lib/aws/source.h \
	lib/aws/source_container.c \
	lib/aws/source_instance.c \
	lib/aws/source_process.c \
	lib/aws/source_profile.c \
	lib/aws/source_role.c \
	lib/aws/split.c lib/aws/split.h \
	lib/aws/url.c lib/aws/url.h \
	lib/aws/wire.c lib/aws/wire.h \
	lib/base/address.c lib/base/address.h \
	lib/base/become.c lib/base/become.h \
	lib/base/buf.c lib/base/buf.h \
	lib/base/clock.c lib/base/clock.h \
	lib/base/cmd.c lib/base/cmd.h \
	lib/base/decimal.c lib/base/decimal.h \
	lib/base/env.c lib/base/env.h \
	lib/base/err.c lib/base/err.h \
	lib/base/help.c \
	lib/base/hidden.c lib/base/hidden.h \
	lib/base/lock.c lib/base/lock.h \
	lib/base/log.c lib/base/log.h \
	lib/base/mem.c lib/base/mem.h \
	lib/base/near.c lib/base/near.h \
	lib/base/num.c lib/base/num.h \
	lib/base/opt.c lib/base/opt.h \
	lib/base/path.c lib/base/path.h \
	lib/base/progress.c lib/base/progress.h \
	lib/base/proc.c lib/base/proc.h \
	lib/base/real.c lib/base/real.h \
	lib/base/stop.c lib/base/stop.h \
	lib/base/tree.c lib/base/tree.h \
	lib/base/word.c lib/base/word.h \
	lib/db/close.c lib/db/close.h \
	lib/db/close_kinds.c \
	lib/base/worst.c lib/base/worst.h \
	lib/db/cluster.c lib/db/cluster.h lib/db/cluster_inside.h \
	lib/db/cluster_make.c \
	lib/db/cluster_run.c \
	lib/db/cluster_scratch.c \
	lib/db/held.c lib/db/held.h \
	lib/db/late.c lib/db/late.h \
	lib/db/load.c lib/db/load.h \
	lib/db/load_array.c lib/db/load_array.h \
	lib/db/load_batch.c lib/db/load_batch.h \
	lib/db/load_merge.c lib/db/load_merge.h \
	lib/db/load_rows.c lib/db/load_rows.h \
	lib/db/load_same.c lib/db/load_same.h \
	lib/db/load_snapshot.c lib/db/load_snapshot.h \
	lib/db/load_store.c lib/db/load_store.h \
	lib/db/load_table.c lib/db/load_table.h \
	lib/db/load_unit.c lib/db/load_unit.h lib/db/load_unit_inside.h \
	lib/db/load_unit_put.c \
	lib/db/load_value.c lib/db/load_value.h \
	lib/db/migrate.c lib/db/migrate.h \
	lib/db/migrate_apply.c lib/db/migrate_apply.h \
	lib/db/migrate_files.c lib/db/migrate_files.h \
	lib/db/migrate_ledger.c lib/db/migrate_ledger.h \
	lib/db/migrate_lint.c lib/db/migrate_lint.h \
	lib/db/migrate_plan.c \
	lib/db/migrate_report.c lib/db/migrate_report.h \
	lib/db/migrate_rules.c lib/db/migrate_rules.h \
	lib/db/migrate_script.c lib/db/migrate_script.h \
	lib/db/migrate_show.c lib/db/migrate_show.h \
	lib/db/migrate_verify.c lib/db/migrate_verify.h \
	lib/db/pg.h lib/db/pg_conn.h \
	lib/db/pg_copy.c \
	lib/db/pg_error.c \
	lib/db/pg_list.c lib/db/pg_list.h \
	lib/db/pg_open.c \
	lib/db/pg_query.c \
	lib/db/profile.c lib/db/profile.h \
	lib/db/programs.c lib/db/programs.h \
	lib/db/query.c lib/db/query.h \
	lib/db/query_folder.c \
	lib/db/query_run.c lib/db/query_run.h \
	lib/db/replaced.c lib/db/replaced.h \
	lib/db/scope.c lib/db/scope.h \
	lib/db/sqltext.c lib/db/sqltext.h \
	lib/db/value.c lib/db/value.h \
	lib/health/finding.c lib/health/finding.h \
	lib/health/health.c lib/health/health.h \
	lib/health/kinds.c lib/health/kinds.h \
	lib/health/look_command.c lib/health/looks.h \
	lib/health/look_database.c \
	lib/health/look_file.c \
	lib/health/look_host.c \
	lib/health/look_http.c \
	lib/health/look_port.c \
	lib/health/look_rows.c \
	lib/health/look_unit.c \
	lib/health/plan.c lib/health/plan.h \
	lib/health/plan_take.c lib/health/plan_take.h \
	lib/health/report.c \
	lib/health/results.c lib/health/results.h \
	lib/health/system.c lib/health/system.h \
	lib/io/amend.c lib/io/amend.h \
	lib/io/array.c lib/io/array.h \
	lib/io/canon.c lib/io/canon.h \
	lib/io/conf.c lib/io/conf.h \
	lib/io/csv.c lib/io/csv.h \
	lib/io/dotenv.c lib/io/dotenv.h \
	lib/io/emit.c lib/io/emit.h \
	lib/io/file.c lib/io/file.h \
	lib/io/filter.c lib/io/filter.h \
	lib/io/input.c lib/io/input.h \
	lib/io/json.c lib/io/json.h \
	lib/io/jsonl.c lib/io/jsonl.h \
	lib/io/letter.c lib/io/letter.h lib/io/letter_rows.h \
	lib/io/member.c lib/io/member.h \
	lib/io/object.c lib/io/object.h \
	lib/io/pick.c lib/io/pick.h \
	lib/io/rec.c lib/io/rec.h \
	lib/io/shape.c lib/io/shape.h \
	lib/io/skip.c lib/io/skip.h \
	lib/io/settings.c lib/io/settings.h \
	lib/io/tsv.c lib/io/tsv.h \
	lib/io/utf8.c lib/io/utf8.h \
	lib/io/whole.c lib/io/whole.h \
	lib/io/xml.c lib/io/xml.h \
	lib/logs/file.c \
	lib/cost/estimate.c lib/cost/estimate.h \
	lib/cost/show.c lib/cost/show.h \
	lib/deploy/git.c lib/deploy/git.h \
	lib/logs/feed.c lib/logs/feed.h \
	lib/logs/merge.c lib/logs/merge.h \
	lib/logs/show.c lib/logs/show.h \
	lib/logs/source.c lib/logs/source.h \
	lib/logs/unit.c \
	lib/logs/watch.c lib/logs/watch.h \
	lib/logs/when.c lib/logs/when.h \
	lib/net/cert.c lib/net/cert.h \
	lib/net/hmac.c lib/net/hmac.h \
	lib/net/http.c lib/net/http.h \
	lib/net/http_text.c \
	lib/net/mail.c lib/net/mail.h \
	lib/net/mail_text.c lib/net/mail_text.h \
	lib/net/retry.c lib/net/retry.h \
	lib/net/start.c lib/net/start.h \
	lib/net/ws.c lib/net/ws.h \
	lib/net/xfer.c lib/net/xfer.h \
	lib/notify/channel.c lib/notify/channel.h \
	lib/notify/channel_discord.c \
	lib/notify/channel_mail.c \
	lib/notify/channel_sns.c \
	lib/notify/channel_telegram.c \
	lib/notify/choose.c lib/notify/choose.h \
	lib/notify/fit.c lib/notify/fit.h \
	lib/notify/memory.c lib/notify/memory.h \
	lib/notify/note.c lib/notify/note.h \
	lib/notify/outlet.c lib/notify/outlet.h \
	lib/notify/pack.c lib/notify/pack.h \
	lib/nlp/batch.h lib/nlp/batch_collect.c lib/nlp/batch_collect.h \
	lib/nlp/batch_answers.c lib/nlp/batch_answers.h \
	lib/nlp/batch_journal.c lib/nlp/batch_journal.h \
	lib/nlp/batch_message.c \
	lib/nlp/batch_set.c lib/nlp/batch_set.h \
	lib/nlp/batch_store.c lib/nlp/batch_store.h \
	lib/nlp/batch_submit.c lib/nlp/batch_tell.c lib/nlp/batch_texts.c \
	lib/nlp/batch_verbs.c \
	lib/nlp/batch_work.c lib/nlp/batch_work.h \
	lib/nlp/budget.c lib/nlp/budget.h \
	lib/nlp/chat.c lib/nlp/chat.h \
	lib/nlp/openai.c lib/nlp/openai.h lib/nlp/openai_live.h \
	lib/nlp/openai_answer.c lib/nlp/openai_answer.h \
	lib/nlp/openai_ask.c lib/nlp/openai_ask.h \
	lib/nlp/openai_estimate.c \
	lib/nlp/openai_routes.c lib/nlp/openai_routes.h \
	lib/nlp/openai_send.c \
	lib/nlp/openai_steps.c \
	lib/nlp/openai_talk.c \
	lib/nlp/prices.c lib/nlp/prices.h \
	lib/nlp/prompt.c lib/nlp/prompt.h \
	lib/nlp/engine.h \
	lib/nlp/idea.c lib/nlp/idea.h \
	lib/nlp/idea_emit.c \
	lib/nlp/message.c lib/nlp/message.h \
	lib/nlp/parse.c lib/nlp/parse.h \
	lib/nlp/print.c lib/nlp/print.h \
	lib/nlp/rules.c lib/nlp/rules.h \
	lib/nlp/rules_clause.c \
	lib/nlp/rules_engine.c \
	lib/nlp/rules_levels.c \
	lib/nlp/rules_option.c \
	lib/nlp/rules_part.h \
	lib/nlp/rules_stance.c \
	lib/nlp/settle.c lib/nlp/settle.h \
	lib/nlp/small_word.c lib/nlp/small_word.h \
	lib/nlp/token.c lib/nlp/token.h \
	lib/nlp/words.c lib/nlp/words.h \
	lib/rec/bar.c lib/rec/bar.h \
	lib/rec/broker.c lib/rec/broker.h \
	lib/rec/check.c lib/rec/check.h \
	lib/rec/field.c lib/rec/field.h \
	lib/rec/kinds.c \
	lib/rec/line.c lib/rec/line.h \
	lib/rec/map.c lib/rec/map.h \
	lib/rec/occ.c lib/rec/occ.h \
	lib/rec/profile.c lib/rec/profile.h \
	lib/rec/records.c lib/rec/records.h \
	lib/rec/run.c lib/rec/run.h \
	lib/rec/symbol.c lib/rec/symbol.h \
	lib/rec/symbols.c lib/rec/symbols.h \
	lib/rec/words.c lib/rec/words.h \
	lib/run/capture.c lib/run/capture.h \
	lib/run/graph.c lib/run/graph.h \
	lib/run/graph_svg.c \
	lib/run/history.c lib/run/history.h \
	lib/run/journal.c lib/run/journal.h \
	lib/run/lines.c lib/run/lines.h \
	lib/run/market.c lib/run/market.h \
	lib/run/orphan.c lib/run/orphan.h \
	lib/run/pipeline.c lib/run/pipeline.h \
	lib/run/pipeline_order.c lib/run/pipeline_order.h \
	lib/run/pipeline_read.c \
	lib/run/pipeline_take.c lib/run/pipeline_take.h \
	lib/run/record.c lib/run/record.h \
	lib/run/recover.c lib/run/recover.h \
	lib/run/redact.c lib/run/redact.h \
	lib/run/report.c lib/run/report.h \
	lib/run/run.c lib/run/run.h \
	lib/run/run_part.h \
	lib/run/run_plan.c \
	lib/run/run_steps.c \
	lib/run/runs.c lib/run/runs.h \
	lib/run/show.c lib/run/show.h \
	lib/run/stage.c lib/run/stage.h \
	lib/run/status.c lib/run/status.h \
	lib/run/task.c lib/run/task.h \
	lib/run/words.c lib/run/words.h \
	lib/run/zone.c lib/run/zone.h \
	lib/secret/cache.c lib/secret/cache.h \
	lib/secret/check.c lib/secret/check.h \
	lib/secret/choice.c lib/secret/choice.h \
	lib/secret/contract.c lib/secret/contract.h \
	lib/secret/decode.c lib/secret/decode.h \
	lib/secret/edit.c lib/secret/edit.h \
	lib/secret/format.c lib/secret/format.h \
	lib/secret/forms.c lib/secret/forms.h \
	lib/secret/gather.c lib/secret/gather.h \
	lib/secret/hide.c lib/secret/hide.h \
	lib/secret/job.c lib/secret/job.h \
	lib/secret/judge.c lib/secret/judge.h \
	lib/secret/key.c lib/secret/key.h \
	lib/secret/needles.c lib/secret/needles.h \
	lib/secret/output.c lib/secret/output.h \
	lib/secret/scan.c lib/secret/scan.h \
	lib/secret/source.c lib/secret/source.h \
	lib/secret/source_aws.c \
	lib/secret/source_exec.c \
	lib/secret/store.c lib/secret/store.h \
	lib/secret/text.c lib/secret/text.h \
	lib/secret/vars.c lib/secret/vars.h \
	lib/secret/verb.c lib/secret/verb.h \
	lib/secret/verb_setup.c \
	lib/secret/verb_text.c \
	lib/secret/verb_write.c \
	lib/text/link.c lib/text/link.h lib/text/link_inside.h \
	lib/text/link_context.c \
	lib/text/link_list.c \
	lib/text/link_marked.c \
	lib/text/link_rules.c \
	lib/text/link_vouch.c \
	lib/text/link_words.c \
	lib/text/name.c lib/text/name.h \
	lib/text/strip.c lib/text/strip.h \
	lib/text/term.c lib/text/term.h \
	lib/text/trie.c lib/text/trie.h \
	lib/text/universe.c lib/text/universe.h lib/text/universe_inside.h \
	lib/text/universe_build.c \
	lib/text/universe_read.c lib/text/universe_read.h \
	lib/show/checks.c lib/show/checks.h \
	lib/draw/chart.h \
	lib/draw/intake.c lib/draw/intake.h \
	lib/draw/layout.c lib/draw/layout.h \
	lib/draw/layout_head.c \
	lib/draw/layout_marks.c \
	lib/draw/layout_series.c \
	lib/draw/picture.c lib/draw/picture.h \
	lib/draw/plot.c lib/draw/plot.h \
	lib/draw/plot_average.c \
	lib/draw/plot_marks.c \
	lib/draw/plot_words.c \
	lib/draw/png.c \
	lib/draw/spark.c \
	lib/draw/svg.c \
	lib/draw/term.c \
	lib/draw/ticks.c lib/draw/ticks.h \
	lib/draw/value.c lib/draw/value.h \
	lib/show/rows.c lib/show/rows.h \
	lib/show/table.c lib/show/table.h \
	lib/show/variable.c lib/show/variable.h \
	lib/text/chunk.c lib/text/chunk.h \
	lib/text/plain.c lib/text/plain.h \
	lib/text/rune.c lib/text/rune.h \
	lib/text/skip.c lib/text/skip.h \
	lib/text/vader.c lib/text/vader.h \
	lib/text/vader_but.c lib/text/vader_but.h \
	lib/text/vader_text.c lib/text/vader_text.h \
	lib/text/vader_words.c lib/text/vader_words.h \
	lib/vendor/databento.c lib/vendor/databento.h \
	lib/vendor/databento_conn.h \
	lib/vendor/databento_fetch.c \
	lib/vendor/databento_form.c \
	lib/vendor/databento_refusal.c lib/vendor/databento_refusal.h \
	lib/vendor/databento_report.c lib/vendor/databento_report.h \
	lib/vendor/databento_rows.c lib/vendor/databento_rows.h \
	lib/vendor/databento_sheet.c lib/vendor/databento_sheet.h \
	lib/vendor/dbn.c lib/vendor/dbn.h \
	lib/vendor/dbn_bar.c lib/vendor/dbn_bar.h \
	lib/vendor/dbn_map.c lib/vendor/dbn_map.h \
	lib/vendor/dbn_meta.c lib/vendor/dbn_meta.h \
	lib/vendor/dbn_text.c lib/vendor/dbn_text.h \
	lib/vendor/discord.c lib/vendor/discord.h \
	lib/vendor/discord_channel.h \
	lib/vendor/discord_collect.c lib/vendor/discord_collect.h \
	lib/vendor/discord_embed.c lib/vendor/discord_embed.h \
	lib/vendor/discord_events.c lib/vendor/discord_events.h \
	lib/vendor/discord_follow.c lib/vendor/discord_follow.h \
	lib/vendor/discord_gate.c lib/vendor/discord_gate.h \
	lib/vendor/discord_id.c lib/vendor/discord_id.h \
	lib/vendor/discord_limit.c lib/vendor/discord_limit.h \
	lib/vendor/discord_mend.c lib/vendor/discord_mend.h \
	lib/vendor/discord_message.c lib/vendor/discord_message.h \
	lib/vendor/discord_plan.c lib/vendor/discord_plan.h \
	lib/vendor/discord_post.c lib/vendor/discord_post.h \
	lib/vendor/discord_refusal.c lib/vendor/discord_refusal.h \
	lib/vendor/discord_report.c lib/vendor/discord_report.h \
	lib/vendor/discord_send.c \
	lib/vendor/discord_survey.c lib/vendor/discord_survey.h \
	lib/vendor/discord_threads.c \
	lib/vendor/discord_walk.c \
	lib/vendor/discord_words.c lib/vendor/discord_words.h \
	lib/vendor/openai.c lib/vendor/openai.h \
	lib/vendor/openai_batch.c lib/vendor/openai_batch.h \
	lib/vendor/openai_chat.c lib/vendor/openai_chat.h \
	lib/vendor/openai_refusal.c lib/vendor/openai_refusal.h \
	lib/vendor/snaptrade.c lib/vendor/snaptrade.h \
	lib/vendor/snaptrade_check.c lib/vendor/snaptrade_check.h \
	lib/vendor/snaptrade_connections.c \
	lib/vendor/snaptrade_cursors.c lib/vendor/snaptrade_cursors.h \
	lib/vendor/snaptrade_events.c lib/vendor/snaptrade_events.h \
	lib/vendor/snaptrade_fetch.c lib/vendor/snaptrade_holder.h \
	lib/vendor/snaptrade_hook.c lib/vendor/snaptrade_hook.h \
	lib/vendor/snaptrade_position.c \
	lib/vendor/snaptrade_refusal.c lib/vendor/snaptrade_refusal.h \
	lib/vendor/snaptrade_report.c lib/vendor/snaptrade_report.h \
	lib/vendor/snaptrade_rows.c lib/vendor/snaptrade_rows.h \
	lib/vendor/snaptrade_sign.c lib/vendor/snaptrade_sign.h \
	lib/vendor/snaptrade_sync.c lib/vendor/snaptrade_sync.h \
	lib/vendor/snaptrade_whole.c \
	lib/vendor/snaptrade_words.c lib/vendor/snaptrade_words.h \
	lib/vendor/telegram.c lib/vendor/telegram.h \
	lib/vendor/telegram_answer.c lib/vendor/telegram_answer.h \
	lib/vendor/telegram_settings.c lib/vendor/telegram_settings.h \
	lib/web/answer.c \
	lib/web/chat.c \
	lib/web/gateway.c lib/web/gateway.h \
	lib/web/guard.c lib/web/guard.h \
	lib/web/login.c lib/web/login.h \
	lib/web/page.c lib/web/page.h \
	lib/web/page_chart.c lib/web/page_stock.c lib/web/page_table.c \
	lib/web/pages.c \
	lib/web/reply.c lib/web/reply.h \
	lib/web/request.c lib/web/request.h \
	lib/web/route.c lib/web/route.h \
	lib/web/routes.c \
	lib/web/service.c lib/web/service.h \
	lib/web/special.c \
	lib/web/style.c \
	lib/web/values.c lib/web/values.h \
	lib/web/webhook.c
