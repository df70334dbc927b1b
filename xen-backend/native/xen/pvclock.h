/* Time as the hypervisor tells it in the shared page. Nanoseconds. */
#pragma once
#include <stdint.h>

/* Xen's system time, which deadlines of its timers are given in; never running backwards in one domain. */
uint64_t pvclock_system(void);

/* The domain is another one, whose Xen may have begun to count later. After shared_info_show. */
void pvclock_start_anew(void);

/* Since 1970-01-01 UTC. */
uint64_t pvclock_wall(void);
