# The most active connections in each hour, over the runs, below what an endpoint bears: the
# quota by the number of associations, and the usable addresses of the recommended client CIDR.
# needs: hours.csv candidates.csv
# needs rows: hours.csv
#
# Run by hand: gnuplot -e "run = 'out'" plots/plan-hours.gp
# (also: format = 'svg', out = FILE).
slash = 0
do for [i = 1:strlen(ARG0)] { if (ARG0[i:i] eq "/") { slash = i } }
picture = 'plan-hours'
load ARG0[1:slash].'style.gnuplot'
data = run.'/hours.csv'

stats data using (column('hour')) name 'hour' nooutput
stats data using (column('active_most_upper') >= column('active_most_mean') ? column('active_most_upper') : column('active_most_mean')) name 'active' nooutput
stats data using (column('replications')) name 'runs' nooutput
begin_hour = 0
note_first(h, time) = h == hour_min ? (begin_hour = int(time[1:2]), 0) : 0
stats data using (note_first(column('hour'), strcol('time_of_day'))) name 'first' nooutput

# What bears: a line each, those far above the people only named.
n_lines = 0
array line_at[8]
array line_name[8]
bears = ''
note_line(at, name) = (n_lines = n_lines + 1, line_at[n_lines] = at, line_name[n_lines] = name, 0)
quota_name(n) = sprintf('quota of %d association%s', n, n == 1 ? '' : 's')
note_size(role, length, usable) = strstrt(role, 'recommended') == 1 ? note_line(usable, sprintf('usable addresses of the /%d recommended', length)) : 0
stats run.'/candidates.csv' using (note_size(strcol('role'), column('prefix_length'), column('usable_addresses'))) name 'role' nooutput
do for [n = 1:5] {
    stats run.'/candidates.csv' using (column('associations') == n ? column('connection_quota') : NaN) name 'quota' nooutput
    if (exists('quota_max') && quota_records > 0) { note = note_line(quota_max, quota_name(n)) }
}

set title 'Most active connections in each hour, and what bears them'
set ylabel 'active connections'
set xlabel 'time of day'
set rmargin 38
@begin

top = active_max
do for [i = 1:n_lines] { if (line_at[i] <= 2.2 * active_max && line_at[i] > top) { top = line_at[i] } }
set yrange [0:top * 1.12]
set format y '%.0f'
end = hour_max + 1 - hour_min
set xrange [0:end]
step = end <= 24 ? 2 : end <= 72 ? 6 : 24
set xtics ()
do for [h = 0:int(end):step] { set xtics add (sprintf('%02d:00', (int(begin_hour) + int(h)) % 24) h) }
do for [d = 1:int(end) / 24] { if (d * 24 < end) { set arrow 50 + d from d * 24, graph 0 to d * 24, graph 1 nohead dt 3 lc rgb '#999999' } }
above = ''
do for [i = 1:n_lines] {
    if (line_at[i] <= top * 1.1) {
        set arrow i from graph 0, first line_at[i] to graph 1, first line_at[i] nohead lw 1.5 dt 2 lc rgb '#D55E00' front
        set label i sprintf('%s: %s', line_name[i], group(line_at[i])) at graph 0.01, first line_at[i] left offset 0, 0.6 tc rgb '#D55E00' front
    } else {
        above = above.sprintf("\n%s: %s", line_name[i], group(line_at[i]))
    }
}
if (above ne '') { set label 20 'Above this picture:'.above at graph 1.02, graph 0.7 left tc rgb '#D55E00' }

box(h) = h - hour_min + 0.5
plot data using (box(column('hour'))):(column('active_most_mean')) with boxes lc rgb '#56B4E9' title sprintf('mean of %d runs', runs_max), \
     data using (box(column('hour'))):(column('active_most_mean')):(column('active_most_lower')):(column('active_most_upper')) \
         with yerrorbars pt 7 ps 0.3 lw 1.5 lc rgb '#0072B2' title 'interval of the mean'
