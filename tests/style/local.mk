# What HACKING.md asks of the sources. Some rules look into objects and programs, so those are built first.
EXTRA_DIST += tests/style/c.awk tests/style/check tests/style/code.awk

check-style: $(bin_PROGRAMS)
	cd $(srcdir) && CC='$(CC)' builddir='$(abs_builddir)' \
		CPPFLAGS='$(CJSON_CFLAGS) $(CURL_CFLAGS) $(PQ_CFLAGS) $(YAML_CFLAGS) $(ZSTD_CFLAGS) $(CRYPTO_CFLAGS) $(MHD_CFLAGS)' \
		sh tests/style/check
.PHONY: check-style
