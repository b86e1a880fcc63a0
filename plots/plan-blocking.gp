# Connections refused against the size of the client CIDR: of the runs, with their intervals, and
# of the closed form.
# needs: candidates.csv
#
# Run by hand: gnuplot -e "run = 'out'" plots/plan-blocking.gp
# (also: format = 'svg', out = FILE).
slash = 0
do for [i = 1:strlen(ARG0)] { if (ARG0[i:i] eq "/") { slash = i } }
picture = 'plan-blocking'
load ARG0[1:slash].'style.gnuplot'
data = run.'/candidates.csv'

# The recommended number of associations and its neighbours; without a recommendation all.
recommended = 0
size = 0
note_recommended(n, length, role) = strstrt(role, 'recommended') == 1 ? (recommended = n, size = length, 0) : 0
stats data using (note_recommended(column('associations'), column('prefix_length'), strcol('role'))) name 'role' nooutput
stats data using (column('associations')) name 'associations' nooutput
stats data using (100 - 100 * column('wanted')) name 'wanted' nooutput
least = recommended > 1 ? recommended - 1 : 1
most = recommended > 0 && recommended < associations_max ? recommended + 1 : associations_max
stats data using (column('prefix_length')) name 'length' nooutput
left = size > 0 && length_max > size + 4 ? size + 4 : int(length_max)
right = size > 0 && length_min < size - 4 ? size - 4 : int(length_min)

# In percent; NaN where nothing is known.
of(n) = column('associations') == n && column('prefix_length') <= left && column('prefix_length') >= right
percent(n, name) = of(n) && strcol(name) ne '' ? 100 - 100 * column(name) : NaN

# Where no quota is below the usable addresses, a neighbour would show the same once more.
n_bound = 0
note_bound(n) = of(n) && column('connection_quota') < column('usable_addresses') ? (n_bound = n_bound + 1, 0) : 0
do for [n = least:most] { stats data using (note_bound(n)) name 'bound' nooutput }
if (recommended > 0 && n_bound == 0) { least = recommended; most = recommended }

# What there is to draw, and the least share above 0.
least_share = wanted_max
n_found = 0
note_share(b) = b == b ? (n_found = n_found + 1, b > 1e-6 && b < least_share ? (least_share = b, 0) : 0) : 0
exact_of = ''
simulated_of = ''
do for [n = least:most] {
    n_found = 0
    stats data using (note_share(percent(n, 'normal_closed_form'))) name 'seen' nooutput
    if (n_found > 0) { exact_of = exact_of.' '.n }
    n_found = 0
    stats data using (note_share(percent(n, 'normal_success')), note_share(percent(n, 'normal_lower'))) name 'seen' nooutput
    if (n_found > 0) { simulated_of = simulated_of.' '.n }
}

set title 'Connections refused on every day, by the size of the client CIDR'
set ylabel 'connection attempts refused, in percent'
set xlabel 'client CIDR, and how many of its addresses are usable' offset 0, -1
set bmargin 6
@begin

# A share of 0 has no place on a logarithmic axis: it is drawn below the dotted line.
bottom = 10 ** floor(log10(least_share) - 0.5)
none = bottom / 3
set logscale y
set yrange [none / 2:200]
set format y '%g'
set ytics add ('none' none)
set xrange [left + 0.6:right - 0.6]
set grid xtics
set xtics ()
do for [length = right:left] {
    set xtics add (sprintf("/%d\n%s", length, group(2 ** (31 - length))) length)
}
set arrow 1 from graph 0, first bottom to graph 1, first bottom nohead dt 3 lw 1.5 lc rgb '#999999'
if (size > 0) {
    set arrow 3 from size, graph 0 to size, graph 1 nohead dt 2 lw 1.2 lc rgb '#555555'
    set label 3 sprintf('recommended: /%d, %d association%s', size, recommended, recommended == 1 ? '' : 's') at size, graph 0.97 left boxed offset 0.8, 0 tc rgb '#333333' front
}

# Numbers of associations stand beside each other.
beside(n) = column('prefix_length') - (recommended > 0 ? n - recommended : n - 3) * 0.12
drawn(b) = b == b && b < bottom ? none : b
name(n) = sprintf('%d association%s', n, n == 1 ? '' : 's')
interval(n, bound, otherwise) = strcol(bound) ne '' ? drawn(percent(n, bound)) : otherwise

# A loop over no words would still be looked at.
exact = "for [n in exact_of] data using (beside(int(n))):(drawn(percent(int(n), 'normal_closed_form'))) with linespoints pt 4 ps 1.6 lw 1.2 dt 2 lc rgb pick(int(n)) title name(int(n)).', closed form'"
simulated = "for [n in simulated_of] data using (beside(int(n))):(drawn(percent(int(n), 'normal_success'))):(interval(int(n), 'normal_upper', drawn(percent(int(n), 'normal_success')))):(interval(int(n), 'normal_lower', drawn(percent(int(n), 'normal_success')))) with yerrorbars pt 7 ps 1.2 lw 1.5 lc rgb pick(int(n)) title name(int(n)).', runs'"
limit = "wanted_max with lines lw 2 lc rgb '#000000' title sprintf('at most %g %% wanted', wanted_max)"
all = limit.(exact_of eq '' ? '' : ', '.exact).(simulated_of eq '' ? '' : ', '.simulated)
plot @all
