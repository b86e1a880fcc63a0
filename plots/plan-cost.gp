# What a month costs against who is back in time when a zone fails: a point for each candidate
# that was held against it.
# needs: candidates.csv
#
# Run by hand: gnuplot -e "run = 'out'" plots/plan-cost.gp
# (also: format = 'svg', out = FILE).
slash = 0
do for [i = 1:strlen(ARG0)] { if (ARG0[i:i] eq "/") { slash = i } }
picture = 'plan-cost'
load ARG0[1:slash].'style.gnuplot'
data = run.'/candidates.csv'

currency = ''
note_currency(word) = (currency = word, 0)
known(state) = state ne 'unknown'
back(state) = strcol('zone_loss_success') ne '' ? 100 * column('zone_loss_success') : state eq 'holds' ? 100 : 0
stats data using (note_currency(strcol('currency'))) name 'currency' nooutput
stats data using (100 * column('wanted')) name 'wanted' nooutput
n_known = 0
note_known(state) = known(state) ? (n_known = n_known + 1, 0) : 0
stats data using (note_known(strcol('zone_loss'))) name 'state' nooutput
if (n_known > 0) { stats data using (known(strcol('zone_loss')) ? column('total_cost') : NaN) name 'cost' nooutput }

set title 'What it costs to bear the loss of a zone'
set ylabel 'back in time after the loss of a zone, in percent'
set xlabel currency.' a month'
@begin

if (n_known == 0) {
    reason = 'no candidate was held against the loss of a zone'
    @empty
    exit
}
room = cost_max > cost_min ? cost_max - cost_min : cost_max * 0.1
set xrange [cost_min - room * 0.1:cost_max + room * 0.45]
set yrange [-25:110]
set ytics 0, 20, 100
set bmargin 4
set format x '%.0f'

# Sizes that do the same at the same cost share a point and its label.
n_places = 0
at = 0
array place_x[64]
array place_y[64]
array place_n[64]
array place_sizes[64]
array place_last[64]
array place_count[64]
array place_end[64]
is_here(i, x, y) = place_x[i] == x && abs(place_y[i] - y) < 3
find_place(x, y) = (at = 0, n_places > 0 ? sum [i = 1:n_places] (is_here(i, x, y) ? (at = i) : 0) : 0, at)
make_place(x, y, n, size) = (n_places = n_places + 1, at = n_places, place_x[at] = x, place_y[at] = y, place_n[at] = n, place_sizes[at] = size, place_last[at] = size, place_count[at] = 1, place_end[at] = '', 0)
join_place(size) = (place_sizes[at] = (place_count[at] < 3 ? place_sizes[at].', '.size : place_sizes[at]), place_last[at] = size, place_count[at] = place_count[at] + 1, 0)
mark_place(role) = strstrt(role, 'recommended') == 1 ? (place_end[at] = ' (recommended)', 0) : 0
note_place(x, y, n, length, role) = (find_place(x, y) > 0 ? join_place(sprintf('/%d', length)) : make_place(x, y, n, sprintf('/%d', length)), mark_place(role))
stats data using (known(strcol('zone_loss')) && n_places < 64 ? note_place(column('total_cost'), back(strcol('zone_loss')), column('associations'), column('prefix_length'), strcol('role')) : 0) name 'pass' nooutput

# Those at one height go down by steps; they have the colours of their points.
sizes(i) = place_count[i] <= 3 ? place_sizes[i] : place_sizes[i][1:3].' to '.place_last[i]
steps_down(i) = i > 1 ? sum [k = 1:i - 1] (abs(place_y[k] - place_y[i]) < 12) : 0
do for [i = 1:n_places] {
    set label i sprintf('%d association%s: %s%s', place_n[i], place_n[i] == 1 ? '' : 's', sizes(i), place_end[i]) \
        at place_x[i], place_y[i] left offset 1.2, -0.8 - 1.3 * steps_down(i) tc rgb pick(int(place_n[i])) point pt 7 ps 1.5 lc rgb pick(int(place_n[i])) front
}
set key bottom right inside
plot wanted_max with lines lw 1.5 dt 2 lc rgb '#000000' title sprintf('%g %% wanted', wanted_max)
