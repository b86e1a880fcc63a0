# The share of flows delivered, by landing subnet and destination.
# needs: landings.csv
#
# Run by hand: gnuplot -e "run = 'out'" plots/success.gp
# (also: format = 'svg', out = FILE).
slash = 0
do for [i = 1:strlen(ARG0)] { if (ARG0[i:i] eq "/") { slash = i } }
picture = 'success'
load ARG0[1:slash].'style.gnuplot'
data = run.'/landings.csv'

# Destinations go down, landings across; their places are learned from the data.
stats data using (add(strcol('destination'))) name 'cell' nooutput

set title 'Flows delivered, by landing subnet and destination'
if (!exists('cell_records')) {
    @begin
    reason = 'no flow entered the tunnel'
    @empty
    exit
}
rows = n_known
array row[rows]
do for [i = 1:rows] { row[i] = known[i] }

n_known = 0
stats data using (add(strcol('endpoint'))) name 'cell' nooutput
endpoints = n_known
n_known = 0
landing(e, s) = endpoints > 1 ? e.' '.s : s
stats data using (add(landing(strcol('endpoint'), strcol('subnet')))) name 'cell' nooutput
columns = n_known
array col[columns]
do for [i = 1:columns] { col[i] = known[i] }

# As high as the rows need.
height = 180 + 26 * (rows > 10 ? rows : 10)
@begin
set xtics ()
set ytics ()
do for [i = 1:columns] { set xtics add (col[i] i) }
do for [i = 1:rows] { set ytics add (row[i] i) }
if (columns > 5) { set xtics rotate by -30 }
set xrange [0.5:columns + 0.5]
set yrange [rows + 0.5:0.5]
set xlabel 'landing subnet'
set ylabel 'destination'
set tics scale 0
unset grid
unset key
set border 0

# From none through half to all.
set palette defined (0 '#D55E00', 0.5 '#F0E442', 1 '#56B4E9')
set cbrange [0:1]
set cbtics ('0 %%' 0, '25 %%' 0.25, '50 %%' 0.5, '75 %%' 0.75, '100 %%' 1)
set cblabel 'share delivered'

row_of(d) = sum [i = 1:rows] (row[i] eq d ? i : 0)
col_of(l) = sum [i = 1:columns] (col[i] eq l ? i : 0)
# Cut off, not rounded: 100 % means all.
percent(s) = s == 0 || s == 1 ? sprintf('%d %%', 100 * s) : sprintf('%.1f %%', floor(1000 * s) / 10.0)
plot data using (col_of(landing(strcol('endpoint'), strcol('subnet')))):(row_of(strcol('destination'))):(0.48):(0.44):(column('success')) with boxxyerror fc palette, \
     data using (col_of(landing(strcol('endpoint'), strcol('subnet')))):(row_of(strcol('destination'))):(percent(column('success'))) with labels
