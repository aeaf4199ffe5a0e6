#compdef orchestrator
# orchestrator: completion for zsh. Words are never evaluated, neither typed ones nor those that come back: names in a
# project are a stranger's.
_orchestrator() {
    local -a described typed
    local line word about files=no
    typed=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
    ((CURRENT > 2)) || typed=("${(Q)PREFIX}")
    for line in "${(@f)$(orchestrator complete -- "${typed[@]}" 2>/dev/null)}"; do
        case $line in
            :0) files=yes ;;
            :* | '') ;;
            *)
                word=${line%%$'\t'*}
                about=${line#*$'\t'}
                described+=("${word//:/\\:}${about:+:$about}")
                ;;
        esac
    done
    [[ $PREFIX == -*=* ]] && compset -P 1 '*='
    if [[ $files == yes ]]; then
        _files
    else
        _describe -t words word described
    fi
}
if [[ ${funcstack[1]} == _orchestrator ]]; then
    _orchestrator "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
    compdef _orchestrator orchestrator
fi
