#!/bin/sh
# The bash completion of each tool offers what its --help names.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need bash

# complete TOOL WORD...: what is offered for the last word, a line each
complete() {
	bash -c '
		set -u
		. "$build/cmd/$1.bash"
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
		f=$(complete -p "$1" | sed "s/.* -F \([^ ]*\) .*/\1/")
		"$f" "$1" "${*: -1}" "${*: -2:1}"
		printf "%s\n" "${COMPREPLY[@]}"
	' complete "$@"
}
export build

for tool in "$build"/cmd/pf "$build"/cmd/pf-*; do
	case $tool in *.*) continue ;; esac
	name=${tool##*/}
	ok "$name: options" '
		"$tool" --help | sed -n "s/^  -., \(--[a-z0-9-]*\).*/\1/p; s/^      *\(--[a-z0-9-]*\).*/\1/p" | sort -u >want
		[ -s want ] && complete "$name" -- | sort -u >got && same want got
	'
	ok "$name: verbs, or nothing of ours" '
		"$tool" --help | sed -n "/^verbs:/,/^$/s/^  \([a-z-]*\)  .*/\1/p" | sort -u >want
		complete "$name" "" | grep . | sort -u >got
		same want got
	'
	ok "$name: the words of an option" '
		complete "$name" --log-format "" | sort >got && printf "json\ntext\n" >want && same want got
		[ "$(complete "$name" --log-format t)" = text ]
	'
	ok "$name: files" '
		: >settings.yaml
		[ "$(complete "$name" --config set)" = settings.yaml ]
	'
done
ok 'a word that begins an option ends it' '
	[ "$(complete pf --li)" = --list ]
'
done_testing
