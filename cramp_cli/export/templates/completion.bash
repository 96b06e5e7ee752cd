# What Tab offers for cramp-cli @VERSION@ in bash. It starts no program: it is what was known when it was made. Make it
# again after an update, or after a change of your own knowledge files:
#
#   mkdir -p ~/.local/share/bash-completion/completions
#   cramp-cli completion bash > ~/.local/share/bash-completion/completions/cramp-cli
#
# The package bash-completion reads it there. Without it, keep it anywhere, and write into ~/.bashrc:  . THE-FILE

# What may follow a command: commands, options as NAME=KIND, the kind of its words, and whether each is one by itself.
__cramp_cli_after() {
    below=() switches=() wanted='' list=''
    case $1 in
@AFTER@
    esac
}

# The names of a kind; the first of them, by number, are shown where nothing is typed.
__cramp_cli_names() {
    names=() first=0
    case $1 in
@NAMES@
    esac
}

__cramp_cli_files() {
    if type compopt >/dev/null 2>&1; then
        compopt -o default 2>/dev/null
        return
    fi
    local file
    while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$1")
}

# Offers what begins with $current: whole names where it is quoted or holds a space, else their next word.
__cramp_cli_offer() {
    local name rest offered=$'\n'
    for name in "$@"; do
        [[ $name == "$typed$current"* ]] || continue
        rest=${name#"$typed"}
        [[ -n $quoted || $current == *' '* ]] || rest=${rest%% *}
        [[ -n $quoted ]] || rest=${rest// /\\ }
        [[ $offered == *$'\n'"$rest"$'\n'* ]] && continue
        offered+=$rest$'\n'
        COMPREPLY+=("$before$rest")
    done
}

__cramp_cli_offer_kind() {
    local names first
    [[ $1 == files ]] && __cramp_cli_files "$current" && return
    __cramp_cli_names "$1"
    [[ -z $typed$current ]] && names=("${names[@]:0:first}")
    ((${#names[@]})) && __cramp_cli_offer "${names[@]}"
    [[ $1 == places && -z $sided ]] && typed='' && __cramp_cli_offer left right both
}

# The words before the cursor, put together again where bash split them at = and :.
__cramp_cli_words() {
    local word i last=''
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $i -gt 1 && ($word == [=:]* || $last == *[=:]) ]]; then
            given[${#given[@]} - 1]+=$word
        else
            given+=("$word")
        fi
        last=$word
    done
}

_cramp_cli() {
    local branch='' typed='' current='' before='' quoted='' sided='' expecting='' word one i
    local below switches wanted list
    local -a given=()
    COMPREPLY=()
    __cramp_cli_words
    __cramp_cli_after ''
    for ((i = 0; i < ${#given[@]} - 1; i++)); do
        word=${given[i]//[\"\'\\]/}
        if [[ -n $expecting ]]; then
            expecting=''
        elif [[ $word == -* ]]; then
            for one in "${switches[@]}"; do
                [[ ${one%%=*} == "$word" ]] && expecting=${one#*=}
            done
        elif [[ -z $typed && " ${below[*]} " == *" $word "* ]]; then
            branch+="${branch:+ }$word"
            __cramp_cli_after "$branch"
        elif [[ $wanted == places && '@SIDES@' == *" $word "* ]]; then
            sided=1
        elif [[ -z $list ]]; then
            typed+="$word "
        fi
    done

    current=${given[i]}
    [[ $current == [\"\']* ]] && quoted=1
    current=${current//[\"\'\\]/}
    if [[ -n $expecting ]]; then
        typed=''
        __cramp_cli_offer_kind "$expecting"
    elif [[ $current == --*=* ]]; then
        typed='' word=${current%%=*} current=${current#*=}
        [[ $COMP_WORDBREAKS == *=* ]] || before=$word=
        for one in "${switches[@]}"; do
            [[ ${one%%=*} == "$word" ]] && __cramp_cli_offer_kind "${one#*=}"
        done
    elif [[ $current == -* ]]; then
        typed=''
        __cramp_cli_offer "${switches[@]%%=*}"
    else
        [[ -z $typed ]] && ((${#below[@]})) && __cramp_cli_offer "${below[@]}"
        [[ -n $wanted ]] && __cramp_cli_offer_kind "$wanted"
        [[ -z $wanted && -z $typed$current && ${#below[@]} -eq 0 ]] && __cramp_cli_offer "${switches[@]%%=*}"
    fi
    return 0
}

complete -F _cramp_cli cramp-cli
