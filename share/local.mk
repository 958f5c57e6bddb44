# share

# What pf-sandbox serves when it is not told otherwise.
sandboxdir = $(pkgdatadir)/sandbox
dist_sandbox_DATA = \
	share/sandbox/NOTICE \
	share/sandbox/goog.csv \
	share/sandbox/msft.csv \
	share/sandbox/symbols.jsonl
