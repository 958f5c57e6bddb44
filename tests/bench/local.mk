# Speed, side by side with the peers: make bench. Not part of make check.
bench_programs = tests/bench/bars tests/bench/broker tests/bench/dbn-make tests/bench/empty tests/bench/measure tests/bench/read
EXTRA_PROGRAMS = $(bench_programs)
tests_bench_bars_SOURCES = tests/bench/bars.c
tests_bench_broker_SOURCES = tests/bench/broker.c
tests_bench_broker_LDADD =
tests_bench_dbn_make_SOURCES = tests/bench/dbn-make.c
tests_bench_empty_SOURCES = tests/bench/empty.c
tests_bench_empty_LDADD =
tests_bench_measure_SOURCES = tests/bench/measure.c
tests_bench_measure_LDADD =
tests_bench_read_SOURCES = tests/bench/read.c
EXTRA_DIST += tests/bench/api.py tests/bench/broker.mjs tests/bench/link.py tests/bench/messages.py tests/bench/result.jsonl tests/bench/run tests/bench/sentiment.cjs tests/bench/upsert.py
CLEANFILES += $(bench_programs)

# One row: make bench ROWS=P1
bench: $(bin_PROGRAMS) $(bench_programs)
	srcdir='$(abs_srcdir)' builddir='$(abs_builddir)' PF_BENCH_RESULT='$(abs_srcdir)/tests/bench/result.jsonl' \
		$(srcdir)/tests/bench/run $(ROWS)
.PHONY: bench
