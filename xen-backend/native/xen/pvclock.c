#include "xen/pvclock.h"

#include <stdbool.h>

#include "cpu/instructions.h"
#include "xen/shared_info.h"

#define NANOSECONDS 1000000000ull
#define compiler_barrier() __asm__ volatile("" ::: "memory")

/* One processor, which sees Xen's writes in their order: the compiler alone could mix up the reads. */
static uint32_t read_begin(const volatile uint32_t *version) {
    uint32_t seen;
    while (((seen = *version) & 1) != 0) {
        __asm__ volatile("pause");
    }
    compiler_barrier();
    return seen;
}

static bool read_changed(const volatile uint32_t *version, uint32_t seen) {
    compiler_barrier();
    return *version != seen;
}

static uint64_t extrapolate(const struct vcpu_time_info *time) {
    uint64_t ticks = time_stamp() - time->tsc_timestamp;
    ticks = time->tsc_shift < 0 ? ticks >> -time->tsc_shift : ticks << time->tsc_shift;
    return time->system_time + (uint64_t)(((unsigned __int128)ticks * time->tsc_to_system_mul) >> 32);
}

static uint64_t last; /* what pvclock_system gave */

void pvclock_start_anew(void) {
    last = 0;
}

uint64_t pvclock_system(void) {
    const struct vcpu_time_info *time = &shared_info()->vcpu_info[0].time;
    uint64_t now;
    uint32_t seen;
    do {
        seen = read_begin(&time->version);
        now = extrapolate(time);
    } while (read_changed(&time->version, seen));
    /* Where Xen corrects its rate it may step back by a little. */
    last = now > last ? now : last;
    return last;
}

uint64_t pvclock_wall(void) {
    const struct shared_info *shared = shared_info();
    uint64_t seconds, nanoseconds;
    uint32_t seen;
    do {
        seen = read_begin(&shared->wc_version);
        seconds = (uint64_t)shared->wc_sec_hi << 32 | shared->wc_sec;
        nanoseconds = shared->wc_nsec;
    } while (read_changed(&shared->wc_version, seen));
    /* What Xen gives is the wall clock at the beginning of its system time. */
    return seconds * NANOSECONDS + nanoseconds + pvclock_system();
}
