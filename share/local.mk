# share

# What pf-sandbox serves when it is not told otherwise.
sandboxdir = $(pkgdatadir)/sandbox
dist_sandbox_DATA = \
	share/sandbox/NOTICE \
	share/sandbox/aws-secrets.json \
	share/sandbox/discord.jsonl \
	share/sandbox/goog.csv \
	share/sandbox/msft.csv \
	share/sandbox/snaptrade.jsonl \
	share/sandbox/symbols.jsonl

# Words and their values for pf-sentiment, and what made the files.
lexicondir = $(pkgdatadir)/lexicon
dist_lexicon_DATA = \
	share/lexicon/NOTICE \
	share/lexicon/emoji.tsv \
	share/lexicon/finance.tsv \
	share/lexicon/vader.tsv
EXTRA_DIST += share/lexicon/emoji-older.tsv share/lexicon/make.py

# From a bare machine to a host that runs.
ec2dir = $(pkgdatadir)/ec2
dist_ec2_SCRIPTS = share/ec2/bootstrap.sh share/ec2/user-data.sh
dist_ec2_DATA = share/ec2/steps.sh

# What keeps logs in their limits, to be copied.
journalddir = $(pkgdatadir)/journald
dist_journald_DATA = share/journald/99-pf.conf
logrotatedir = $(pkgdatadir)/logrotate
dist_logrotate_DATA = share/logrotate/pf

# nginx in front of pf-api.
nginxdir = $(pkgdatadir)/nginx
dist_nginx_DATA = share/nginx/pf-api-limit.conf share/nginx/pf-api-site.conf share/nginx/pf-api.conf

# The same for other web servers.
lighttpddir = $(pkgdatadir)/lighttpd
dist_lighttpd_DATA = share/lighttpd/pf-api.conf
apachedir = $(pkgdatadir)/apache
dist_apache_DATA = share/apache/pf-api-site.conf share/apache/pf-api.conf

# What words mean to the rules of pf-nlp.
nlpdir = $(pkgdatadir)/nlp
dist_nlp_DATA = share/nlp/rules.tsv

# Named queries of pf-query.
queriesdir = $(pkgdatadir)/queries
dist_queries_DATA = \
	share/queries/accounts.sql \
	share/queries/activities.sql \
	share/queries/activity-cursors.sql \
	share/queries/balances.sql \
	share/queries/bars.sql \
	share/queries/batches.sql \
	share/queries/claim-messages.sql \
	share/queries/claim-sync.sql \
	share/queries/counts-by-symbol.sql \
	share/queries/counts.sql \
	share/queries/coverage.sql \
	share/queries/fail-sync.sql \
	share/queries/finish-sync.sql \
	share/queries/gaps.sql \
	share/queries/holdings.sql \
	share/queries/ideas.sql \
	share/queries/latest.sql \
	share/queries/mentions.sql \
	share/queries/message-cursors.sql \
	share/queries/messages.sql \
	share/queries/new-symbols.sql \
	share/queries/nlp-usage.sql \
	share/queries/orders.sql \
	share/queries/overview.sql \
	share/queries/portfolio.sql \
	share/queries/position-snapshots.sql \
	share/queries/positions.sql \
	share/queries/reconcile.sql \
	share/queries/runs.sql \
	share/queries/steps.sql \
	share/queries/symbols.sql \
	share/queries/sync-jobs.sql \
	share/queries/universe.sql \
	share/queries/webhooks.sql

# Pipelines, found by name below the data folder.
pipelinesdir = $(pkgdatadir)/pipelines
dist_pipelines_DATA = share/pipelines/brokerage-events.yaml share/pipelines/nightly.yaml share/pipelines/portfolio-sync.yaml

# What pf-link knows of names, words and coins.
linkdir = $(pkgdatadir)/link
dist_link_DATA = \
	share/link/aliases.tsv \
	share/link/NOTICE \
	share/link/crypto.tsv \
	share/link/english.txt \
	share/link/phrases.tsv \
	share/link/words.tsv

# What programs want of their environment, for pf-secrets.
contractsdir = $(pkgdatadir)/contracts
dist_contracts_DATA = \
	share/contracts/digest.yaml \
	share/contracts/market.yaml \
	share/contracts/notify.yaml \
	share/contracts/portfolio.yaml \
	share/contracts/social.yaml \
	share/contracts/trading.yaml

# What hosts and services cost.
costdir = $(pkgdatadir)/cost
dist_cost_DATA = \
	share/cost/digest.yaml \
	share/cost/ecs-jobs.yaml \
	share/cost/market-ec2.yaml \
	share/cost/portfolio-ec2.yaml \
	share/cost/prices-aws.yaml

# What pf-health looks at.
healthdir = $(pkgdatadir)/health
dist_health_DATA = \
	share/health/compose.yaml \
	share/health/database.yaml \
	share/health/host.yaml \
	share/health/night.yaml \
	share/health/preflight.yaml \
	share/health/services.yaml \
	share/health/smoke.yaml

# What models cost, and what they are asked.
pricesdir = $(pkgdatadir)/prices
dist_prices_DATA = share/prices/openai.yaml
promptsdir = $(pkgdatadir)/prompts
dist_prompts_DATA = share/prompts/ideas-1.yaml

