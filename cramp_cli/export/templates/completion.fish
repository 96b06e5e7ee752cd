# What Tab offers for cramp-cli @VERSION@ in fish. It starts no program: it is what was known when it was made. Make it
# again after an update, or after a change of your own knowledge files:
#
#   mkdir -p ~/.config/fish/completions
#   cramp-cli completion fish > ~/.config/fish/completions/cramp-cli.fish

# What may follow a command: commands as NAME=HELP, options as NAME=KIND=HELP, the kind of its words, and whether each
# is one by itself.
function __cramp_cli_after --no-scope-shadowing
    set below
    set switches
    set wanted ''
    set list ''
    switch "$argv[1]"
@AFTER@
    end
end

# The names of a kind; the first of them, by number, are shown where nothing is typed.
function __cramp_cli_names --no-scope-shadowing
    set names
    set first 0
    switch "$argv[1]"
@NAMES@
    end
end

# Offers names that go on from what is typed: whole ones where the word is quoted, else their next word.
function __cramp_cli_offer_kind --no-scope-shadowing
    if test "$argv[1]" = files
        __fish_complete_path "$current" | string replace -r -- '^' "$before"
        return
    end
    set -l names
    set -l first
    __cramp_cli_names $argv[1]
    if test -z "$typed$current"; and test "$first" -gt 0
        set names $names[1..$first]
    end
    set -l rest '[^ ]*'
    string match -q -r -- '["\'\\\\]' "$current"; and set rest '.*'
    set -q names[1]; and set names (string match -r -- '^'(string escape --style=regex -- "$typed")$rest $names)
    set -q names[1]; and printf '%s\n' $before(string sub -s (math 1 + (string length -- "$typed")) -- $names)
    if test "$argv[1]" = places; and test -z "$sided"
        printf '%s\n' left right both
    end
end

function __cramp_cli_offer_switches --no-scope-shadowing
    for one in $switches
        set -l part (string split -m 2 -- = $one)
        printf '%s\t%s\n' $part[1] $part[3]
    end
end

function __cramp_cli
    set -l below
    set -l switches
    set -l wanted
    set -l list
    set -l branch
    set -l typed ''
    set -l sided ''
    set -l expecting ''
    set -l before ''
    set -l current (commandline -ct)
    set -l given (commandline -opc)
    __cramp_cli_after ''
    for word in $given[2..-1]
        if test -n "$expecting"
            set expecting ''
        else if string match -q -- '-*' $word
            for one in $switches
                set -l part (string split -m 2 -- = $one)
                test "$part[1]" = "$word"; and set expecting $part[2]
            end
        else if test -z "$typed"; and set -q below[1]; and contains -- "$word" (string split -f 1 -- = $below)
            set -a branch $word
            __cramp_cli_after "$branch"
        else if test "$wanted" = places; and contains -- "$word" (string split -n -- ' ' '@SIDES@')
            set sided 1
        else if test -z "$list"
            set typed "$typed"(string lower -- "$word")' '
        end
    end

    if test -n "$expecting"
        set typed ''
        __cramp_cli_offer_kind $expecting
    else if string match -q -- '--*=*' "$current"
        set -l word (string split -m 1 -- = $current)
        set typed ''
        set before "$word[1]="
        set current "$word[2]"
        for one in $switches
            set -l part (string split -m 2 -- = $one)
            test "$part[1]" = "$word[1]"; and test -n "$part[2]"; and __cramp_cli_offer_kind $part[2]
        end
    else if string match -q -- '-*' "$current"
        __cramp_cli_offer_switches
    else
        test -z "$typed"; and set -q below[1]; and string replace -- = \t $below
        test -n "$wanted"; and __cramp_cli_offer_kind $wanted
        test -z "$wanted$typed$current"; and test (count $below) -eq 0; and __cramp_cli_offer_switches
    end
end

complete -c cramp-cli -f -a '(__cramp_cli)'
