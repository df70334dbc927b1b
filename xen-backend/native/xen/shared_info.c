#include "xen/shared_info.h"

#include "memory/holes.h"
#include "memory/paging.h"
#include "xen/hypercall.h"

static uint64_t place;
static struct shared_info *shared;

void shared_info_start(void) {
    place = holes_take(1);
    shared_info_show();
}

void shared_info_show(void) {
    struct xen_add_to_physmap request = {
        .domid = DOMID_SELF,
        .space = XENMAPSPACE_shared_info,
        .gpfn = place / PAGE_BYTES,
    };
    hypercall_must(__HYPERVISOR_memory_op, XENMEM_add_to_physmap, &request, "to show its shared page");
    shared = direct(place);
}

struct shared_info *shared_info(void) {
    return shared;
}
