/* The output half of the PV console: a ring that xenconsoled reads. The input half belongs to whoever reads it. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* Shows the ring in the direct map; false where the domain has none. After shared_info_start or shared_info_show. */
bool console_ring_start(void);

/* Writes, a line's end as CR LF. Where nobody reads for too long the rest is dropped, and how much is said later. */
void console_ring_write(const char *octets, size_t count);

/* Waits, no longer than for a write, until all of it was read. */
void console_ring_flush(void);
