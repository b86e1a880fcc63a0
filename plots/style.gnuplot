# What the pictures share: each script loads this first.

if (!exists("run")) run = '.'
if (!exists("format")) format = 'png'
if (!exists("out")) out = run.'/'.picture.'.'.format
width = 1200
height = 600

set encoding utf8
set datafile separator ','
set datafile columnheaders
set datafile missing NaN

# @begin opens the picture, 'height' pixels high.
begin = "set terminal png size width, height noenhanced; set output out"
if (strstrt(GPVAL_TERMINALS, 'pngcairo')) {
    begin = "set terminal pngcairo size width, height font 'Sans,12' background 'white' noenhanced; set output out"
}
if (format eq 'svg') {
    begin = "set terminal svg size width, height font 'DejaVu Sans,Helvetica,sans-serif,14' background 'white' noenhanced; set output out"
}

# Okabe and Ito: told apart by colour-blind readers, too.
array colour[8] = ['#0072B2', '#D55E00', '#009E73', '#E69F00', '#56B4E9', '#CC79A7', '#999999', '#000000']
pick(i) = colour[(i - 1) % 8 + 1]
dash(i) = (i - 1) / 8 + 1

set border 3 lc rgb '#555555'
set tics nomirror out
set grid ytics lc rgb '#DDDDDD' lt 1
set key outside right top vertical Left reverse noenhanced samplen 3 spacing 1.2 width -2
set style fill solid 1.0 noborder

# A list of distinct words: add(w) gives the place of w, adding it at the end.
array known[4096]
n_known = 0
found = 0
find(w) = (found = 0, sum [i = 1:n_known] (known[i] eq w ? (found = i) : 0), found)
add(w) = (find(w) > 0 ? found : (n_known = n_known + 1, known[n_known] = w, n_known))

# 1234567 as 1 234 567
group(n) = n < 1000 ? sprintf('%d', n) : group(floor(n / 1000)).' '.sprintf('%03d', n - 1000 * floor(n / 1000))

# @time_axis: from 0 to 'end' hours, with ticks that divide a day.
time_axis = "set xlabel 'simulated time in h'; set xrange [0:end]; if (end > 12 && end <= 48) { set xtics 3 }; if (end > 48 && end <= 480) { set xtics 24 }"

# 'empty' is what to draw where there is nothing to show; it takes the reason.
empty = "unset tics; unset xlabel; unset ylabel; unset border; unset grid; unset key; set xrange [0:1]; set yrange [0:1]; set label 1 reason at graph 0.5, 0.5 center; plot NaN notitle"
