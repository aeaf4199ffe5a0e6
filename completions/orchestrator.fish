# orchestrator: completion for fish. Words are never evaluated, neither typed ones nor those that come back: names in a
# project are a stranger's.
function __orchestrator_complete
    set -l words (commandline -opc)
    set -e words[1]
    set -l current (commandline -ct)
    set -l plain (string unescape -- "$current" 2>/dev/null)
    set -q plain[1]; or set plain "$current"
    set -l option (string match -r -- '^-[^=]*=' "$plain")
    for line in (orchestrator complete -- $words "$plain" 2>/dev/null)
        switch "$line"
            case ':0'
                for path in (__fish_complete_path (string replace -r -- '^-[^=]*=' '' "$plain"))
                    printf '%s%s\n' "$option" "$path"
                end
            case ':*'
            case '*'
                printf '%s%s\n' "$option" "$line"
        end
    end
end
complete -c orchestrator -e
complete -c orchestrator -f -a '(__orchestrator_complete)'
