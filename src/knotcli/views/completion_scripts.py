"""The scripts that let a shell complete `knot`: each asks the program itself what could stand in the current word.

They call `knot completion SHELL --word=CURRENT -- WORDS BEFORE IT` and read a line for each candidate, its value and
what it is with a tab between; `FILES` stands for any file name.
"""

from collections.abc import Mapping

FILES = ":file"

BASH = """\
# Completion of knot for bash. To try it: source <(knot completion bash)
# To keep it: knot completion bash > ~/.local/share/bash-completion/completions/knot
_knot_completion() {
    local line=${COMP_LINE:0:COMP_POINT} rest word value about cut='' program
    local -i i n=-1
    local words=()
    # bash breaks words at : and = as well: pieces with no space between them are put together again.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        rest=${line#"${line%%[![:space:]]*}"}
        word=${COMP_WORDS[i]}
        ((i == COMP_CWORD)) && word=$rest
        if ((i > 0)) && [[ $rest == "$line" ]]; then
            words[n]+=$word
        else
            n+=1
            words[n]=$word
        fi
        line=${rest#"$word"}
    done
    word=${words[n]#[\\"\\']}
    unset 'words[n]'
    [[ ${COMP_WORDS[COMP_CWORD]} != "$word" && $word == *[:=]* ]] && cut=${word%"${word##*[:=]}"}
    program=${words[0]/#\\~\\//$HOME/}
    COMPREPLY=()
    while IFS=$'\\t' read -r value about; do
        if [[ $value == FILES ]]; then
            compopt -o default 2>/dev/null
        else
            COMPREPLY+=("${value#"$cut"}")
        fi
    done < <("$program" completion bash "--word=$word" -- "${words[@]:1}" 2>/dev/null)
}
complete -F _knot_completion knot
"""

ZSH = """\
#compdef knot
# Completion of knot for zsh. To try it, after compinit: source <(knot completion zsh)
# To keep it, with a folder of yours on fpath: knot completion zsh > ~/.zfunc/_knot
_knot() {
    local value about program=${(Q)words[1]}
    local -a found
    program=${program/#\\~\\//$HOME/}
    while IFS=$'\\t' read -r value about; do
        if [[ $value == FILES ]]; then
            _files
            return
        fi
        found+=("${value//:/\\\\:}${about:+:$about}")
    done < <("$program" completion zsh "--word=${(Q)PREFIX}" -- "${(@Q)words[2,CURRENT-1]}" 2>/dev/null)
    (( $#found )) && _describe -V knot found
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _knot "$@"
else
    compdef _knot knot
fi
"""

FISH = """\
# Completion of knot for fish. To try it: knot completion fish | source
# To keep it: knot completion fish > ~/.config/fish/completions/knot.fish
function __knot_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    set -e words[1]
    for line in ($program completion fish "--word=$word" -- $words 2>/dev/null)
        if test "$line" = FILES
            __fish_complete_path "$word"
        else
            printf '%s\\n' $line
        end
    end
end
complete -c knot -f -a '(__knot_complete)'
"""

POWERSHELL = """\
# Completion of knot for PowerShell. To try it: knot completion powershell | Out-String | Invoke-Expression
# To keep it, add that line to the file that $PROFILE names.
Register-ArgumentCompleter -Native -CommandName knot -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    $before = @($words | Select-Object -Skip 1)
    & $words[0] completion powershell "--word=$wordToComplete" -- @before 2>$null | ForEach-Object {
        $value, $about = $_ -split "`t", 2
        if ($value -ne 'FILES') {
            if (-not $about) { $about = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
        }
    }
}
"""

SCRIPTS: Mapping[str, str] = {
    name: script.replace("FILES", FILES)
    for name, script in (("bash", BASH), ("zsh", ZSH), ("fish", FISH), ("powershell", POWERSHELL))
}
