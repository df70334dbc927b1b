#include "threads/events.h"

#include <stddef.h>

#include "platform/platform.h"
#include "threads/thread.h"

static struct wait_queue waiting;
static bool came;

void events_announce(void) {
    came = true;
    thread_wake_all(&waiting);
}

bool events_awaited(void) {
    return waiting.first != NULL;
}

bool events_wait(uint64_t deadline) {
    thread_yield(); /* who only polls is not to starve the others; this also takes what came */
    if (!came && deadline > platform_monotonic()) {
        /* Where there is no hypervisor nothing comes, and to wait for it for ever is a deadlock. */
        thread_wait(platform_is_xen() ? &waiting : NULL, deadline);
    }
    const bool result = came;
    came = false;
    return result;
}
