/* POSIX times as deadlines of the monotonic clock. */
#pragma once
#include <stdint.h>
#include <time.h>

/* An absolute time of the clock; NEVER where it lies beyond what can be counted. */
uint64_t deadline_of(clockid_t clock, const struct timespec *time);
