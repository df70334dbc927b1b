#include "xen/console_ring.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "memory/paging.h"
#include "xen/hypercall.h"
#include "xen/interface.h"
#include "xen/pvclock.h"

/* xenconsoled rests for 200 ms from a domain that it finds too talkative. */
#define PATIENCE_NANOSECONDS 2000000000ull
#define PAUSE_NANOSECONDS 1000000ull

static struct xencons_interface *ring;
static evtchn_port_t port;
static bool given_up; /* nobody read for too long: there is no waiting until somebody does */
static uint64_t dropped;

bool console_ring_start(void) {
    const uint64_t frame = hypercall_parameter(HVM_PARAM_CONSOLE_PFN);
    port = (evtchn_port_t)hypercall_parameter(HVM_PARAM_CONSOLE_EVTCHN);
    if (frame == 0 || port == 0) {
        return false;
    }
    paging_show(frame * PAGE_BYTES, (frame + 1) * PAGE_BYTES, 0);
    ring = direct(frame * PAGE_BYTES);
    return true;
}

/* Octets that were not read; the reader is not trusted with more than a wrong answer. */
static uint32_t unread(void) {
    const uint32_t length = ring->out_prod - __atomic_load_n(&ring->out_cons, __ATOMIC_ACQUIRE);
    return length <= sizeof ring->out ? length : sizeof ring->out;
}

static void notify(void) {
    struct evtchn_send send = {.port = port};
    hypercall_on(__HYPERVISOR_event_channel_op, EVTCHNOP_send, &send);
}

/* Leaves the processor to others for a moment, or until an event of any port. */
static void pause(void) {
    struct sched_poll poll = {.timeout = pvclock_system() + PAUSE_NANOSECONDS};
    hypercall_on(__HYPERVISOR_sched_op, SCHEDOP_poll, &poll);
}

/* Waits until there are at most so many octets unread; false where nobody reads. */
static bool wait_for(uint32_t most) {
    uint32_t left = unread();
    uint64_t deadline = pvclock_system() + PATIENCE_NANOSECONDS;
    while (left > most) {
        if (given_up || pvclock_system() >= deadline) {
            given_up = true;
            return false;
        }
        pause();
        const uint32_t now = unread();
        if (now != left) {
            deadline = pvclock_system() + PATIENCE_NANOSECONDS;
        }
        left = now;
    }
    given_up = false;
    return true;
}

/* Takes as many octets as there is room for; the index is made known only after them. */
static size_t put(const char *octets, size_t count) {
    uint32_t room = (uint32_t)sizeof ring->out - unread();
    uint32_t place = ring->out_prod;
    size_t taken = 0;
    while (taken < count) {
        const uint32_t needed = octets[taken] == '\n' ? 2 : 1;
        if (room < needed) {
            break;
        }
        if (needed == 2) {
            ring->out[MASK_XENCONS_IDX(place++, ring->out)] = '\r';
        }
        ring->out[MASK_XENCONS_IDX(place++, ring->out)] = octets[taken++];
        room -= needed;
    }
    __atomic_store_n(&ring->out_prod, place, __ATOMIC_RELEASE);
    notify();
    return taken;
}

static size_t write_all(const char *octets, size_t count) {
    size_t written = 0;
    while (written < count) {
        if (!wait_for(sizeof ring->out - 2)) {
            break;
        }
        written += put(octets + written, count - written);
    }
    return written;
}

void console_ring_write(const char *octets, size_t count) {
    if (dropped > 0) {
        char text[64];
        snprintf(text, sizeof text, "\n[%lu octets of the console were dropped]\n", dropped);
        if (given_up && unread() > sizeof ring->out - sizeof text) {
            dropped += count;
            return;
        }
        write_all(text, strlen(text));
        dropped = 0;
    }
    dropped += count - write_all(octets, count);
}

void console_ring_flush(void) {
    wait_for(0);
}
