/* Xen: everything through hypercalls and the shared page; of a PC's devices none is used, if there are any. */
#include <stdio.h>
#include <string.h>

#include "boot/panic.h"
#include "cpu/idle.h"
#include "cpu/traps.h"
#include "entropy/entropy.h"
#include "memory/holes.h"
#include "memory/paging.h"
#include "platform/debug_port.h"
#include "platform/pic.h"
#include "platform/platform.h"
#include "threads/thread.h"
#include "xen/console_ring.h"
#include "xen/hypercall.h"
#include "xen/pvclock.h"
#include "xen/shared_info.h"
#include "xen/upcall.h"

#define LONGEST_IDLE 3600000000000ull /* an hour; whoever waits for longer waits again */

static uint64_t started;
static bool has_ring;

static void start(void) {
    pic_silence(); /* an HVM domain has them; in a PVH domain nobody listens */
    const uint64_t holes = holes_start();
    paging_show(holes, holes + HOLES_BYTES, 0);
    shared_info_start();
    started = pvclock_system();
    has_ring = console_ring_start();
    upcall_start();
}

static uint64_t monotonic(void) {
    return pvclock_system() - started;
}

static void console_write(const char *octets, size_t count) {
    if (has_ring) {
        console_ring_write(octets, count);
    } else {
        debug_port_write(octets, count);
    }
}

static void idle_until(uint64_t deadline) {
    if (deadline != NEVER) {
        const uint64_t now = monotonic();
        const uint64_t wait = deadline > now ? deadline - now : 0;
        upcall_timer_set(started + now + (wait < LONGEST_IDLE ? wait : LONGEST_IDLE));
    }
    cpu_idle();
}

static bool interrupt(uint64_t vector) {
    if (vector == TRAP_UPCALL) {
        upcall_take();
    }
    return vector == TRAP_UPCALL;
}

static unsigned reason_of(enum platform_end end) {
    switch (end) {
    case PLATFORM_POWER_OFF:
        return SHUTDOWN_poweroff;
    case PLATFORM_REBOOT:
        return SHUTDOWN_reboot;
    default:
        return SHUTDOWN_crash;
    }
}

/* Xen knows reasons and no codes: those are for whoever reads the console. */
static void stop(enum platform_end end, int code) {
    if (code != 0 && code != PANIC_EXIT_CODE) {
        char text[32];
        snprintf(text, sizeof text, "exit code %d\n", code);
        console_write(text, strlen(text));
    }
    if (has_ring) {
        console_ring_flush();
    }
    struct sched_shutdown shutdown = {.reason = reason_of(end)};
    for (;;) {
        hypercall_on(__HYPERVISOR_sched_op, SCHEDOP_shutdown, &shutdown);
    }
}

/* It goes on from where it stood, by as much as the wall clock has: leases and lifetimes count outside as well. */
static void continue_monotonic(uint64_t stood, uint64_t wall) {
    const uint64_t wall_now = pvclock_wall();
    const uint64_t passed = wall_now > wall ? wall_now - wall : 0;
    started = pvclock_system() - stood - passed; /* before Xen began to count, as a rule: it wraps around */
}

/* In a domain made anew of this one's memory nothing is left that Xen knew of the old one. */
static void begin_anew(uint64_t stood, uint64_t wall) {
    shared_info_show();
    pvclock_start_anew();
    has_ring = console_ring_start();
    upcall_start();
    continue_monotonic(stood, wall); /* Xen writes the wall clock only when it is asked for the interrupt */
    entropy_refresh();
}

static long suspend(void) {
    if (has_ring) {
        console_ring_flush(); /* the ring is emptied in a new domain */
    }
    const uint64_t stood = monotonic(), wall = pvclock_wall();
    struct sched_shutdown shutdown = {.reason = SHUTDOWN_suspend};
    const long result = hypercall_on(__HYPERVISOR_sched_op, SCHEDOP_shutdown, &shutdown);
    if (result == 0) {
        begin_anew(stood, wall);
    }
    return result;
}

const struct platform platform_xen = {
    .start = start,
    .monotonic = monotonic,
    .wall = pvclock_wall,
    .console_write = console_write,
    .idle_until = idle_until,
    .interrupt = interrupt,
    .poll = upcall_take,
    .stop = stop,
    .suspend = suspend,
};
