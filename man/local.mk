# A page a command in section 1, formats in 5, the family in 7.
dist_man_MANS += \
	man/pf-api.1 \
	man/pf-aws.1 \
	man/pf-chart.1 \
	man/pf-cost.1 \
	man/pf-dbn.1 \
	man/pf-nlp.1 \
	man/pf-notify.1 \
	man/pf-discord.1 \
	man/pf-health.1 \
	man/pf-ohlcv.1 \
	man/pf-pipeline.1 \
	man/pf-pipeline.5 \
	man/pf-migrate.1 \
	man/pf-link.1 \
	man/pf-load.1 \
	man/pf-logs.1 \
	man/pf-db.1 \
	man/pf-profile.1 \
	man/pf-query.1 \
	man/pf-sandbox.1 \
	man/pf-secrets.1 \
	man/pf-sentiment.1 \
	man/pf-snaptrade.1 \
	man/pf-host.7 \
	man/pf.1 \
	man/pf.7 \
	man/pf.yaml.5

# pf-records(5) is printed from the tables in lib/rec.
noinst_PROGRAMS += man/records
man_records_SOURCES = man/records.c
dist_man_MANS += man/pf-records.5
CLEANFILES += man/pf-records.5
man/pf-records.5: man/records$(EXEEXT)
	$(AM_V_GEN)./man/records >$@.new && mv $@.new $@
