# What became of the flows over time: delivered, or stopped at which step.
# needs: metrics.csv
#
# Run by hand: gnuplot -e "run = 'out'" plots/verdicts.gp
# (also: format = 'svg', out = FILE).
slash = 0
do for [i = 1:strlen(ARG0)] { if (ARG0[i:i] eq "/") { slash = i } }
picture = 'verdicts'
load ARG0[1:slash].'style.gnuplot'
data = run.'/metrics.csv'

stats data using (column('time_s')) name 'end_of' nooutput

set title 'Flows by verdict'
@begin

if (!exists('end_of_records')) {
    reason = 'the run has no metrics period'
    @empty
    exit
}

stats data using (column('flows')) name 'flows' nooutput
if (flows_sum == 0) {
    reason = 'no flow was begun'
    @empty
    exit
}

# The layers from the bottom up, and what they are called.
layers = 'delivered failed_1 failed_2 failed_3 failed_4 failed_5 failed_6 failed_7 failed_destination failed_return bypassed'
array name[11] = ['delivered', 'stopped at 1 connection', 'stopped at 2 authorization', \
    'stopped at 3 vpn route', 'stopped at 4 security group', 'stopped at 5 snat', \
    'stopped at 6 subnet route', 'stopped at 7 network acl', 'stopped at destination', \
    'stopped at return', 'bypassed the VPN']
array shade[11] = ['#56B4E9', '#7F3C00', '#E69F00', '#D55E00', '#CC79A7', '#000000', \
    '#F0E442', '#009E73', '#0072B2', '#8A5A8A', '#CCCCCC']

# Periods are joined until there are at most 240 bars.
period = end_of_min
bars = floor((end_of_max + period - 1e-6) / period)
joined = floor((bars + 239) / 240)
bin = joined * period
axis_unit_s = unit_of(end_of_max)
at(t) = (ceil(t / bin - 1e-6) - 0.5) * bin / axis_unit_s
minutes = bin / 60.0
set ylabel bin < 60 ? sprintf('flows in %g s', bin) : minutes < 120 ? sprintf('flows in %g min', minutes) : sprintf('flows in %g h', minutes / 60)

array there[11]
do for [i = 1:11] {
    stats data using (column(word(layers, i))) name 'layer' nooutput
    there[i] = layer_sum
}
up_to(i) = sum [k = 1:i] column(word(layers, k))

set boxwidth bin / axis_unit_s absolute
end = ceil(end_of_max / bin - 1e-6) * bin / axis_unit_s
@time_axis
set yrange [0:*]
set key invert

# A layer covers what is below it, so the highest is drawn first.
plot for [i = 11:1:-1] data using (at(column('time_s'))):(up_to(i)) smooth frequency \
         with boxes fs solid border lc rgb shade[i] lc rgb shade[i] \
         title there[i] > 0 ? sprintf('%s: %s', name[i], group(there[i])) : ''
