# shellcheck shell=bash
# Bash completion for cvpnsim(1): commands, options, scenario files, the values
# of options that have fixed ones, and names out of the scenario on the line.

_cvpnsim_commands='import run sweep explain diagnose diff check verify plan plot sessions format'

# The files of a run, as --only has them.
_cvpnsim_files='flows trace sessions metrics subnets nat-gateways events connection-log flow-logs connections'
_cvpnsim_files+=' landings round-trips summary'

# The options of a command, as `cvpnsim COMMAND --help` has them.
_cvpnsim_options () {
  local overrides='--set --seed --duration'
  local answer='--format --color'

  case $1 in
    import) echo "-o --output -f --force --endpoint --hosts --hosts-per-subnet --assume --parameter" \
      "$answer -q --quiet -h --help" ;;
    run) echo "-o --output -f --force --no-cache --trace --only $overrides $answer -q --quiet -h --help" ;;
    sweep) echo "-o --output -f --force --settings --replications --until --metric --min-replications --max-replications" \
      "--confidence --warm-up --threads $overrides $answer -q --quiet -h --help" ;;
    explain) echo "-c --client -g --groups -t --to -l --landing --source-port --packet-size --idle --at --endpoint" \
      "$overrides $answer -q --quiet -h --help" ;;
    diagnose) echo "-c --client -g --groups --source-port --at --only --classes --fail-on --apply -o --output -f --force" \
      "$overrides $answer -q --quiet -h --help" ;;
    check) echo "--list --fail-on $overrides $answer -q --quiet -h --help" ;;
    diff) echo "--at --codes $answer -q --quiet -h --help" ;;
    verify) echo "$overrides -q --quiet -h --help" ;;
    plan) echo "--users --profile --session --attendance --write --success --confidence --within --survive --replications" \
      "--max-replications --threads --endpoint --no-traffic --billed-hours --prices --region -o --output -f --force" \
      "$overrides $answer -q --quiet -h --help" ;;
    plot) echo "-o --output --png --svg -q --quiet -h --help" ;;
    sessions) echo "-u --user --format -h --help" ;;
    format) echo "-h --help" ;;
  esac
}

# Commands that have findings write them in a form for code review, too.
_cvpnsim_formats () {
  case $1 in
    check) echo text json sarif ;;
    *) echo text json ;;
  esac
}

# The names of the groups [KIND NAME] in the scenarios on the line.
_cvpnsim_names () {
  local kind=$1 word

  for word in "${COMP_WORDS[@]}"; do
    if [[ $word == *.ini && -r $word ]]; then
      sed -n "s/^\[$kind \([^]]*\)\].*/\1/p" "$word"
    fi
  done
}

# Readline's treatment of the reply; nothing to do where readline is not there.
_cvpnsim_treat_as () {
  compopt -o "$1" 2>/dev/null || true
}

_cvpnsim_reply_words () {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

_cvpnsim_reply_folders () {
  mapfile -t COMPREPLY < <(compgen -d -- "$1")
  _cvpnsim_treat_as filenames
}

_cvpnsim_reply_inputs () {
  mapfile -t COMPREPLY < <(compgen -f -X '!*.json' -- "$1"; compgen -d -- "$1")
  _cvpnsim_treat_as filenames
}

_cvpnsim_reply_scenarios () {
  mapfile -t COMPREPLY < <(compgen -f -X '!*.ini' -- "$1"; compgen -d -- "$1")
  _cvpnsim_treat_as filenames
}

# The list behind --only: its last word, those before it kept.
_cvpnsim_reply_files () {
  local before=

  [[ $1 == *,* ]] && before=${1%,*},
  mapfile -t COMPREPLY < <(compgen -P "$before" \
    -W "$_cvpnsim_files" -- "${1##*,}")
  _cvpnsim_treat_as nospace
}

# What `diagnose` finds, and where it writes; fails if the option is none of these.
_cvpnsim_diagnose_value () {
  case $1 in
    --only) _cvpnsim_reply_words 'intermittent never unauthorized undetermined ports limits' "$2" ;;
    --format) _cvpnsim_reply_words 'text json sarif' "$2" ;;
    --fail-on) _cvpnsim_reply_words 'error warning note' "$2" ;;
    -o | --output) _cvpnsim_reply_scenarios "$2" ;;
    *) return 1 ;;
  esac
}

