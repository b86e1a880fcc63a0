# The attempts that failed, over time, and why.
# needs: sessions.csv metrics.csv events.csv
# needs above 0: metrics.csv attempts_failed_dns attempts_failed_handshake attempts_failed_authentication attempts_failed_handler attempts_failed_quota attempts_failed_address
#
# Run by hand: gnuplot -e "run = 'out'" plots/failures.gp
# (also: format = 'svg', out = FILE).
slash = 0
do for [i = 1:strlen(ARG0)] { if (ARG0[i:i] eq "/") { slash = i } }
picture = 'failures'
load ARG0[1:slash].'style.gnuplot'
data = run.'/sessions.csv'

stats run.'/metrics.csv' using (column('time_s')) name 'end_of' nooutput

set title 'Attempts to connect that failed'
@begin

# The reasons are learned from the data: the one that authentication had, or the code.
array times[4096]
why(code, reason) = reason ne '' ? reason : code
count(i) = (times[i] = found_before == n_known ? times[i] + 1 : 1, 1)
found_before = 0
note(code, reason) = (found_before = n_known, count(add(why(code, reason))))
stats data using (strcol('result') eq 'failed' ? note(strcol('code'), strcol('reason')) : NaN) name 'failed' nooutput

if (!exists('end_of_records') || n_known == 0) {
    reason = 'no attempt failed'
    @empty
    exit
}

# At most 240 bars, of a length that divides an hour or is some hours.
bin = 1.0
do for [s in '5 10 15 30 60 120 300 600 900 1800 3600 10800 21600 43200 86400'] {
    if (end_of_max / bin > 240) { bin = 1.0 * s }
}
axis_unit_s = unit_of(end_of_max)
at(t) = (floor(t / bin) + 0.5) * bin / axis_unit_s
set ylabel bin < 60 ? sprintf('attempts begun in %g s', bin) : bin < 7200 ? sprintf('attempts begun in %g min', bin / 60) : sprintf('attempts begun in %g h', bin / 3600)

is_up_to(i, w) = find(w) <= i ? 1 : 0
set boxwidth bin / axis_unit_s absolute
end = end_of_max / axis_unit_s
@time_axis
@mark_events
set yrange [0:*]
set offsets 0, 0, graph head_room(475), 0
set key invert width 1

# A layer covers what is below it, so the highest is drawn first.
plot for [i = n_known:1:-1] data using (strcol('result') eq 'failed' ? at(column('start_s')) : NaN):(is_up_to(i, why(strcol('code'), strcol('reason')))) \
         smooth frequency with boxes fs solid border lc rgb pick(i + 1) lc rgb pick(i + 1) \
         title sprintf('%s: %s', known[i], group(times[i]))
