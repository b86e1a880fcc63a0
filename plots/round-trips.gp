# How long round trips took: the share of delivered flows within a time.
# needs: round-trips.csv
#
# Run by hand: gnuplot -e "run = 'out'" plots/round-trips.gp
# (also: format = 'svg', out = FILE).
slash = 0
do for [i = 1:strlen(ARG0)] { if (ARG0[i:i] eq "/") { slash = i } }
picture = 'round-trips'
load ARG0[1:slash].'style.gnuplot'
data = run.'/round-trips.csv'

stats data using (column('upper_us')):(column('flows')) name 'trips' nooutput

set title 'Round trips of delivered flows'
set xlabel 'round trip in ms'
set ylabel 'share of flows in %'
@begin

if (!exists('trips_records')) {
    reason = 'no flow was delivered and answered'
    @empty
    exit
}

# The time within which a share of the flows was answered.
seen = 0
total = trips_sum_y
reach(before, share) = before < share * total && seen >= share * total
array quantile[3]
array share[3] = [0.5, 0.9, 0.99]
note(us, before) = (sum [q = 1:3] (reach(before, share[q]) ? (quantile[q] = us / 1000, 1) : 0), 1)
count(us, n) = (seen = seen + n, note(us, seen - n))
stats data using (count(column('upper_us'), column('flows'))) name 'pass' nooutput

# Bars: thirty for each factor of ten, from a microsecond on.
bars = 30.0
array tally[300]
do for [k = 1:300] { tally[k] = 0 }
place(us) = (floor(log10(us * 0.995) * bars) + 1)
put(us, n) = (tally[place(us)] = tally[place(us)] + n, 1)
stats data using (put(column('upper_us'), column('flows'))) name 'pass' nooutput
bound(k) = 10 ** (k / bars - 3)
set print $tally
print 'low,high,percent'
do for [k = 1:300] {
    if (tally[k] > 0) { print sprintf('%.9g,%.9g,%.9g', bound(k - 1), bound(k), 100.0 * tally[k] / total) }
}
set print

low = trips_min_x / 1000 / 2
high = trips_max_x / 1000 * 2
set logscale x
set xrange [low:high]
set yrange [0:105]
set grid xtics
set xtics ()
do for [power = -3:6] {
    do for [mantissa in '1 2 5'] { set xtics add (sprintf('%g', mantissa * 10.0 ** power) mantissa * 10.0 ** power) }
}
curve = trips_records > 1 ? 'with steps lw 2.5' : 'with points pt 7'
do for [q = 1:3] {
    set arrow from quantile[q], graph 0 to quantile[q], first 100 * share[q] nohead dt 3 lw 1.5 lc rgb '#555555'
}
plot $tally using (sqrt($1 * $2)):($3 / 2):1:2:(0):3 \
         with boxxyerror fs solid border lc rgb '#FFFFFF' lc rgb pick(5) title 'of this length', \
     data using (column('upper_us') / 1000):(100.0 * column('flows') / total) smooth cumulative \
         @curve lc rgb pick(1) title 'within this time', \
     for [q = 1:3] keyentry with lines dt 3 lw 1.5 lc rgb '#555555' \
         title sprintf('%g %% within %.4g ms', 100 * share[q], quantile[q])
