#!/usr/bin/env bash
# Who may include whom: docs/architecture.md's table, as a test.  Takes the root
# of the source tree.
set -euo pipefail
cd "$1/src"

allow () {
  case $1 in
    base) echo base ;;
    model) echo base model ;;
    control) echo base model control ;;
    input) echo base model control input ;;
    path) echo base model path ;;
    classes) echo base model path classes ;;
    sim) echo base model control path sim ;;
    analyze) echo base model control path classes analyze ;;
    check) echo base model control path classes analyze check ;;
    experiment) echo base model control experiment ;;
    sweep) echo base model control input experiment sweep ;;
    plan) echo base model control path input experiment plan ;;
    import) echo base model import ;;
    mpi) echo mpi experiment ;;
    observe) echo base model control path classes analyze check observe ;;
    cli) echo base model input path classes sim analyze check experiment mpi observe cli ;;
    *) echo ;;
  esac
}

bad=0
files=0
# The parts of a room that has some: a form's reader knows no other form, and no draft.
allow_part () {
  case $1 in
    import/cli | import/terraform | import/cloudformation | import/draft) echo "$1" ;;
    import) echo import/draft ;;
  esac
}

for file in */*.[ch] */*/*.[ch]; do
  files=$((files + 1))
  layer=${file%%/*}
  while read -r included; do
    case " $(allow "$layer") " in
      *" $included "*) ;;
      *) echo "src/$file: $layer may not include $included/"; bad=1 ;;
    esac
  done < <(sed -n 's|^# *include "\([a-z]*\)/.*|\1|p' "$file" | sort -u)
  while read -r included; do
    case " $(allow_part "${file%/*}") " in
      *" $included "*) ;;
      *) echo "src/$file: ${file%/*} may not include $included/"; bad=1 ;;
    esac
  done < <(sed -n 's|^# *include "\([a-z]*/[a-z]*\)/.*|\1|p' "$file" | sort -u)
  # Mutable state hangs from structs: file-scope variables are static const only.
  if grep -nE '^static [^(]*;$|^static [^(=]*= ' "$file" | grep -vE 'static const|const [A-Za-z*]+ ?[a-z_]+\[|inline'; then
    echo "src/$file: a file-scope variable that is not const"
    bad=1
  fi
done
for file in ../include/cvpnsim/*.h; do
  if grep -nE '^# *include "' "$file"; then
    echo "${file#../}: public headers include <cvpnsim/…> and GLib only"
    bad=1
  fi
done
[ "$files" -gt 20 ] || { echo "only $files files seen: wrong folder?"; bad=1; }
exit "$bad"
