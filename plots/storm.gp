# The attempts after the greatest loss of sessions: how many, which part refused them, and how
# many were back.
# needs: metrics.csv events.csv
# needs above 0: metrics.csv sessions_lost
#
# Run by hand: gnuplot -e "run = 'out'" plots/storm.gp
# (also: format = 'svg', out = FILE).
slash = 0
do for [i = 1:strlen(ARG0)] { if (ARG0[i:i] eq "/") { slash = i } }
picture = 'storm'
load ARG0[1:slash].'style.gnuplot'
data = run.'/metrics.csv'

stats data using (column('time_s')) name 'end_of' nooutput

set title 'Attempts to connect after the greatest loss'
@begin

if (!exists('end_of_records')) {
    reason = 'the run has no metrics period'
    @empty
    exit
}

# The period and the endpoint of the greatest loss, and how many it was.
loss = 0
loss_at = 0
loser = ''
note_loss(n, t, e) = (n > loss ? (loss = n, loss_at = t, loser = e, 1) : 0)
stats data using (note_loss(column('sessions_lost'), column('time_s'), strcol('endpoint'))) name 'pass' nooutput

if (loss == 0) {
    reason = 'nobody lost a session'
    @empty
    exit
}

# Until hardly anybody of that endpoint waits any more.
period = end_of_min
calm_at = 0
note_calm(t, e, n) = (calm_at == 0 && e eq loser && t > loss_at && n <= 0.02 * loss ? calm_at = t : 0, 1)
stats data using (note_calm(column('time_s'), strcol('endpoint'), column('waiting') + column('connecting'))) name 'pass' nooutput
if (calm_at == 0) { calm_at = end_of_max }
long = calm_at - loss_at < 10 * period ? 10 * period : calm_at - loss_at
origin_s = loss_at - period
axis_unit_s = long < 3 * 60 ? 1.0 : long < 3 * 3600 ? 60.0 : 3600.0
first = origin_s - 0.15 * long
first = first < 0 ? 0 : floor(first / period) * period
last = loss_at + 1.15 * long
last = last > end_of_max ? end_of_max : last
begin_at = (first - origin_s) / axis_unit_s
end = (last - origin_s) / axis_unit_s

# Periods are joined until there are at most 240 bars.
bars = ceil((last - first) / period - 1e-6)
joined = floor((bars + 239) / 240)
bin = joined * period
at(t) = t > first && t <= last + 1e-6 ? ((ceil((t - first) / bin - 1e-6) - 0.5) * bin + first - origin_s) / axis_unit_s : NaN
minutes = bin / 60.0
set ylabel bin < 60 ? sprintf('attempts in %g s', bin) : minutes < 120 ? sprintf('attempts in %g min', minutes) : sprintf('attempts in %g h', minutes / 60)
set xlabel sprintf('%s since the period of the loss began, at %.4g %s', axis_unit_s == 1 ? 'seconds' : axis_unit_s == 60 ? 'minutes' : 'hours', \
    origin_s / unit_of(origin_s), unit_word(unit_of(origin_s)))

# The layers from the bottom up.
layers = 'connections_established attempts_failed_dns attempts_failed_handshake attempts_failed_authentication attempts_failed_handler attempts_failed_quota attempts_failed_address'
array name[7] = ['connected', 'no address of the endpoint', 'no handshake', 'not authenticated', \
    'refused by the handler', 'refused by the quota', 'no client address']
array shade[7] = ['#56B4E9', '#000000', '#D55E00', '#CC79A7', '#F0E442', '#E69F00', '#8A5A8A']
array there[7]
within(t, n) = t > first && t <= last + 1e-6 ? n : 0
do for [i = 1:7] {
    stats data using (within(column('time_s'), column(word(layers, i)))) name 'layer' nooutput
    there[i] = layer_sum
}
stats data using (within(column('time_s'), column('sessions_lost'))) name 'lost' nooutput
stats data using (within(column('time_s'), column('sessions_returned'))) name 'back' nooutput
up_to(i) = sum [k = 1:i] column(word(layers, k))

set boxwidth bin / axis_unit_s absolute
set xrange [begin_at:end]
@mark_events
set yrange [0:*]
set offsets 0, 0, graph head_room(475), 0
set key invert

# A layer covers what is below it, so the highest is drawn first; endpoints are added up.
plot for [i = 7:1:-1] data using (at(column('time_s'))):(up_to(i)) smooth frequency \
         with boxes fs solid border lc rgb shade[i] lc rgb shade[i] \
         title there[i] > 0 ? sprintf('%s: %s', name[i], group(there[i])) : '', \
     data using (at(column('time_s'))):(column('sessions_returned')) smooth frequency \
         with histeps lw 2 lc rgb '#004D7A' title sprintf('back, of %s lost: %s', group(lost_sum), group(back_sum))
