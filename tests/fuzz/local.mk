# Parsers of foreign bytes. make check runs each over its seeds, make fuzz lets clang's libFuzzer look for more.
fuzz_tests = \
	tests/fuzz/aws_answer.t \
	tests/fuzz/canon.t \
	tests/fuzz/conf.t \
	tests/fuzz/csv.t \
	tests/fuzz/databento.t \
	tests/fuzz/dbn.t \
	tests/fuzz/discord.t \
	tests/fuzz/dotenv.t \
	tests/fuzz/hide.t \
	tests/fuzz/ini.t \
	tests/fuzz/json.t \
	tests/fuzz/jsonl.t \
	tests/fuzz/link.t \
	tests/fuzz/log.t \
	tests/fuzz/notify.t \
	tests/fuzz/login.t \
	tests/fuzz/openai.t \
	tests/fuzz/options.t \
	tests/fuzz/pipeline.t \
	tests/fuzz/query.t \
	tests/fuzz/request.t \
	tests/fuzz/rules.t \
	tests/fuzz/secret.t \
	tests/fuzz/snaptrade.t \
	tests/fuzz/sql.t \
	tests/fuzz/vader.t \
	tests/fuzz/xml.t

if SANDBOX
fuzz_tests += tests/fuzz/multipart.t
endif

check_PROGRAMS += $(fuzz_tests)
tests_fuzz_aws_answer_t_SOURCES = tests/fuzz/aws_answer.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_canon_t_SOURCES = tests/fuzz/canon.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_conf_t_SOURCES = tests/fuzz/conf.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_csv_t_SOURCES = tests/fuzz/csv.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_databento_t_SOURCES = tests/fuzz/databento.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_dbn_t_SOURCES = tests/fuzz/dbn.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_discord_t_SOURCES = tests/fuzz/discord.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_dotenv_t_SOURCES = tests/fuzz/dotenv.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_hide_t_SOURCES = tests/fuzz/hide.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_ini_t_SOURCES = tests/fuzz/ini.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_json_t_SOURCES = tests/fuzz/json.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_jsonl_t_SOURCES = tests/fuzz/jsonl.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_multipart_t_SOURCES = tests/fuzz/multipart.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_notify_t_SOURCES = tests/fuzz/notify.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_openai_t_SOURCES = tests/fuzz/openai.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_link_t_SOURCES = tests/fuzz/link.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_log_t_SOURCES = tests/fuzz/log.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_login_t_SOURCES = tests/fuzz/login.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_options_t_SOURCES = tests/fuzz/options.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_pipeline_t_SOURCES = tests/fuzz/pipeline.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_query_t_SOURCES = tests/fuzz/query.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_request_t_SOURCES = tests/fuzz/request.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_rules_t_SOURCES = tests/fuzz/rules.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_secret_t_SOURCES = tests/fuzz/secret.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_snaptrade_t_SOURCES = tests/fuzz/snaptrade.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_sql_t_SOURCES = tests/fuzz/sql.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_vader_t_SOURCES = tests/fuzz/vader.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_xml_t_SOURCES = tests/fuzz/xml.c tests/fuzz/replay.c tests/fuzz/fuzz.h

