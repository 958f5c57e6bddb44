bin_PROGRAMS += \
	cmd/pf \
	cmd/pf-api \
	cmd/pf-aws \
	cmd/pf-chart \
	cmd/pf-cost \
	cmd/pf-db \
	cmd/pf-dbn \
	cmd/pf-discord \
	cmd/pf-health \
	cmd/pf-link \
	cmd/pf-load \
	cmd/pf-logs \
	cmd/pf-migrate \
	cmd/pf-nlp \
	cmd/pf-notify \
	cmd/pf-ohlcv \
	cmd/pf-pipeline \
	cmd/pf-profile \
	cmd/pf-query \
	cmd/pf-secrets \
	cmd/pf-sentiment \
	cmd/pf-snaptrade
cmd_pf_api_SOURCES = cmd/api.c cmd/main.c
cmd_pf_aws_SOURCES = cmd/aws.c cmd/main.c
cmd_pf_chart_SOURCES = cmd/chart.c cmd/main.c
cmd_pf_cost_SOURCES = cmd/cost.c cmd/main.c
cmd_pf_db_SOURCES = cmd/db.c cmd/main.c
cmd_pf_dbn_SOURCES = cmd/dbn.c cmd/main.c
cmd_pf_discord_SOURCES = cmd/discord.c cmd/main.c
cmd_pf_health_SOURCES = cmd/health.c cmd/main.c
cmd_pf_link_SOURCES = cmd/link.c cmd/main.c
cmd_pf_load_SOURCES = cmd/load.c cmd/main.c
cmd_pf_logs_SOURCES = cmd/logs.c cmd/main.c
cmd_pf_migrate_SOURCES = cmd/migrate.c cmd/main.c
cmd_pf_nlp_SOURCES = cmd/nlp.c cmd/main.c
cmd_pf_notify_SOURCES = cmd/notify.c cmd/main.c
cmd_pf_ohlcv_SOURCES = cmd/ohlcv.c cmd/main.c
cmd_pf_pipeline_SOURCES = cmd/pipeline.c cmd/main.c
cmd_pf_profile_SOURCES = cmd/profile.c cmd/main.c
cmd_pf_query_SOURCES = cmd/query.c cmd/main.c
cmd_pf_secrets_SOURCES = cmd/secrets.c cmd/main.c
cmd_pf_sentiment_SOURCES = cmd/sentiment.c cmd/main.c
cmd_pf_snaptrade_SOURCES = cmd/snaptrade.c cmd/main.c
cmd_pf_SOURCES = cmd/pf.c cmd/main.c

if SANDBOX
bin_PROGRAMS += cmd/pf-sandbox
cmd_pf_sandbox_SOURCES = cmd/sandbox.c cmd/main.c
endif

# A completion a command, printed by the command from its own tables.
completion_DATA = $(bin_PROGRAMS:=.bash)
CLEANFILES += $(completion_DATA)
SUFFIXES = .bash
$(completion_DATA): $(bin_PROGRAMS)
	$(AM_V_GEN)./$(@:.bash=) --completion >$@

# bash-completion looks for a file of the command's own name
install-data-hook:
	cd '$(DESTDIR)$(completiondir)' && for c in $(notdir $(bin_PROGRAMS)); do mv -f "$$c.bash" "$$c" || exit 1; done

uninstall-hook:
	cd '$(DESTDIR)$(completiondir)' 2>/dev/null || exit 0; rm -f $(notdir $(bin_PROGRAMS))
