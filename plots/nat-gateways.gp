# NAT gateways: the ports of the busiest destination against their limit, and below
# them the flows that got no port.
# needs: nat-gateways.csv
# needs rows: nat-gateways.csv
#
# Run by hand: gnuplot -e "run = 'out'" plots/nat-gateways.gp
# (also: format = 'svg', out = FILE).
slash = 0
do for [i = 1:strlen(ARG0)] { if (ARG0[i:i] eq "/") { slash = i } }
picture = 'nat-gateways'
load ARG0[1:slash].'style.gnuplot'
data = run.'/nat-gateways.csv'

stats data using (add(strcol('nat_gateway')), column('busiest_destination_ports')) name 'busiest' nooutput
height = 720

@begin

if (!exists('busiest_records')) {
    reason = 'the run has no metrics period, or no NAT gateway'
    @empty
    exit
}

peak = busiest_max > 0 ? busiest_max : 1
array limit[n_known]
array errors[n_known]
do for [g = 1:n_known] {
    stats data using (strcol('nat_gateway') eq known[g] ? column('ports_per_destination') : NaN) name 'limit' nooutput
    limit[g] = int(limit_max)
    stats data using (strcol('nat_gateway') eq known[g] ? column('ErrorPortAllocation') : NaN) name 'errors' nooutput
    errors[g] = int(errors_sum)
}

# A limit far above the curve is told in the legend instead of flattening it.
near(limit) = limit <= 3 * peak
told(limit) = near(limit) ? '' : ', above the picture'
of_gateway(g, name) = strcol('nat_gateway') eq known[g] ? column(name) : NaN
limit_text(g) = sprintf('%slimit %s%s', n_known > 1 ? known[g].' ' : '', group(limit[g]), told(limit[g]))
place(g) = of_gateway(g, 'time_s') / axis_unit_s

stats data using (column('time_s')) name 'moment' nooutput
axis_unit_s = unit_of(moment_max)
end = moment_max / axis_unit_s
period = moment_min / axis_unit_s
stats data using (column('ErrorPortAllocation')) name 'all' nooutput
points = busiest_records <= 48 * n_known ? 0.6 : 0

set multiplot
set lmargin at screen 0.08
longest = 16
do for [g = 1:n_known] { if (strlen(limit_text(g)) > longest) { longest = strlen(limit_text(g)) } }
right = longest < 70 ? 0.935 - 0.0067 * longest : 0.5
set rmargin at screen right
set key at screen right + 0.01, graph 1 left top width 0

# Above.
set tmargin at screen 0.94
set bmargin at screen 0.42
set title 'NAT gateways: the busiest destination'
set ylabel 'ports in use at most'
@time_axis
unset xlabel
set format x ''
set yrange [0:*]
if (peak < 5) { set ytics 1 }
set offsets 0, 0, graph 0.05, 0
plot for [g = 1:n_known] data using (place(g)):(of_gateway(g, 'busiest_destination_ports')) \
         with linespoints lw 2.5 pt 7 ps points dt dash(g) lc rgb pick(g) title known[g], \
     for [g = 1:n_known] data using (place(g)):(near(limit[g]) ? of_gateway(g, 'ports_per_destination') : -1) \
         with lines lw 1.5 dt 2 lc rgb pick(g) notitle, \
     for [g = 1:n_known] keyentry with lines lw 1.5 dt 2 lc rgb pick(g) \
         title limit_text(g)

# Below; the bars of a period stand side by side.
set tmargin at screen 0.36
set bmargin at screen 0.10
unset title
unset offsets
set ylabel 'flows without a port'
@time_axis
set format x
set ytics autofreq
set yrange [0:all_max > 0 ? all_max * 1.05 : 1]
if (all_max == 0) { set ytics 1 }
set boxwidth period / n_known absolute
plot for [g = 1:n_known] data using (place(g) + ((g - 0.5) / n_known - 1) * period):(of_gateway(g, 'ErrorPortAllocation')) \
         with boxes lc rgb pick(g) title sprintf('%s%s in all', n_known > 1 ? known[g].' ' : '', group(errors[g]))
unset multiplot
