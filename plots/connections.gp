# The active connections of each endpoint, against its limits.
# needs: metrics.csv
#
# Run by hand: gnuplot -e "run = 'out'" plots/connections.gp
# (also: format = 'svg', out = FILE).
slash = 0
do for [i = 1:strlen(ARG0)] { if (ARG0[i:i] eq "/") { slash = i } }
picture = 'connections'
load ARG0[1:slash].'style.gnuplot'
data = run.'/metrics.csv'

stats data using (add(strcol('endpoint')), column('ActiveConnectionsCount')) name 'active' nooutput

set title 'Active connections'
set ylabel 'connections'
@begin

if (!exists('active_records')) {
    reason = 'the run has no metrics period'
    @empty
    exit
}

peak = active_max > 0 ? active_max : 1
array quota[n_known]
array addresses[n_known]
do for [e = 1:n_known] {
    stats data using (strcol('endpoint') eq known[e] ? column('connection_quota') : NaN) name 'quota' nooutput
    quota[e] = int(quota_max)
    stats data using (strcol('endpoint') eq known[e] ? column('usable_addresses') : NaN) name 'usable' nooutput
    addresses[e] = int(usable_max)
}

# A limit far above the curve is told in the legend instead of flattening it.
near(limit) = limit <= 3 * peak
told(limit) = near(limit) ? '' : ', above the picture'
of(e, name, limit) = sprintf('%s%s %s%s', n_known > 1 ? known[e].' ' : '', name, group(limit), told(limit))
of_endpoint(e, name) = strcol('endpoint') eq known[e] ? column(name) : NaN
place(e) = of_endpoint(e, 'time_s') / axis_unit_s

set yrange [0:*]
set offsets 0, 0, graph 0.05, 0
stats data using (column('time_s')) name 'moment' nooutput
axis_unit_s = unit_of(moment_max)
end = moment_max / axis_unit_s
@time_axis
points = active_records <= 48 * n_known ? 0.6 : 0
plot for [e = 1:n_known] data using (place(e)):(of_endpoint(e, 'ActiveConnectionsCount')) \
         with linespoints lw 2.5 pt 7 ps points lc rgb pick(e) title known[e], \
     for [e = 1:n_known] data using (place(e)):(near(quota[e]) ? of_endpoint(e, 'connection_quota') : -1) \
         with lines lw 1.5 dt 2 lc rgb pick(e) notitle, \
     for [e = 1:n_known] data using (place(e)):(near(addresses[e]) ? of_endpoint(e, 'usable_addresses') : -1) \
         with lines lw 1.5 dt 4 lc rgb pick(e) notitle, \
     for [e = 1:n_known] keyentry with lines lw 1.5 dt 2 lc rgb pick(e) title of(e, 'quota', quota[e]), \
     for [e = 1:n_known] keyentry with lines lw 1.5 dt 4 lc rgb pick(e) title of(e, 'usable addresses', addresses[e])
