#include "xen/upcall.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "boot/panic.h"
#include "cpu/traps.h"
#include "threads/events.h"
#include "xen/hypercall.h"
#include "xen/shared_info.h"

#define WORDS (sizeof(xen_ulong_t) * 8)
#define WORD_BITS (sizeof(xen_ulong_t) * 8)
#define CALLBACK_TYPE_SHIFT 56

static evtchn_port_t timer_port;

static void require_vector_callbacks(void) {
    struct xen_feature_info features = {.submap_idx = 0};
    hypercall_must(__HYPERVISOR_xen_version, XENVER_get_features, &features, "to say what it can do");
    if ((features.submap & (1u << XENFEAT_hvm_callback_vector)) == 0) {
        panic("this Xen delivers no events by an interrupt of the domain's choice");
    }
}

/* This way of delivery lasts while the pending flag is set, and knows nothing of an APIC. */
static void ask_for_interrupt(void) {
    require_vector_callbacks();
    struct xen_hvm_param callback = {
        .domid = DOMID_SELF,
        .index = HVM_PARAM_CALLBACK_IRQ,
        .value = (uint64_t)HVM_PARAM_CALLBACK_TYPE_VECTOR << CALLBACK_TYPE_SHIFT | TRAP_UPCALL,
    };
    hypercall_must(__HYPERVISOR_hvm_op, HVMOP_set_param, &callback, "to deliver events");
}

void upcall_start(void) {
    struct shared_info *shared = shared_info();
    memset(shared->evtchn_mask, 0xff, sizeof shared->evtchn_mask);
    ask_for_interrupt();
    hypercall(__HYPERVISOR_vcpu_op, VCPUOP_stop_periodic_timer, 0, 0, 0, 0);
    struct evtchn_bind_virq bind = {.virq = VIRQ_TIMER, .vcpu = 0};
    hypercall_must(__HYPERVISOR_event_channel_op, EVTCHNOP_bind_virq, &bind, "its timer");
    timer_port = bind.port;
    struct evtchn_unmask unmask = {.port = timer_port};
    hypercall_must(__HYPERVISOR_event_channel_op, EVTCHNOP_unmask, &unmask, "to let the timer's event pass");
}

void upcall_take(void) {
    struct shared_info *shared = shared_info();
    struct vcpu_info *cpu = &shared->vcpu_info[0];
    if (*(volatile uint8_t *)&cpu->evtchn_upcall_pending == 0) {
        return;
    }
    /* The flag before the selector: what Xen adds in between sets the flag again. */
    __atomic_store_n(&cpu->evtchn_upcall_pending, 0, __ATOMIC_SEQ_CST);
    xen_ulong_t selector = __atomic_exchange_n(&cpu->evtchn_pending_sel, 0, __ATOMIC_SEQ_CST);
    const xen_ulong_t timer_bit = 1ul << timer_port % WORD_BITS;
    bool others = false;
    for (size_t word = 0; selector != 0 && word < WORDS; word++, selector >>= 1) {
        if ((selector & 1) == 0) {
            continue;
        }
        if (word == timer_port / WORD_BITS) {
            __atomic_and_fetch(&shared->evtchn_pending[word], ~timer_bit, __ATOMIC_SEQ_CST);
        }
        others |= (__atomic_load_n(&shared->evtchn_pending[word], __ATOMIC_SEQ_CST) & ~shared->evtchn_mask[word]) != 0;
    }
    if (others) {
        events_announce();
    }
}

void upcall_timer_set(uint64_t system_time) {
    struct vcpu_set_singleshot_timer timer = {.timeout_abs_ns = system_time};
    const long result = hypercall(__HYPERVISOR_vcpu_op, VCPUOP_set_singleshot_timer, 0, (uint64_t)&timer, 0, 0);
    if (result < 0) {
        panic("Xen does not set the timer (error %ld)", -result);
    }
}
