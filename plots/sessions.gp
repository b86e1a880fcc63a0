# Clients by state over time: connected, connecting, and waiting for their next attempt
# after a failure or a loss.
# needs: metrics.csv events.csv
# needs above 0: metrics.csv waiting sessions_lost
#
# Run by hand: gnuplot -e "run = 'out'" plots/sessions.gp
# (also: format = 'svg', out = FILE).
slash = 0
do for [i = 1:strlen(ARG0)] { if (ARG0[i:i] eq "/") { slash = i } }
picture = 'sessions'
load ARG0[1:slash].'style.gnuplot'
data = run.'/metrics.csv'

stats data using (column('time_s')) name 'moment' nooutput

set title 'Clients by state'
set ylabel 'clients'
@begin

if (!exists('moment_records')) {
    reason = 'the run has no metrics period'
    @empty
    exit
}

# The layers from the bottom up.
layers = 'ActiveConnectionsCount connecting waiting'
array name[3] = ['connected', 'connecting', 'waiting']
array shade[3] = ['#56B4E9', '#E69F00', '#D55E00']
array most[3]
do for [i = 1:3] {
    stats data using (column(word(layers, i))) name 'layer' nooutput
    most[i] = layer_max
}
up_to(i) = sum [k = 1:i] column(word(layers, k))

axis_unit_s = unit_of(moment_max)
end = moment_max / axis_unit_s
@time_axis
@mark_events
set yrange [0:*]
set offsets 0, 0, graph head_room(475), 0
set key invert

# A layer covers what is below it, so the highest is drawn first; endpoints are added up.
plot for [i = 3:1:-1] data using (column('time_s') / axis_unit_s):(up_to(i)) smooth frequency \
         with filledcurves y1=0 lc rgb shade[i] title sprintf('%s: up to %s', name[i], group(most[i]))
