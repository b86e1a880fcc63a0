# shellcheck shell=bash
# The session model in other simulators (tests/bench/peers), in turn with the program: ns-3 with
# the best of its schedulers, SimGrid and SimPy, as far as they are installed (Debian:
# libns3-dev, libsimgrid-dev with libboost-dev, python3-simpy3).  Nothing else needs them.
# Then, whether they agree on how many clients are served and how many flows those begin.
# CVPN_BENCH_PEERS: other sizes than "100000 1000000".  Sourced by bench.sh.

# shellcheck disable=SC2154 # program, folder, repeat and what 'measure' sets are bench.sh's

# peer_build NAME LIBRARY: compiles one, or says that it cannot.
peer_build () {
  c++ -std=c++17 -O3 -DNDEBUG "tests/bench/peers/$1.cc" -o "$folder/$1" "-l$2" 2>"$folder/err" ||
    { echo "bench.sh: $1 is left out: $(grep -m 1 -E 'error|cannot find' "$folder/err")" >&2; return 1; }
}

# peer_python: sets 'python' to one that has SimPy, of version 3 at least.
peer_python () {
  for python in python3 /usr/bin/python3; do
    "$python" -c 'import simpy; assert int(simpy.__version__.split(".")[0]) >= 3' 2>/dev/null &&
      return 0
  done
  echo "bench.sh: SimPy is left out: no python3 has it, of version 3 at least" >&2
  return 1
}

# The value of NAME in the line NAME=VALUE… that a peer printed.
peer_value () {
  sed -nE "s/.*(^| )$1=([^ ]*).*/\2/p" "$folder/out"
}

# What a run of the program printed, in the form of a peer.
peer_form () {
  local events
  events=$(sed -nE 's/^cvpnsim: ([0-9]+) events in .*/\1/p' "$folder/err")
  awk -v events="$events" -F '[:, ]+' '
    $2 == "\"connection-attempts\"" { a = $3 }
    $2 == "\"connections\"" { s = $3 }
    $2 == "\"blocked\"" { b = $3 }
    $2 == "\"flows\"" { print "name=cvpnsim events=" events " clients=" a " served=" s \
      " blocked=" b " flows=" $3; exit }' "$folder/out" >"$folder/form"
  mv "$folder/form" "$folder/out"
}

# peer_run NAME COMMAND...: measures it, in the form of a peer.
peer_run () {
  measure "${@:2}"
  [ "$1" != cvpnsim ] || peer_form
}

# compete COMMAND...: runs them in turn, each a string of words; sets 'least_walls',
# 'leasts' (processor time) and 'reports', as 'peers' names them.
compete () {
  local turn i command
  least_walls=() leasts=() reports=()
  for ((turn = 0; turn < repeat; turn++)); do
    i=0
    for command; do
      # What takes long is measured once.
      if [ "$turn" = 0 ] || [ "${least_walls[i]%.*}" -lt 30 ]; then
        read -ra words <<<"$command"
        peer_run "${peers[i]}" "${words[@]}"
        least_walls[i]=$(less "${least_walls[i]:-}" "$wall")
        leasts[i]=$(less "${leasts[i]:-}" "$processor")
        reports[i]=$(cat "$folder/out")
      fi
      i=$((i + 1))
    done
  done
}

# peer_table WHAT: a line for each of 'reports'; all are compared with the first.
peer_table () {
  local i
  for i in "${!reports[@]}"; do
    echo "${reports[i]} wall=${least_walls[i]} processor=${leasts[i]}"
  done | awk -v what="$1" '
    {
      for (i = 1; i <= NF; i++) {
        split($i, pair, "=")
        v[pair[1]] = pair[2]
      }
      wall = v["wall"] > 0 ? v["wall"] : 0.001
      processor = v["processor"] > 0 ? v["processor"] : 0.001
      rate = v["events"] / wall
      if (NR == 1) { first_rate = rate; first_wall = wall; first = processor }
      printf "| %s, %s | %d | %d | %d | %.1f | %.3f | %.3f | %.2f | %.3f | %.2f | %.2f | %.2f |\n",
        what, v["name"], v["served"], v["blocked"], v["flows"], v["events"] / v["flows"], wall,
        processor, rate / 1e6, processor / v["flows"] * 1e6, first_rate / rate, wall / first_wall,
        processor / first
    }'
}

