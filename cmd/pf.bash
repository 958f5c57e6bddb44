# bash completion of pf, made from its option tables
_pf()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words='--list --help --version --verbose --quiet --config --log-format ' verbs=''
	COMPREPLY=()
	case $prev in
	--config) COMPREPLY=($(compgen -f -- "$cur")); return ;;
	--log-format) COMPREPLY=($(compgen -W 'text json' -- "$cur")); return ;;
	esac
	case $cur in
	-*) COMPREPLY=($(compgen -W "$words" -- "$cur")) ;;
	*) if [ -n "$verbs" ] && [ "$COMP_CWORD" -eq 1 ]; then
		COMPREPLY=($(compgen -W "$verbs" -- "$cur"))
	fi ;;
	esac
}
complete -o default -F _pf pf
