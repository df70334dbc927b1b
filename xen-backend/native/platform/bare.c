/* No hypervisor interface: what QEMU's PC offers. The PIT is the measure of all clocks, the console is port 0xe9. */
#include "boot/panic.h"
#include "cpu/idle.h"
#include "cpu/instructions.h"
#include "cpu/traps.h"
#include "platform/apic_timer.h"
#include "platform/cmos.h"
#include "platform/debug_port.h"
#include "platform/pic.h"
#include "platform/platform.h"
#include "threads/thread.h"
#include "xen/hypercall.h"

#define ACPI_CONTROL_PORT 0x604
#define ACPI_SOFT_OFF 0x2000

#define PIT_COMMAND 0x43
#define PIT_CHANNEL_2 0x42
#define PIT_GATE 0x61
#define PIT_ONE_SHOT_2 0xb0
#define PIT_TICKS_10_MS 11932u
#define PIT_EXPIRED 0x20
#define CALIBRATIONS_PER_SECOND 100u
#define PIT_PATIENCE 10000000u /* reads of a port, each tens of nanoseconds at least */
#define NANOSECONDS 1000000000ull

static uint64_t first_stamp;
static uint64_t nanoseconds_per_tick; /* 32.32 fixed point */
static uint64_t wall_at_start;

/* Ten milliseconds of the PIT, counted by the time stamp counter (the result) and the APIC's timer. */
static uint64_t calibrate(void) {
    port_write(PIT_GATE, (uint8_t)((port_read(PIT_GATE) & ~2u) | 1u));
    port_write(PIT_COMMAND, PIT_ONE_SHOT_2);
    port_write(PIT_CHANNEL_2, PIT_TICKS_10_MS & 0xff);
    port_write(PIT_CHANNEL_2, PIT_TICKS_10_MS >> 8);
    const uint64_t start = time_stamp();
    apic_timer_calibration_begin();
    for (unsigned i = 0; (port_read(PIT_GATE) & PIT_EXPIRED) == 0; i++) {
        if (i == PIT_PATIENCE) {
            panic("the interval timer does not count: no measure for the clocks");
        }
    }
    apic_timer_calibration_end(CALIBRATIONS_PER_SECOND);
    return time_stamp() - start;
}

static void start(void) {
    pic_silence();
    nanoseconds_per_tick = (NANOSECONDS << 32) / (calibrate() * CALIBRATIONS_PER_SECOND);
    first_stamp = time_stamp();
    wall_at_start = cmos_seconds() * NANOSECONDS;
}

static uint64_t monotonic(void) {
    return (uint64_t)(((unsigned __int128)(time_stamp() - first_stamp) * nanoseconds_per_tick) >> 32);
}

static uint64_t wall(void) {
    return wall_at_start + monotonic();
}

static void idle_until(uint64_t deadline) {
    const uint64_t now = monotonic();
    if (deadline > now) {
        apic_timer_set(deadline - now);
        cpu_idle();
    }
}

static bool interrupt(uint64_t vector) {
    if (vector == TRAP_TIMER) {
        apic_timer_acknowledge();
    }
    return vector == TRAP_TIMER || vector == TRAP_SPURIOUS; /* which is not acknowledged */
}

static void poll(void) {
}

/* Without a device that ends the machine a triple fault resets it, which QEMU's -no-reboot makes an end. */
static void stop(enum platform_end end, int code) {
    if (end != PLATFORM_REBOOT) {
        port_write(DEBUG_EXIT_PORT, (uint8_t)code);
    }
    if (end == PLATFORM_POWER_OFF) {
        port_write_word(ACPI_CONTROL_PORT, ACPI_SOFT_OFF);
    }
    cpu_reset();
}

static long suspend(void) {
    return NO_SUCH_CALL;
}

const struct platform platform_bare = {
    .start = start,
    .monotonic = monotonic,
    .wall = wall,
    .console_write = debug_port_write,
    .idle_until = idle_until,
    .interrupt = interrupt,
    .poll = poll,
    .stop = stop,
    .suspend = suspend,
};
