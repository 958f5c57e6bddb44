bin_PROGRAMS += cmd/pf
cmd_pf_SOURCES = cmd/pf.c cmd/main.c

# A completion a command, printed by the command from its own tables.
completion_DATA = $(bin_PROGRAMS:=.bash)
CLEANFILES += $(completion_DATA)
SUFFIXES = .bash
$(completion_DATA): $(bin_PROGRAMS)
	$(AM_V_GEN)./$(@:.bash=) --completion >$@

install-data-hook:
	cd $(DESTDIR)$(completiondir) && for f in *.bash; do mv "$$f" "$${f%.bash}"; done

uninstall-hook:
	cd $(DESTDIR)$(completiondir) 2>/dev/null && rm -f $(notdir $(bin_PROGRAMS)) || :
