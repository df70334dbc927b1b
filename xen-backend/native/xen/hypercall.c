#include "xen/hypercall.h"

#include "boot/panic.h"
#include "cpu/instructions.h"
#include "xen/interface.h"

#define LAST_LEAF_BASE 0x4000ff00u
#define LEAF_BASE_STEP 0x100u
#define ENTRY_BYTES 32u
#define ENTRIES 64u /* as many as Xen fills */

extern char hypercall_page[];
static bool present;

static bool is_xen(uint32_t base) {
    const struct cpuid_result result = cpu_id(base, 0);
    return result.ebx == XEN_CPUID_SIGNATURE_EBX && result.ecx == XEN_CPUID_SIGNATURE_ECX &&
           result.edx == XEN_CPUID_SIGNATURE_EDX && result.eax >= base + 2;
}

/* Xen moves its leaves upwards when it also speaks another hypervisor's language. */
bool hypercall_find(void) {
    for (uint32_t base = XEN_CPUID_FIRST_LEAF; base <= LAST_LEAF_BASE; base += LEAF_BASE_STEP) {
        if (is_xen(base)) {
            msr_write(cpu_id(base + 2, 0).ebx, (uint64_t)hypercall_page);
            present = true;
            return true;
        }
    }
    return false;
}

long hypercall(unsigned operation, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e) {
    if (!present || operation >= ENTRIES) {
        return NO_SUCH_CALL;
    }
    const char *entry = hypercall_page + (uint64_t)operation * ENTRY_BYTES;
    long result;
    register uint64_t fourth __asm__("r10") = d;
    register uint64_t fifth __asm__("r8") = e;
    __asm__ volatile("call *%[entry]"
                     : "=a"(result), "+D"(a), "+S"(b), "+d"(c), "+r"(fourth), "+r"(fifth)
                     : [entry] "r"(entry)
                     : "memory", "cc", "rcx", "r9", "r11");
    return result;
}

void hypercall_must(unsigned operation, unsigned command, void *argument, const char *what) {
    const long result = hypercall_on(operation, command, argument);
    if (result < 0) {
        panic("Xen refuses %s (hypercall %u, command %u: error %ld)", what, operation, command, -result);
    }
}

uint64_t hypercall_parameter(uint32_t index) {
    struct xen_hvm_param parameter = {.domid = DOMID_SELF, .index = index};
    return hypercall_on(__HYPERVISOR_hvm_op, HVMOP_get_param, &parameter) < 0 ? 0 : parameter.value;
}