EXTRA_DIST += tests/fuzz/run $(fuzz_seeds)
fuzz_seeds = \
	tests/data/fuzz/aws_answer/attributes \
	tests/data/fuzz/aws_answer/instances \
	tests/data/fuzz/aws_answer/objects \
	tests/data/fuzz/canon/delivery \
	tests/data/fuzz/canon/names \
	tests/data/fuzz/canon/numbers \
	tests/data/fuzz/conf/block \
	tests/data/fuzz/conf/mark \
	tests/data/fuzz/conf/pipeline \
	tests/data/fuzz/conf/settings \
	tests/data/fuzz/csv/bars \
	tests/data/fuzz/csv/column \
	tests/data/fuzz/csv/quotes \
	tests/data/fuzz/databento/csv \
	tests/data/fuzz/discord/forward \
	tests/data/fuzz/discord/frames \
	tests/data/fuzz/discord/message \
	tests/data/fuzz/databento/json \
	tests/data/fuzz/databento/pretty \
	tests/data/fuzz/databento/refusal \
	tests/data/fuzz/databento/words \
	tests/data/fuzz/dbn/day \
	tests/data/fuzz/dbn/day.zst \
	tests/data/fuzz/dbn/minute \
	tests/data/fuzz/dbn/minute.zst \
	tests/data/fuzz/dbn/no-intervals \
	tests/data/fuzz/dbn/older \
	tests/data/fuzz/dbn/small-size.zst \
	tests/data/fuzz/dotenv/env \
	tests/data/fuzz/dotenv/quotes \
	tests/data/fuzz/hide/forms \
	tests/data/fuzz/hide/overlap \
	tests/data/fuzz/hide/quotes \
	tests/data/fuzz/ini/broken \
	tests/data/fuzz/ini/config \
	tests/data/fuzz/ini/credentials \
	tests/data/fuzz/json/detail \
	tests/data/fuzz/json/nested \
	tests/data/fuzz/json/symbology \
	tests/data/fuzz/jsonl/bar \
	tests/data/fuzz/jsonl/mixed \
	tests/data/fuzz/jsonl/nested \
	tests/data/fuzz/multipart/file \
	tests/data/fuzz/multipart/quotes \
	tests/data/fuzz/notify/answer \
	tests/data/fuzz/notify/records \
	tests/data/fuzz/openai/answer \
	tests/data/fuzz/openai/chat \
	tests/data/fuzz/openai/duration \
	tests/data/fuzz/openai/error \
	tests/data/fuzz/openai/length \
	tests/data/fuzz/openai/nochoice \
	tests/data/fuzz/openai/nul \
	tests/data/fuzz/openai/prose \
	tests/data/fuzz/openai/refusal \
	tests/data/fuzz/openai/triage \
	tests/data/fuzz/link/stripped \
	tests/data/fuzz/link/symbols \
	tests/data/fuzz/link/words \
	tests/data/fuzz/log/access \
	tests/data/fuzz/log/error \
	tests/data/fuzz/log/rfc3339 \
	tests/data/fuzz/log/syslog \
	tests/data/fuzz/login/cookie \
	tests/data/fuzz/login/elsewhere \
	tests/data/fuzz/login/form \
	tests/data/fuzz/options/common \
	tests/data/fuzz/options/run \
	tests/data/fuzz/options/show \
	tests/data/fuzz/pipeline/all \
	tests/data/fuzz/pipeline/circle \
	tests/data/fuzz/pipeline/nightly \
	tests/data/fuzz/query/array \
	tests/data/fuzz/query/gaps \
	tests/data/fuzz/query/time \
	tests/data/fuzz/request/ohlcv \
	tests/data/fuzz/request/orders \
	tests/data/fuzz/request/validate \
	tests/data/fuzz/rules/levels \
	tests/data/fuzz/rules/lines \
	tests/data/fuzz/rules/trades \
	tests/data/fuzz/secret/lines \
	tests/data/fuzz/secret/object \
	tests/data/fuzz/secret/twice \
	tests/data/fuzz/snaptrade/account \
	tests/data/fuzz/snaptrade/activity \
	tests/data/fuzz/snaptrade/delivery \
	tests/data/fuzz/snaptrade/option \
	tests/data/fuzz/snaptrade/order \
	tests/data/fuzz/snaptrade/position \
	tests/data/fuzz/sql/alone \
	tests/data/fuzz/sql/do \
	tests/data/fuzz/sql/dump \
	tests/data/fuzz/vader/emoji \
	tests/data/fuzz/vader/phrases \
	tests/data/fuzz/vader/rules \
	tests/data/fuzz/xml/entity \
	tests/data/fuzz/xml/list \
	tests/data/fuzz/xml/spaces

# One: make fuzz TARGETS=jsonl
fuzz: $(lib_libpf_a_SOURCES)
	@srcdir='$(abs_srcdir)' builddir='$(abs_builddir)' pkgdatadir='$(pkgdatadir)' FUZZ_FLAGS='$(FUZZ_CFLAGS)' \
		FUZZ_LIBS='$(PQ_LIBS) $(CURL_LIBS) $(YAML_LIBS) $(CJSON_LIBS) $(EXPAT_LIBS) $(ZSTD_LIBS) $(CRYPTO_LIBS) $(FCGI_LIBS) $(MHD_LIBS) $(WSLAY_LIBS) $(LWS_LIBS) $(CAIRO_LIBS) -lm' \
		$(srcdir)/tests/fuzz/run "$(or $(TARGETS),$(patsubst tests/fuzz/%.t,%,$(fuzz_tests)))" $(filter %.c,$^)
FUZZ_CFLAGS = $(CJSON_CFLAGS) $(CURL_CFLAGS) $(PQ_CFLAGS) $(YAML_CFLAGS) $(EXPAT_CFLAGS) $(ZSTD_CFLAGS) $(CRYPTO_CFLAGS) $(FCGI_CFLAGS) $(MHD_CFLAGS) $(LWS_CFLAGS) $(CAIRO_CFLAGS)
.PHONY: fuzz

clean-local:
	rm -rf tests/fuzz/obj tests/fuzz/found tests/fuzz/*.fuzz tests/fuzz/*.log tests/fuzz/libpf.a tests/fuzz/flags tests/fuzz/todo tests/pictures
