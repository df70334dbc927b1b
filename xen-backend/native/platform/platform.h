/* What differs between what boots us: clocks, the console, idling, and how to stop. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum platform_end { PLATFORM_POWER_OFF, PLATFORM_REBOOT, PLATFORM_CRASH };

struct platform {
    void (*start)(void);
    uint64_t (*monotonic)(void);
    uint64_t (*wall)(void);
    void (*console_write)(const char *octets, size_t count);
    void (*idle_until)(uint64_t deadline);
    bool (*interrupt)(uint64_t vector);
    void (*poll)(void);
    void (*stop)(enum platform_end end, int code);
    long (*suspend)(void);
};

/* QEMU, or whatever else loads PVH kernels and is no Xen; and Xen. */
extern const struct platform platform_bare, platform_xen;

/* Finds out which it is. Before this it is taken for the bare one, whose console is there from the entry on. */
void platform_choose(void);
bool platform_is_xen(void);

/* Clocks, interrupts and the console. After paging_start. */
void platform_start(void);

/* Nanoseconds since platform_start, never running backwards; and since 1970-01-01 UTC. */
uint64_t platform_monotonic(void);
uint64_t platform_wall(void);

/* May be called at any time after the entry. Waits for no longer than a bounded time. */
void platform_console_write(const char *octets, size_t count);

/* Halts until the monotonic deadline (NEVER: without one) or an interrupt, whichever is first. */
void platform_idle_until(uint64_t deadline);

/* An interrupt was taken; false where it is none that was asked for. */
bool platform_interrupt(uint64_t vector);

/* Takes what came while interrupts were off. */
void platform_poll(void);

/* As miragegen_suspend. */
long platform_suspend(void);

/* The code is for whoever may see it; 0 only with PLATFORM_POWER_OFF. */
__attribute__((noreturn)) void platform_stop(enum platform_end end, int code);
