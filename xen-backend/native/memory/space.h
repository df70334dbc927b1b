/* Reservations of address space and what is committed in them. Protections are those of sys/mman.h. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SPACE_GUARD_BYTES 0x10000ull

enum space_outcome {
    SPACE_FILLED,    /* the page is there now */
    SPACE_FORBIDDEN, /* no reservation, or not with these rights */
    SPACE_GUARD,     /* the guard below a stack */
    SPACE_EXHAUSTED, /* no frame is left */
};

/* Reserves length octets (whole pages); 0 where address space or table are full. */
uint64_t space_reserve(uint64_t length, uint64_t alignment, int protection);

/* As space_reserve, readable and writable, with a guard at its lower end that is part of length. */
uint64_t space_reserve_stack(uint64_t length);

/* Gives back frames and reservation. */
void space_release(uint64_t start, uint64_t length);

/*
 * Changes rights, committing where writable; of the image, only those of its data. Returns 0, or an errno with nothing
 * committed: ENOMEM also for what was never reserved.
 */
int space_protect(uint64_t start, uint64_t length, int protection);

/* Gives back the frames; what was accessible reads as zeros from now on. */
void space_discard(uint64_t start, uint64_t length);

/* Gives back the frames; pages are then as in a fresh reservation with that protection. */
void space_reset(uint64_t start, uint64_t length, int protection);

/* Answers a page fault. */
enum space_outcome space_fault(uint64_t address, bool write, bool fetch);

/* Makes sure that [start, end) of a stack can be written without a fault; false where it cannot. */
bool space_fill(uint64_t start, uint64_t end);
