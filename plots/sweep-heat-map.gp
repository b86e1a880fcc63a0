# A sweep of two keys: each chosen metric over both, as colours with their figures.
# needs: heat-map.csv
#
# Run by hand: gnuplot -e "run = 'out'" plots/sweep-heat-map.gp
# (also: format = 'svg', out = FILE).
slash = 0
do for [i = 1:strlen(ARG0)] { if (ARG0[i:i] eq "/") { slash = i } }
picture = 'sweep-heat-map'
load ARG0[1:slash].'style.gnuplot'
data = run.'/heat-map.csv'

x_name = ''
y_name = ''
stats data using (x_name = strcol('x_key'), y_name = strcol('y_key'), add(strcol('metric'))) name 'row' nooutput
n_metrics = n_known
array unit[n_known + 1]
stats data using (unit[find(strcol('metric'))] = strcol('unit'), 1) name 'row' nooutput
array x_value[4096]
array y_value[4096]
n_x = 0
n_y = 0
longest = 1
note_x(i, v) = (x_value[i] = v, n_x = i > n_x ? i : n_x, longest = strlen(v) > longest ? strlen(v) : longest)
note_y(i, v) = (y_value[i] = v, n_y = i > n_y ? i : n_y)
stats data using (note_x(int(column('x')), strcol('x_value')), note_y(int(column('y')), strcol('y_value')), 1) name 'row' nooutput

columns = n_metrics > 1 ? 2 : 1
rows = (n_metrics + columns - 1) / columns
height = rows == 1 ? 600 : 500 * rows
@begin

if (n_metrics == 0) {
    reason = 'no run has any of the metrics'
    @empty
    exit
}

# Viridis: as light as it is high, for colour-blind readers and on paper, too.
set palette defined (0 '#440154', 0.25 '#3B528B', 0.5 '#21918C', 0.75 '#5EC962', 1 '#FDE725')
unset grid
unset key
set xtics ()
set ytics ()
step_x = 1 + n_x / (60 / columns)
step_y = 1 + n_y / 30
do for [i = 1:n_x:step_x] { set xtics add (x_value[i] i) }
do for [i = 1:n_y:step_y] { set ytics add (y_value[i] i) }
if (longest * n_x > 100 / columns) {
    set xtics rotate by 30 right
    set lmargin 6 + longest / 2
}
set xlabel x_name
set ylabel y_name
set tics scale 0

scale(m) = unit[m] eq 'share' ? 100.0 : 1.0
unit_name(m) = unit[m] eq 'share' ? ' in %' : unit[m] eq 'seconds' ? ' in s' : ''
of(m) = strcol('metric') eq known[m] ? scale(m) * column('mean') : NaN
is_of(m) = strcol('metric') eq known[m] && strcol('mean') ne ''
told(v) = abs(v) >= 10000 ? sprintf('%.0f', v) : sprintf('%.4g', v)
# Figures are left out where they would not fit.
fits = n_x * columns <= 24 && n_y * rows <= 50
set multiplot layout rows, columns
do for [m = 1:n_metrics] {
    set title known[m].unit_name(m)
    set xrange [*:*]
    set yrange [*:*]
    n_means = 0
    stats data using (is_of(m) ? (n_means = n_means + 1) : 0) name 'row' nooutput
    if (n_means > 0) { stats data using (of(m)) name 'mean' nooutput }
    set xrange [0.5:n_x + 0.5]
    set yrange [0.5:n_y + 0.5]
    if (n_means > 0) {
        low = mean_min
        high = mean_max
        if (high - low < 1e-9 * (1 + abs(high))) { low = low - 1; high = high + 1 }
        set cbrange [low:high]
        light(v) = v > low + 0.6 * (high - low)
        plot data using (column('x')):(column('y')):(column('x') - 0.5):(column('x') + 0.5):(column('y') - 0.5):(column('y') + 0.5):(of(m)) \
                 with boxxyerror fs solid noborder fc palette notitle, \
             data using (column('x')):(column('y')):(fits && is_of(m) && !light(of(m)) ? told(of(m)) : '') \
                 with labels tc rgb '#FFFFFF' notitle, \
             data using (column('x')):(column('y')):(fits && is_of(m) && light(of(m)) ? told(of(m)) : '') \
                 with labels tc rgb '#000000' notitle
    } else {
        set label 1 'no run has it' at graph 0.5, 0.5 center
        set cbrange [0:1]
        plot NaN notitle
        unset label 1
    }
}
unset multiplot
