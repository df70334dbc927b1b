#include "xen/memory_map.h"

#include "xen/hypercall.h"

#define MOST_ENTRIES 128u

/* As a PC's firmware gives it by the call E820. */
struct e820_entry {
    uint64_t address;
    uint64_t size;
    uint32_t type;
} __attribute__((packed));

uint32_t memory_map_ask(struct hvm_memmap_table_entry *to, uint32_t most) {
    static struct e820_entry entries[MOST_ENTRIES];
    struct xen_memory_map request = {.nr_entries = MOST_ENTRIES};
    set_xen_guest_handle(request.buffer, entries);
    if (hypercall_on(__HYPERVISOR_memory_op, XENMEM_memory_map, &request) < 0) {
        return 0;
    }
    const uint32_t count = request.nr_entries < most ? request.nr_entries : most;
    for (uint32_t i = 0; i < count; i++) {
        to[i] = (struct hvm_memmap_table_entry){entries[i].address, entries[i].size, entries[i].type, 0};
    }
    return count;
}
