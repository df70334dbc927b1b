/* Calls into the hypervisor. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define NO_SUCH_CALL (-38) /* ENOSYS, by Xen's numbers */

/* Whether there is a Xen; if so, its hypercalls work from now on. */
bool hypercall_find(void);

/* One call; a negative errno of Xen's own numbering (xen/errno.h) where it fails, -ENOSYS where there is no Xen. */
long hypercall(unsigned operation, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e);

/* The usual form: a command and a structure. */
static inline long hypercall_on(unsigned operation, unsigned command, void *argument) {
    return hypercall(operation, command, (uint64_t)argument, 0, 0, 0);
}

/* As hypercall_on, where failure leaves no way to go on: a panic that names what was wanted. */
void hypercall_must(unsigned operation, unsigned command, void *argument, const char *what);

/* A parameter of this domain (xen/hvm/params.h); 0 where it has none. */
uint64_t hypercall_parameter(uint32_t index);
