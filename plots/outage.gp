# The load of each landing subnet before, during and after what happened.
# needs: subnets.csv events.csv
# needs rows: events.csv
#
# Run by hand: gnuplot -e "run = 'out'" plots/outage.gp
# (also: format = 'svg', out = FILE).
slash = 0
do for [i = 1:strlen(ARG0)] { if (ARG0[i:i] eq "/") { slash = i } }
picture = 'outage'
load ARG0[1:slash].'style.gnuplot'
data = run.'/subnets.csv'

stats data using (add(strcol('endpoint')), column('active_connections')) name 'active' nooutput
endpoints = n_known
n_known = 0
landing(e, s) = endpoints > 1 ? e.' '.s : s
stats data using (add(landing(strcol('endpoint'), strcol('subnet'))), column('active_connections')) name 'active' nooutput
height = 720

@begin

if (!exists('active_records')) {
    reason = 'the run has no metrics period, or no associated subnet'
    @empty
    exit
}

of_landing(i, name) = landing(strcol('endpoint'), strcol('subnet')) eq known[i] ? column(name) : NaN
place(i) = of_landing(i, 'time_s') / axis_unit_s
stats data using (column('time_s')) name 'moment' nooutput
axis_unit_s = unit_of(moment_max)
end = moment_max / axis_unit_s
longest = 12
do for [i = 1:n_known] { if (strlen(known[i]) > longest) { longest = strlen(known[i]) } }

# A limit far above the curves is told in the legend instead of flattening them.
stats data using (column('addresses_in_use')) name 'used' nooutput
stats data using (column('addresses')) name 'limit' nooutput
near = limit_max <= 3 * (used_max > 0 ? used_max : 1)
same = limit_min == limit_max
limit_text = sprintf('addresses: %s%s', group(limit_max), near ? '' : ', above')
if (strlen(limit_text) > longest) { longest = strlen(limit_text) }

set multiplot
set lmargin at screen 0.09
right = longest < 70 ? 0.935 - 0.0067 * longest : 0.5
set rmargin at screen right
set key at screen right + 0.01, graph 1 left top width 0

# Above.
set tmargin at screen 0.94
set bmargin at screen 0.53
set title 'Load of each landing subnet'
set ylabel 'active connections'
@time_axis
@mark_events
unset xlabel
set format x ''
set yrange [0:(active_max > 0 ? active_max : 1) / (1 - head_room(295))]
plot for [i = 1:n_known] data using (place(i)):(of_landing(i, 'active_connections')) \
         with lines lw 2.5 dt dash(i) lc rgb pick(i) title known[i]

# Below; the lines go on, their names stand above.
set tmargin at screen 0.47
set bmargin at screen 0.10
unset title
do for [i = 1:n_marks] { unset label 100 + i }
set ylabel 'client addresses in use'
@time_axis
set format x
highest = near && limit_max > used_max ? limit_max : used_max
set yrange [0:highest > 0 ? highest * 1.05 : 1]
plot for [i = 1:n_known] data using (place(i)):(of_landing(i, 'addresses_in_use')) \
         with lines lw 2.5 dt dash(i) lc rgb pick(i) title known[i], \
     for [i = 1:n_known] data using (place(i)):(near ? of_landing(i, 'addresses') : -1) \
         with lines lw 1.5 dt 2 lc rgb same ? '#000000' : pick(i) notitle, \
     keyentry with lines lw 1.5 dt 2 lc rgb '#000000' title limit_text
unset multiplot
