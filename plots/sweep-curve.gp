# A sweep of one key: each chosen metric against it, with its interval.
# needs: curve.csv
#
# Run by hand: gnuplot -e "run = 'out'" plots/sweep-curve.gp
# (also: format = 'svg', out = FILE).
slash = 0
do for [i = 1:strlen(ARG0)] { if (ARG0[i:i] eq "/") { slash = i } }
picture = 'sweep-curve'
load ARG0[1:slash].'style.gnuplot'
data = run.'/curve.csv'

# Metrics in their order, and the key's values in theirs.
key_name = ''
stats data using (key_name = strcol('key'), add(strcol('metric'))) name 'row' nooutput
n_metrics = n_known
n_rows = int(row_records) + 1
array unit[n_known + 1]
stats data using (unit[find(strcol('metric'))] = strcol('unit'), 1) name 'row' nooutput
array value[n_rows]
longest = 1
n_values = 0
note(i, v) = (value[i] = v, longest = strlen(v) > longest ? strlen(v) : longest, n_values = i > n_values ? i : n_values, 1)
stats data using (note(int(column('place')), strcol('value'))) name 'row' nooutput
# Numbers have their place; one word among them makes words of all.
words = 0
number_min = 0
number_max = 0
reach(x) = (number_min = x < number_min ? x : number_min, number_max = x > number_max ? x : number_max, 1)
begin_at_first(x) = (number_min = x, number_max = x, 1)
stats data every ::0::0 using (strcol('x') eq '' ? 1 : begin_at_first(column('x'))) name 'row' nooutput
stats data using (strcol('x') eq '' ? (words = 1) : reach(column('x'))) name 'row' nooutput
numeric = !words

columns = n_metrics > 2 ? 2 : 1
rows = (n_metrics + columns - 1) / columns
height = rows == 1 ? 600 : rows == 2 ? 900 : 350 * rows
@begin

if (n_metrics == 0) {
    reason = 'no run has any of the metrics'
    @empty
    exit
}

# Labels that would run into each other stand aslant.
crowded = longest * n_values > 120 / columns
if (!numeric && crowded) {
    set xtics rotate by 30 right
    set lmargin 6 + longest / 2
}
set rmargin 4
place(n, at) = numeric ? at : n
left = 0.5
right = n_values + 0.5
if (!numeric) {
    set xtics ()
    step = 1 + n_values / 40
    do for [i = 1:n_values:step] { set xtics add (value[i] i) }
}
if (numeric) {
    room = number_max > number_min ? 0.05 * (number_max - number_min) : 1
    left = number_min - room
    right = number_max + room
}
line = numeric ? 'with lines lw 1.5' : 'with lines lw 1.5 dt 2'
set xlabel key_name
unset key

scale(m) = unit[m] eq 'share' ? 100.0 : 1.0
unit_name(m) = unit[m] eq 'share' ? ' in %' : unit[m] eq 'seconds' ? ' in s' : ''
of(m, name) = strcol('metric') eq known[m] ? scale(m) * column(name) : NaN
is_of(m) = strcol('metric') eq known[m] && strcol('mean') ne ''
# One run has no interval.
of_or_mean(m, name) = column('replications') > 1 ? of(m, name) : of(m, 'mean')
widen(l, h) = (low = seen && low < l ? low : l, high = seen && high > h ? high : h, seen = 1, 1)
set multiplot layout rows, columns title 'Means of the runs, with their intervals' font ',14'
do for [m = 1:n_metrics] {
    set title known[m].unit_name(m)
    set xrange [*:*]
    set yrange [*:*]
    n_means = 0
    stats data using (is_of(m) ? (n_means = n_means + 1) : 0) name 'row' nooutput
    if (n_means > 0) {
        seen = 0
        stats data using (is_of(m) ? widen(of_or_mean(m, 'lower'), of_or_mean(m, 'upper')) : 1) name 'row' nooutput
        if (high - low < 1e-9 * (1 + abs(high))) {
            room = abs(high) > 0 ? 0.05 * abs(high) : 1
        } else {
            room = 0.06 * (high - low)
        }
        set xrange [left:right]
        set yrange [low - room:high + room]
        plot data using (place(column('place'), column('x'))):(of(m, 'mean')) \
                 @line lc rgb pick(5) notitle, \
             data using (place(column('place'), column('x'))):(of(m, 'mean')):(of_or_mean(m, 'lower')):(of_or_mean(m, 'upper')) \
                 with yerrorbars lw 2 pt 7 ps 0 lc rgb pick(1) notitle, \
             data using (place(column('place'), column('x'))):(of(m, 'mean')) \
                 with points pt 7 ps 0.9 lc rgb pick(1) notitle
    } else {
        set label 1 'no run has it' at graph 0.5, 0.5 center
        set xrange [left:right]
        set yrange [0:1]
        plot NaN notitle
        unset label 1
    }
}
unset multiplot
