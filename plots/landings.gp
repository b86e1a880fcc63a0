# The sessions over time, by the subnet that they landed on.
# needs: subnets.csv
#
# Run by hand: gnuplot -e "run = 'out'" plots/landings.gp
# (also: format = 'svg', out = FILE).
slash = 0
do for [i = 1:strlen(ARG0)] { if (ARG0[i:i] eq "/") { slash = i } }
picture = 'landings'
load ARG0[1:slash].'style.gnuplot'
data = run.'/subnets.csv'

stats data using (add(strcol('endpoint')), column('active_connections')) name 'active' nooutput
endpoints = n_known
n_known = 0
landing(e, s) = endpoints > 1 ? e.' '.s : s
stats data using (add(landing(strcol('endpoint'), strcol('subnet'))), column('active_connections')) name 'active' nooutput

set title 'Sessions by landing subnet'
set ylabel 'active connections'
@begin

if (!exists('active_records')) {
    reason = 'the run has no metrics period, or no associated subnet'
    @empty
    exit
}

of_landing(i, name) = landing(strcol('endpoint'), strcol('subnet')) eq known[i] ? column(name) : NaN
stats data using (column('time_s')) name 'moment' nooutput
axis_unit_s = unit_of(moment_max)
end = moment_max / axis_unit_s
@time_axis
set yrange [0:*]
if (exists('active_max') && active_max == 0) { set yrange [0:1] }
points = active_records <= 48 * n_known ? 0.6 : 0
plot for [i = 1:n_known] data using (of_landing(i, 'time_s') / axis_unit_s):(of_landing(i, 'active_connections')) \
         with linespoints lw 2.5 pt 7 ps points dt dash(i) lc rgb pick(i) title known[i]
