/* Event channels: the interrupt that tells of them, and the one port that is the shim's own, the timer's. */
#pragma once
#include <stdint.h>

/*
 * Masks every port, asks for the interrupt and binds the timer. After shared_info_start, and again after
 * shared_info_show: a domain made anew has no ports but the toolstack's.
 */
void upcall_start(void);

/* Takes what is pending, if anything is: clears the selector, and announces ports that are not the timer's. */
void upcall_take(void);

/* An interrupt at that system time, at once if it has passed. */
void upcall_timer_set(uint64_t system_time);
