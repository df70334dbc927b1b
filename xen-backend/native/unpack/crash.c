#include "unpack/crash.h"

#include <stddef.h>
#include <stdint.h>

#include "boot/panic.h"
#include "cpu/instructions.h"
#include "platform/debug_port.h"
#include "xen/hypercall.h"
#include "xen/interface.h"

#define PAGE_BYTES 4096ull
#define PATIENCE_TICKS (1ull << 32) /* a second or two */

static size_t length_of(const char *text) {
    size_t length = 0;
    while (text[length] != 0) {
        length++;
    }
    return length;
}

/* The ring is as the toolstack made it, with room for a line. Waits until it was read, which nobody may do. */
static void write_to_ring(const char *line, size_t length) {
    const uint64_t frame = hypercall_parameter(HVM_PARAM_CONSOLE_PFN);
    struct evtchn_send send = {.port = (evtchn_port_t)hypercall_parameter(HVM_PARAM_CONSOLE_EVTCHN)};
    if (frame == 0 || frame >= UINT32_MAX / PAGE_BYTES || send.port == 0) {
        return;
    }
    struct xencons_interface *ring = (struct xencons_interface *)(frame * PAGE_BYTES);
    uint32_t place = ring->out_prod;
    for (size_t i = 0; i < length; i++) {
        if (line[i] == '\n') {
            ring->out[MASK_XENCONS_IDX(place++, ring->out)] = '\r';
        }
        ring->out[MASK_XENCONS_IDX(place++, ring->out)] = line[i];
    }
    __atomic_store_n(&ring->out_prod, place, __ATOMIC_RELEASE);
    hypercall_on(__HYPERVISOR_event_channel_op, EVTCHNOP_send, &send);
    const uint64_t start = time_stamp();
    while (__atomic_load_n(&ring->out_cons, __ATOMIC_ACQUIRE) != place && time_stamp() - start < PATIENCE_TICKS) {
        hypercall_on(__HYPERVISOR_sched_op, SCHEDOP_yield, NULL);
    }
}

void crash(const char *line) {
    const size_t length = length_of(line);
    if (hypercall_find()) {
        write_to_ring(line, length);
        struct sched_shutdown shutdown = {.reason = SHUTDOWN_crash};
        hypercall_on(__HYPERVISOR_sched_op, SCHEDOP_shutdown, &shutdown);
    }
    debug_port_write(line, length);
    port_write(DEBUG_EXIT_PORT, PANIC_EXIT_CODE);
    cpu_reset();
}
