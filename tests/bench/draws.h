/* draws: the parts of this benchmark. */
#pragma once

/* Rows of the tables that each flow touches. */
void bench_tables (void);
