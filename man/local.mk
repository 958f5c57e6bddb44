# A page a command in section 1, formats in 5, the family in 7.
dist_man_MANS += \
	man/pf.1 \
	man/pf.7 \
	man/pf.yaml.5
