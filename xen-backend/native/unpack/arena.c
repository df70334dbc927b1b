/* The heap of liblzma: what is left of the second MiB. Nothing is given back: all of it is free afterwards. */
#include <stdint.h>
#include <stdlib.h>

#include "unpack/crash.h"

#define ALIGNMENT 16ul

extern char arena_start[], arena_end[];
__attribute__((noreturn)) void __stack_chk_fail(void);

static size_t taken;

void *malloc(size_t size) {
    const size_t room = (size_t)(arena_end - arena_start) - taken;
    if (size > room) {
        return NULL;
    }
    void *memory = arena_start + taken;
    const size_t whole = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    taken += whole < room ? whole : room;
    return memory;
}

/* The arena begins as zeros, and no octet of it is given out twice. */
void *calloc(size_t count, size_t size) {
    size_t octets;
    return __builtin_mul_overflow(count, size, &octets) ? NULL : malloc(octets);
}

void free(void *memory) {
    (void)memory;
}

void __stack_chk_fail(void) {
    crash("panic: the unpacker ran over its own stack\n");
}
