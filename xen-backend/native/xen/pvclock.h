/* Time as the hypervisor tells it in the shared page. Nanoseconds. */
#pragma once
#include <stdint.h>

/* Xen's system time, which deadlines of its timers are given in; never running backwards. */
uint64_t pvclock_system(void);

/* Since 1970-01-01 UTC. */
uint64_t pvclock_wall(void);
