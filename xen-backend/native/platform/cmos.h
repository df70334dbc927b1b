/* The battery-backed clock of a PC. */
#pragma once
#include <stdint.h>

/* Seconds since 1970-01-01, of a clock that runs on UTC. */
uint64_t cmos_seconds(void);
