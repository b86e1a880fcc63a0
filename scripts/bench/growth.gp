# How the cost of a run grows: the data of scripts/bench/growth.sh, two pictures in one.
#
#   gnuplot -e "data = 'growth.csv'; out = 'growth.png'" scripts/bench/growth.gp
if (strlen(out) > 4 && out[strlen(out) - 3:] eq '.svg') {
    set terminal svg size 1100,540 font 'sans,13' background 'white'
} else {
    set terminal pngcairo size 1100,540 font 'sans,11'
}
set output out
set datafile separator ','
set key autotitle columnhead
set grid lc rgb '#dddddd' lt 1
set border 3
set tics nomirror
set logscale xy
set key top left reverse Left samplen 2
array names[7] = ['authorization rules', 'routes of each association', 'routes of a subnet', \
    'entries of an ACL', 'rules of a security group', 'associations', 'destinations']
array colours[7] = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000']
of(name, value) = strcol('series') eq name ? value : NaN

set multiplot layout 1,2
set title 'With what happens'
set xlabel 'flows in the run'
set ylabel 'processor time, s'
seconds(name) = of(name, column('seconds'))
stats data using (column('seconds') / column('flows')) every ::0::0 name 'first' nooutput
set format x '%.0s%c'
plot data using 'flows':(seconds('clients')) with linespoints pt 7 lc rgb colours[1] title 'more clients', \
    data using 'flows':(seconds('seconds between the flows of a session')) with linespoints pt 5 \
        lc rgb colours[2] title 'more flows in each session', \
    first_min * x with lines dt 2 lc rgb '#888888' title 'in proportion'

set title 'With what is configured'
set xlabel 'size'
set ylabel 'processor time of a flow, µs'
set format x '%.0f'
unset logscale y
set yrange [0:*]
set key at screen 0.98, screen 0.0 bottom right maxrows 4 width -4
set bmargin 9
set xrange [1:400]
plot for [i = 1:7] data using 'size':(of(names[i], column('seconds') / column('flows') * 1e6)) \
    with linespoints pt 4 + i lc rgb colours[i] title names[i]
unset multiplot