# peer_commands CLIENTS ROWS SEED: sets 'peers' and 'commands'.  The largest size is for
# cvpnsim and ns-3 only.
peer_commands () {
  local clients=$1 files=metrics,subnets,summary row=''
  local common
  if [ "$2" = yes ]; then
    files=flows,$files
    row="rows=$folder/rows.csv"
  fi
  common="clients=$clients addresses=$((clients * 35 / 100)) seed=$3 $row"
  peers=(cvpnsim)
  commands=("$program run $folder/session.ini -o $folder/run --force --seed $3 --only $files --format json")
  if [ "$has_ns3" = yes ]; then
    peers+=(ns-3) commands+=("$folder/session_ns3 $common engine=$scheduler")
  fi
  if [ "$has_simgrid" = yes ] && [ "$clients" -le 100000 ]; then
    peers+=(SimGrid) commands+=("$folder/session_simgrid $common")
  fi
  if [ "$has_simpy" = yes ] && [ "$clients" -le 100000 ]; then
    peers+=(SimPy) commands+=("$python tests/bench/peers/session_simpy.py $common")
  fi
}

# best_scheduler: sets 'scheduler' to ns-3's that takes the least time, of some turns.
best_scheduler () {
  local turn name least=''
  for ((turn = 0; turn < repeat; turn++)); do
    for name in PriorityQueue Map Calendar Heap; do
      measure "$folder/session_ns3" clients=50000 addresses=17500 engine="$name"
      if [ -z "$least" ] || [ "$(calculate "$wall < $least")" = 1 ]; then
        least=$wall scheduler=$name
      fi
    done
  done
}

# agreement: of 20 seeds, the means of what the program and each compiled peer count, and by how many
# standard errors of their difference they are apart.
agreement () {
  local i seed words
  has_simpy=no
  awk -v clients=10000 -f scripts/bench/sessions.awk >"$folder/session.ini"
  for ((seed = 1; seed <= 20; seed++)); do
    peer_commands 10000 no "$seed"
    for i in "${!commands[@]}"; do
      read -ra words <<<"${commands[i]}"
      peer_run "${peers[i]}" "${words[@]}"
      echo "${peers[i]} $(peer_value clients) $(peer_value served) $(peer_value blocked) $(peer_value flows)"
    done
  done | awk '
    {
      if (!($1 in n)) names[++count] = $1
      n[$1]++
      x["clients"] = $2; x["blocked, % of clients"] = 100 * $4 / $2; x["flows a served client"] = $5 / $3
      for (k in x) { sum[k, $1] += x[k]; squares[k, $1] += x[k] ^ 2 }
    }
    function mean (k, p) { return sum[k, p] / n[p] }
    function error2 (k, p) { return (squares[k, p] / n[p] - mean(k, p) ^ 2) / (n[p] - 1) }
    function apart (k, p, q) {
      return (mean(k, p) - mean(k, q)) / sqrt(error2(k, p) + error2(k, q) + 1e-30)
    }
    END {
      m = split("clients;blocked, % of clients;flows a served client", keys, ";")
      for (i = 1; i <= m; i++)
        for (j = 1; j <= count; j++)
          printf "| %s | %s | %.3f | %.3f | %s |\n", keys[i], names[j], mean(keys[i], names[j]),
            sqrt(error2(keys[i], names[j])),
            (j == 1 ? "" : sprintf("%+.1f", apart(keys[i], names[j], names[1])))
    }'
}

has_ns3=no has_simgrid=no has_simpy=no scheduler=''
if peer_build session_ns3 ns3-core; then
  has_ns3=yes
  best_scheduler
  echo "bench.sh: ns-3's best scheduler here: $scheduler" >&2
fi
if peer_build session_simgrid simgrid; then has_simgrid=yes; fi
if peer_python; then has_simpy=yes; fi

echo "| session model${scheduler:+; ns-3 with its ${scheduler}Scheduler} | served | blocked | flows | events a flow |" \
  "wall time, s | processor time, s | million events/s | µs a flow | cvpnsim: × events/s |" \
  "× as fast | × by processor time |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
for clients in ${CVPN_BENCH_PEERS:-100000 1000000}; do
  awk -v clients="$clients" -f scripts/bench/sessions.awk >"$folder/session.ini"
  for rows in no yes; do
    peer_commands "$clients" "$rows" 1
    compete "${commands[@]}"
    name="$clients clients"
    [ "$rows" = no ] || name+=', rows'
    peer_table "$name"
  done
done
printf '\n%s\n' "| 20 runs of 10000 clients | simulator | mean | standard error | from cvpnsim's, in standard errors |"
echo "| --- | --- | --- | --- | --- |"
agreement
