# Kills and fuzzing for long: make soak. Not part of make check.
EXTRA_DIST += tests/soak/result.jsonl tests/soak/run

soak: $(bin_PROGRAMS)
	@srcdir='$(abs_srcdir)' builddir='$(abs_builddir)' PF_SOAK_RESULT='$(abs_srcdir)/tests/soak/result.jsonl' $(srcdir)/tests/soak/run
.PHONY: soak
