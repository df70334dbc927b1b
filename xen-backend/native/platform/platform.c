#include "platform/platform.h"

#include "xen/hypercall.h"

static const struct platform *platform = &platform_bare;

void platform_choose(void) {
    if (hypercall_find()) {
        platform = &platform_xen;
    }
}

bool platform_is_xen(void) {
    return platform == &platform_xen;
}

void platform_start(void) {
    platform->start();
}

uint64_t platform_monotonic(void) {
    return platform->monotonic();
}

uint64_t platform_wall(void) {
    return platform->wall();
}

void platform_console_write(const char *octets, size_t count) {
    platform->console_write(octets, count);
}

void platform_idle_until(uint64_t deadline) {
    platform->idle_until(deadline);
}

bool platform_interrupt(uint64_t vector) {
    return platform->interrupt(vector);
}

void platform_poll(void) {
    platform->poll();
}

long platform_suspend(void) {
    return platform->suspend();
}

void platform_stop(enum platform_end end, int code) {
    platform->stop(end, code);
    __builtin_unreachable();
}
