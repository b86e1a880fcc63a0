#!/usr/bin/env bash
# check_options.sh PROGRAM SOURCE_ROOT: do the documents name what there is?
#
#   - every long option that `PROGRAM COMMAND --help` prints stands in the man
#     page's section of that command and in both completions, and the man page
#     and the bash completion have no other;
#   - every line "$ cvpnsim COMMAND …" in README.md and docs/ has a command;
#   - every relative link in a Markdown file leads to a file.
set -euo pipefail

[ $# -eq 2 ] || { echo "usage: $0 PROGRAM SOURCE_ROOT" >&2; exit 2; }
program=$(realpath "$1")
cd "$2"

man_page=docs/cvpnsim.1
bash_completion=scripts/completion/cvpnsim.bash
zsh_completion=scripts/completion/_cvpnsim
faults=0
checked=0

fault () {
  echo "$*"
  faults=$((faults + 1))
}

# Looks for the word $1 in the text on standard input.
holds_word () {
  grep -qE -e "(^|[^a-zA-Z0-9-])$1([^a-zA-Z0-9-]|\$)"
}

# The long options in a help text, "--output=DIR" as "--output".
long_options () {
  sed -nE 's/^ +(-., )?(--[a-z-]+).*/\2/p'
}

# The man page's subsection $1, with roff's escapes of hyphens and fonts gone.
man_section () {
  awk -v name="$1" '/^\.S[SH] / { inside = $0 == ".SS " name } inside' "$man_page" |
    sed -e 's/\\-/-/g' -e 's/\\f[BIR]//g'
}

# What the bash completion offers for a hyphen behind the command $1.
bash_options () {
  bash -c 'source "$1"; COMP_WORDS=(cvpnsim "$2" -); COMP_CWORD=2; _cvpnsim; echo "${COMPREPLY[*]}"' \
    bash "$bash_completion" "$1"
}

# The zsh completion's case of the command $1, and what all commands share.
zsh_section () {
  awk -v name="$1)" '
    $1 == "case" { cases = 1 }
    cases && $1 == name { inside = 1 }
    !cases || inside
    $1 == ";;" { inside = 0 }' "$zsh_completion"
}

check_command () {
  local command=$1 option place options

  options=$("$program" "$command" --help | long_options)
  [ -n "$options" ] || fault "$command: its help names no option"
  for option in $options; do
    for place in man_section bash_options zsh_section; do
      checked=$((checked + 1))
      "$place" "$command" | holds_word "$option" || fault "$command: $place has no $option"
    done
  done
  for place in man_section bash_options; do
    for option in $("$place" "$command" | grep -oE -e '--[a-z-]+'); do
      grep -qx -e "$option" <<<"$options" || fault "$command: $place has $option, its help has not"
    done
  done
  for place in "$bash_completion" "$zsh_completion"; do
    holds_word "$command" <"$place" || fault "$place: does not name the command $command"
  done
}

commands=$("$program" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
[ -n "$commands" ] || fault "the program's help names no command"
for command in $commands; do
  check_command "$command"
done

while IFS=: read -r file line word; do
  checked=$((checked + 1))
  case " ${commands//$'\n'/ } --help --version " in
    *" $word "*) ;;
    *) fault "$file:$line: there is no command '$word'" ;;
  esac
done < <(grep -nE '^\$ cvpnsim ' README.md docs/*.md | sed -E 's/^([^:]*:[0-9]+):\$ cvpnsim ([^ ]*).*/\1:\2/')

while IFS= read -r file; do
  while IFS= read -r target; do
    checked=$((checked + 1))
    [ -e "$(dirname "$file")/${target%%#*}" ] || fault "$file: the link to $target leads nowhere"
  done < <(grep -oE '\]\([^)]+\)' "$file" | sed -E 's/^\]\(//; s/\)$//' |
    grep -vE '^([a-z]+:|#)' || true)
done < <(find . -name '*.md' -not -path './build*' -not -path './out/*' -not -path '*/.*/*' | sort)

[ "$checked" -gt 100 ] || fault "only $checked things checked: wrong folder?"
[ "$faults" = 0 ] && echo "$checked checked"
[ "$faults" = 0 ]
