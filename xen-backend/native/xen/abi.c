#include "xen/abi.h"

#include <stddef.h>

#include "boot/panic.h"
#include "memory/frames.h"
#include "memory/holes.h"
#include "memory/paging.h"
#include "platform/platform.h"
#include "threads/events.h"
#include "xen/hypercall.h"
#include "xen/shared_info.h"

#define DIRECT_MAP_END 0xffffc00000000000ull

bool miragegen_is_xen(void) {
    return platform_is_xen();
}

long miragegen_hypercall(unsigned operation, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e) {
    return hypercall(operation, a, b, c, d, e);
}

void *miragegen_pages_take(uint64_t count) {
    const uint64_t frame = frames_take_contiguous(count);
    return frame == 0 ? NULL : direct(frame);
}

void miragegen_pages_give(void *first, uint64_t count) {
    const uint64_t start = (uint64_t)first - DIRECT_MAP;
    if (start % PAGE_BYTES != 0) {
        panic("pages were given back from 0x%lx, which is no page's beginning", (uint64_t)first);
    }
    for (uint64_t i = 0; i < count; i++) {
        frames_give(start + i * PAGE_BYTES);
    }
}

uint64_t miragegen_frame_of(const void *address) {
    const uint64_t place = (uint64_t)address;
    if (place >= DIRECT_MAP && place < DIRECT_MAP_END) {
        return (place - DIRECT_MAP) / PAGE_BYTES;
    }
    const uint64_t *entry = paging_entry(place, false);
    return entry == NULL || (*entry & ENTRY_PRESENT) == 0 ? 0 : (*entry & ENTRY_FRAME) / PAGE_BYTES;
}

void *miragegen_frame_show(uint64_t frame) {
    return paging_show_page(frame * PAGE_BYTES) ? direct(frame * PAGE_BYTES) : NULL;
}

uint64_t miragegen_unused_frame(uint64_t count) {
    return platform_is_xen() ? holes_take(count) / PAGE_BYTES : 0;
}

void *miragegen_shared_info(void) {
    return shared_info();
}

bool miragegen_wait_events(uint64_t deadline_nanoseconds) {
    return events_wait(deadline_nanoseconds);
}

void miragegen_wake(void) {
    events_announce();
}

long miragegen_suspend(void) {
    return platform_suspend();
}

void miragegen_shutdown(int reason) {
    switch (reason) {
    case SHUTDOWN_poweroff:
        platform_stop(PLATFORM_POWER_OFF, 0);
    case SHUTDOWN_reboot:
        platform_stop(PLATFORM_REBOOT, 0);
    case SHUTDOWN_crash:
        platform_stop(PLATFORM_CRASH, 1);
    default:
        panic("miragegen_shutdown knows no reason %d", reason);
    }
}