# What `import` takes, and where it writes; fails if the option is none of these.
_cvpnsim_import_value () {
  case $1 in
    --hosts) _cvpnsim_reply_words 'all none instances' "$2" ;;
    --assume) _cvpnsim_reply_words 'network-acls hosts network-acls,hosts' "$2" ;;
    -o | --output) _cvpnsim_reply_scenarios "$2" ;;
    --endpoint | --hosts-per-subnet | --parameter) COMPREPLY=() ;;
    *) return 1 ;;
  esac
}

# What `plan` plans for, and where it writes; fails if the option is none of these.
_cvpnsim_plan_value () {
  case $1 in
    --profile) mapfile -t COMPREPLY < <(compgen -W 'office shifts emergency' -- "$2"; compgen -f -X '!*.csv' -- "$2") ;;
    --survive) _cvpnsim_reply_words 'zone storm zone,storm' "$2" ;;
    --prices | --write) _cvpnsim_reply_scenarios "$2" ;;
    --users | --session | --attendance | --success | --confidence | --within) COMPREPLY=() ;;
    --replications | --max-replications | --threads | --billed-hours | --region) COMPREPLY=() ;;
    *) return 1 ;;
  esac
}

# The values of sweep's own options; fails if the option is none of these.
_cvpnsim_sweep_value () {
  case $1 in
    --settings)
      mapfile -t COMPREPLY < <(compgen -f -X '!*.csv' -- "$2"; compgen -d -- "$2")
      _cvpnsim_treat_as filenames ;;
    --until) _cvpnsim_reply_words 'relative-precision' "$2" ;;
    --warm-up) _cvpnsim_reply_words 'auto' "$2" ;;
    --replications | --metric | --min-replications | --max-replications | --confidence | --threads) COMPREPLY=() ;;
    *) return 1 ;;
  esac
}

# The value of an option; fails if the word before is none that takes one.
_cvpnsim_value () {
  local option=$1 current=$2

  case $option in
    -o | --output) _cvpnsim_reply_folders "$current" ;;
    --trace) _cvpnsim_reply_words 'all dropped none 1/10 1/100 1/1000' "$current" ;;
    --only) _cvpnsim_reply_files "$current" ;;
    --format) _cvpnsim_reply_words "$(_cvpnsim_formats "${COMP_WORDS[1]}")" "$current" ;;
    --fail-on) _cvpnsim_reply_words 'error warning note' "$current" ;;
    --color) _cvpnsim_reply_words 'auto always never' "$current" ;;
    -c | --client) _cvpnsim_reply_words "$(_cvpnsim_names clients)" "$current" ;;
    -l | --landing) _cvpnsim_reply_words "$(_cvpnsim_names subnet)" "$current" ;;
    --endpoint) _cvpnsim_reply_words "$(_cvpnsim_names client-vpn-endpoint)" "$current" ;;
    -g | --groups | -u | --user | -t | --to | --source-port | --packet-size | --idle | --at | --set | --seed | --duration) COMPREPLY=() ;;
    *) return 1 ;;
  esac
}

_cvpnsim () {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command=${COMP_WORDS[1]:-}

  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    _cvpnsim_reply_words "$_cvpnsim_commands --help --version" "$current"
    return
  fi
  # Readline takes "--format=json" for three words.
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if [[ $command == diagnose ]] && _cvpnsim_diagnose_value "$previous" "$current"; then
    return
  fi
  if [[ $command == import ]] && _cvpnsim_import_value "$previous" "$current"; then
    return
  fi
  if [[ $command == plan ]] && _cvpnsim_plan_value "$previous" "$current"; then
    return
  fi
  if [[ $command == sweep ]] && _cvpnsim_sweep_value "$previous" "$current"; then
    return
  fi
  if _cvpnsim_value "$previous" "$current"; then
    return
  fi
  case $command,$current in
    *,-*) _cvpnsim_reply_words "$(_cvpnsim_options "$command")" "$current" ;;
    run,* | sweep,* | explain,* | diagnose,* | diff,* | check,* | verify,* | plan,*) _cvpnsim_reply_scenarios "$current" ;;
    import,*) _cvpnsim_reply_inputs "$current" ;;
    plot,* | sessions,*) _cvpnsim_reply_folders "$current" ;;
  esac
}

complete -F _cvpnsim cvpnsim
