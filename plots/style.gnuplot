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

# Time is told in hours, of short runs in minutes or seconds; 'axis_unit_s' is how long that is.
unit_of(s) = s >= 7200 ? 3600.0 : s >= 180 ? 60.0 : 1.0
unit_word(u) = u >= 3600 ? 'h' : u >= 60 ? 'min' : 's'

# @time_axis: from 0 to 'end' of those units, with ticks that divide a day.
time_axis = "set xlabel 'simulated time in '.unit_word(axis_unit_s); set xrange [0:end]; if (axis_unit_s >= 3600 && end > 12 && end <= 48) { set xtics 3 }; if (axis_unit_s >= 3600 && end > 48 && end <= 480) { set xtics 24 }"

# 'empty' is what to draw where there is nothing to show; it takes the reason.
empty = "unset tics; unset xlabel; unset ylabel; unset border; unset grid; unset key; set xrange [0:1]; set yrange [0:1]; set label 1 reason at graph 0.5, 0.5 center; plot NaN notitle"

# @mark_events: a dashed line with a name wherever the run's events.csv has an event: where it
# begins, and where it ends sessions; and what comes of itself, but for the resolver's answers.
# Those too close together for their names share a line.  Wants 'end' and 'axis_unit_s'; the axis
# begins at 0s unless begin_at and origin_s say otherwise.
begin_at = 0.0
origin_s = 0.0
axis_unit_s = 3600.0
array mark_at[24]
array mark_name[24]
array mark_event[24]
n_marks = 0
seen_events = '|'
is_new(event) = strstrt(seen_events, '|'.event.'|') == 0
set style textbox opaque noborder fillcolor rgb '#FFFFFF' margins 0.4, 0.4
is_told(event, state, sessions) = sessions > 0 || (event ne '' ? is_new(event) : strstrt(state, 'answer') == 0)
name_mark(event, name) = (mark_event[n_marks] = event, mark_name[n_marks] = name, 0)
new_mark(at, event, name) = (n_marks = n_marks + 1, mark_at[n_marks] = at, name_mark(event, name))
is_near(at) = n_marks > 0 && at - (n_marks > 0 ? mark_at[n_marks] : 0) < 0.02 * (end - begin_at)
join_mark(event, name) = event ne '' && mark_event[n_marks] eq event ? name_mark(event, name) \
    : strlen(mark_name[n_marks]) + strlen(name) < 40 ? name_mark(event, mark_name[n_marks].', '.name) : 0
add_mark(at, event, name) = is_near(at) ? join_mark(event, name) : n_marks < 24 ? new_mark(at, event, name) : 0
place_of(t) = (t - origin_s) / axis_unit_s
longest_mark = 0
# The share of a graph so many pixels high that the names take, at its top.
head_room(pixels) = n_marks > 0 ? 0.03 + longest_mark * 6.3 / pixels : 0.05
is_inside(at) = at >= begin_at + (begin_at < 0 ? 0.015 * (end - begin_at) : 0) && at <= end
note_event(t, event, object, state, error, sessions) = ( \
    is_told(event, state, sessions) && is_inside(place_of(t)) \
        ? add_mark(place_of(t), event, name_of(event, object, state, error)) : 0, \
    seen_events = is_new(event) ? seen_events.event.'|' : seen_events, 1)
# The event's name at its begin and where it loses sessions, elsewhere what it comes to.
state_name(event, first, state, error) = error ne '' ? event.' refused' : first || state eq 'lost' ? event : event.' '.state
clip(name) = strlen(name) > 18 ? name[1:17].'…' : name
name_of(event, object, state, error) = event eq '' ? clip(object).' '.state : state_name(clip(event), is_new(event), state, error)
mark_events = "stats run.'/events.csv' using (note_event(column('time_s'), strcol('event'), strcol('object'), strcol('state'), strcol('error'), column('sessions'))) name 'event' nooutput; do for [i = 1:n_marks] { longest_mark = strlen(mark_name[i]) > longest_mark ? strlen(mark_name[i]) : longest_mark; set arrow 100 + i from mark_at[i], graph 0 to mark_at[i], graph 1 nohead dt 2 lw 1.2 lc rgb '#555555' front; set label 100 + i mark_name[i] at mark_at[i], graph 0.98 rotate by 90 right boxed offset -0.9, 0 tc rgb '#333333' font ',10' front }"