# Ways to start them, to be copied from; the units name the installed program.
crondir = $(pkgdatadir)/cron
dist_cron_DATA = share/cron/brokerage-events.crontab share/cron/health.crontab share/cron/host.cron share/cron/nightly.crontab
githubdir = $(pkgdatadir)/github
dist_github_DATA = share/github/nightly.yml
dist_systemd_DATA = \
	share/systemd/pf-api.socket \
	share/systemd/pf-brokerage-events.timer \
	share/systemd/pf-nightly.timer \
	share/systemd/pf-portfolio-sync.timer
systemd_DATA = \
	share/systemd/pf-api.service \
	share/systemd/pf-brokerage-events.service \
	share/systemd/pf-discord.service \
	share/systemd/pf-nightly.service \
	share/systemd/pf-notify@.service \
	share/systemd/pf-portfolio-sync.service
# Drop-ins for them, not in force before somebody copies one.
dropinsdir = $(pkgdatadir)/systemd
dropins_DATA = \
	share/systemd/pf-api-credentials.conf \
	share/systemd/pf-api-secrets.conf \
	share/systemd/pf-brokerage-events-credentials.conf \
	share/systemd/pf-brokerage-events-secrets.conf \
	share/systemd/pf-discord-credentials.conf \
	share/systemd/pf-discord-secrets.conf \
	share/systemd/pf-nightly-credentials.conf \
	share/systemd/pf-nightly-secrets.conf \
	share/systemd/pf-notify@-credentials.conf \
	share/systemd/pf-notify@-secrets.conf \
	share/systemd/pf-portfolio-sync-credentials.conf \
	share/systemd/pf-portfolio-sync-secrets.conf
EXTRA_DIST += \
	share/systemd/pf-api.service.in \
	share/systemd/pf-api-credentials.conf.in \
	share/systemd/pf-api-secrets.conf.in \
	share/systemd/pf-brokerage-events.service.in \
	share/systemd/pf-brokerage-events-credentials.conf.in \
	share/systemd/pf-brokerage-events-secrets.conf.in \
	share/systemd/pf-discord.service.in \
	share/systemd/pf-discord-credentials.conf.in \
	share/systemd/pf-discord-secrets.conf.in \
	share/systemd/pf-nightly.service.in \
	share/systemd/pf-nightly-credentials.conf.in \
	share/systemd/pf-nightly-secrets.conf.in \
	share/systemd/pf-notify@.service.in \
	share/systemd/pf-notify@-credentials.conf.in \
	share/systemd/pf-notify@-secrets.conf.in \
	share/systemd/pf-portfolio-sync.service.in \
	share/systemd/pf-portfolio-sync-credentials.conf.in \
	share/systemd/pf-portfolio-sync-secrets.conf.in
CLEANFILES += $(systemd_DATA) $(dropins_DATA)
$(systemd_DATA) $(dropins_DATA): Makefile
	$(AM_V_GEN)$(MKDIR_P) share/systemd && $(SED) 's|@bin[d]ir@|$(bindir)|g' $(srcdir)/$@.in >$@.new && mv $@.new $@
share/systemd/pf-brokerage-events.service: share/systemd/pf-brokerage-events.service.in
share/systemd/pf-brokerage-events-credentials.conf: share/systemd/pf-brokerage-events-credentials.conf.in
share/systemd/pf-brokerage-events-secrets.conf: share/systemd/pf-brokerage-events-secrets.conf.in
share/systemd/pf-nightly.service: share/systemd/pf-nightly.service.in
share/systemd/pf-nightly-credentials.conf: share/systemd/pf-nightly-credentials.conf.in
share/systemd/pf-nightly-secrets.conf: share/systemd/pf-nightly-secrets.conf.in
share/systemd/pf-api.service: share/systemd/pf-api.service.in
share/systemd/pf-api-credentials.conf: share/systemd/pf-api-credentials.conf.in
share/systemd/pf-api-secrets.conf: share/systemd/pf-api-secrets.conf.in
share/systemd/pf-discord.service: share/systemd/pf-discord.service.in
share/systemd/pf-discord-credentials.conf: share/systemd/pf-discord-credentials.conf.in
share/systemd/pf-discord-secrets.conf: share/systemd/pf-discord-secrets.conf.in
share/systemd/pf-notify@.service: share/systemd/pf-notify@.service.in
share/systemd/pf-notify@-credentials.conf: share/systemd/pf-notify@-credentials.conf.in
share/systemd/pf-notify@-secrets.conf: share/systemd/pf-notify@-secrets.conf.in
share/systemd/pf-portfolio-sync.service: share/systemd/pf-portfolio-sync.service.in
share/systemd/pf-portfolio-sync-credentials.conf: share/systemd/pf-portfolio-sync-credentials.conf.in
share/systemd/pf-portfolio-sync-secrets.conf: share/systemd/pf-portfolio-sync-secrets.conf.in

# A night to look at: "sh demo", with the tools in PATH.
demodir = $(pkgdatadir)/demo
dist_demo_SCRIPTS = share/demo/demo share/demo/serve
