/* Stays of ten minutes on average, however they are distributed. */
#pragma once

#define STAYS_EXPONENTIAL "clients.staff.session=exponential 10min"
#define STAYS_CONSTANT    "clients.staff.session=constant 10min"
#define STAYS_UNIFORM     "clients.staff.session=uniform 5min 15min"
/* The median is 600 s / exp (1 / 2). */
#define STAYS_LOGNORMAL "clients.staff.session=lognormal 363918ms 1"
/* The scale is 600 s / Gamma (3 / 2). */
#define STAYS_WEIBULL "clients.staff.session=weibull 677028ms 2"
/* The minimum is 600 s (3 - 1) / 3. */
#define STAYS_PARETO "clients.staff.session=pareto 400s 3"
