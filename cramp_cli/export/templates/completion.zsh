#compdef cramp-cli
# What Tab offers for cramp-cli @VERSION@ in zsh. It starts no program: it is what was known when it was made. Make it
# again after an update, or after a change of your own knowledge files:
#
#   mkdir -p ~/.zfunc
#   cramp-cli completion zsh > ~/.zfunc/_cramp-cli
#
# Into ~/.zshrc, once:  fpath=(~/.zfunc $fpath); autoload -Uz compinit; compinit

# What may follow a command: commands as NAME:HELP, options as NAME=KIND=HELP, the kind of its words, and whether each
# is one by itself.
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

__cramp_cli_offer_kind() {
    local first
    local -a names
    [[ $1 == files ]] && { _files; return }
    __cramp_cli_names $1
    [[ -z $typed$PREFIX ]] && names=("${(@)names[1,first]}")
    names=("${(@M)names:#${(b)typed}*}")
    names=("${(@)names#${(b)typed}}")
    [[ -n $compstate[quote] || $PREFIX == *' '* ]] || names=("${(@)names%% *}")
    [[ $1 == places && -z $sided ]] && names+=(left right both)
    ((${#names})) && compadd -- "${(@u)names}"
}

__cramp_cli_offer_switches() {
    local one
    local -a shown
    for one in "${switches[@]}"; do
        shown+=("${one%%=*}:${one#*=*=}")
    done
    _describe -t switches option shown
}

_cramp-cli() {
    local branch='' typed='' sided='' expecting='' wanted='' list='' word one
    local -a below switches
    __cramp_cli_after ''
    for word in "${(@Q)words[2,CURRENT-1]}"; do
        if [[ -n $expecting ]]; then
            expecting=''
        elif [[ $word == -* ]]; then
            for one in "${switches[@]}"; do
                [[ ${one%%=*} == "$word" ]] && expecting=${${one#*=}%%=*}
            done
        elif [[ -z $typed ]] && ((${below[(I)${(b)word}:*]})); then
            branch+="${branch:+ }$word"
            __cramp_cli_after "$branch"
        elif [[ $wanted == places && '@SIDES@' == *" $word "* ]]; then
            sided=1
        elif [[ -z $list ]]; then
            typed+="${(L)word} "
        fi
    done

    if [[ -n $expecting ]]; then
        typed=''
        __cramp_cli_offer_kind $expecting
    elif [[ $PREFIX == --*=* ]]; then
        word=${PREFIX%%=*} typed=''
        compset -P '*='
        for one in "${switches[@]}"; do
            [[ ${one%%=*} == "$word" ]] && __cramp_cli_offer_kind ${${one#*=}%%=*}
        done
    elif [[ $PREFIX == -* ]]; then
        __cramp_cli_offer_switches
    else
        [[ -z $typed ]] && ((${#below})) && _describe -t commands command below
        [[ -n $wanted ]] && __cramp_cli_offer_kind $wanted
        [[ -z $wanted && -z $typed$PREFIX ]] && ((${#below} == 0)) && __cramp_cli_offer_switches
    fi
    ((compstate[nmatches]))
}

if [[ ${funcstack[1]} == _cramp-cli ]]; then
    _cramp-cli "$@"
else
    compdef _cramp-cli cramp-cli
fi
