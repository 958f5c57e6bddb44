# Migrations: never edited after a release. They are found by folder, below the data folder.
schemadir = $(pkgdatadir)/schema
dist_schema_DATA = \
	schema/060_baseline_current.sql \
	schema/100_late_columns.sql \
	schema/101_balances_key.sql \
	schema/102_orders_key.sql \
	schema/103_plain_numeric.sql \
	schema/104_no_public_policy.sql \
	schema/105_pipeline_runs.sql \
	schema/106_ohlcv_intraday.sql \
	schema/107_bar_coverage.sql \
	schema/108_brokerage.sql \
	schema/109_webhook_inbox.sql \
	schema/110_portfolio.sql \
	schema/111_words.sql \
	schema/112_messages.sql \
	schema/113_profiles.sql \
	schema/114_health.sql \
	schema/120_api_role.sql \
	schema/121_api_jobs.sql \
	schema/122_figures.sql \
	schema/catalog.txt

# What the HTTP API answers from: applied again as a whole when one of them changes.
schemaapidir = $(schemadir)/api
dist_schemaapi_DATA = \
	schema/api/00_schema.sql \
	schema/api/10_portfolio.sql \
	schema/api/15_movers.sql \
	schema/api/20_orders.sql \
	schema/api/25_trades.sql \
	schema/api/30_stock.sql \
	schema/api/32_span.sql \
	schema/api/35_ideas.sql \
	schema/api/36_chat.sql \
	schema/api/40_search.sql \
	schema/api/50_sentiment.sql \
	schema/api/60_jobs.sql \
	schema/api/70_pages.sql \
	schema/api/99_rights.sql
