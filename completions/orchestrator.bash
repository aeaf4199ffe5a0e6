# orchestrator: completion for bash 4 or later. Words are never evaluated, neither typed ones nor those that come back:
# names in a project are a stranger's.
_orchestrator_complete() {
    local line=${COMP_LINE:0:COMP_POINT} words=() rest word i
    # bash cuts words at : and = too; what stands together in the line is one word.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        rest=${line#"${line%%[![:space:]]*}"}
        word=${COMP_WORDS[i]}
        ((i == COMP_CWORD)) && word=$rest
        if ((i > 0)) && [[ -n $line && $rest == "$line" ]]; then
            words[${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
        line=${rest#"$word"}
    done
    local current=${words[${#words[@]} - 1]} option= cut= mark
    local typed=${current//[\"\'\\]/}
    if [[ $current == -*=* ]]; then
        option=${current%%=*}=
        typed=${typed#*=}
    fi
    for mark in : =; do
        # readline replaces only what follows the last of these.
        [[ $COMP_WORDBREAKS == *"$mark"* && $current == *"$mark"* ]] || continue
        rest=${current%"$mark"*}$mark
        ((${#rest} > ${#cut})) && cut=$rest
    done
    local files=no reply
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            :0) files=yes ;;
            :*) ;;
            *)
                word=${line%%$'\t'*}
                [[ $word == "$typed"* ]] || continue
                printf -v reply %q "$word"
                reply=$option$reply
                COMPREPLY+=("${reply#"$cut"}")
                ;;
        esac
    done < <(orchestrator complete -- "${words[@]:1}" 2>/dev/null)
    [[ $files == yes ]] || compopt +o default 2>/dev/null
}
complete -o default -F _orchestrator_complete orchestrator
