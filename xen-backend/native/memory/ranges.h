/* The sorted table of reservations. Pure bookkeeping: it touches no page table. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define SPACE_FIRST 0x100000000000ull
#define SPACE_END 0x7f0000000000ull

struct range {
    uint64_t start, end;
    int protection;
    bool guarded; /* a stack: no access to its first SPACE_GUARD_BYTES */
};

/* Finds room by first fit and enters it; NULL where there is none. */
const struct range *ranges_enter(uint64_t length, uint64_t alignment, int protection, bool guarded);

/* The range that holds address, or NULL. */
const struct range *ranges_find(uint64_t address);

/* Takes [start, end) out, cutting ranges in two where need be; false where the table is full. */
bool ranges_remove(uint64_t start, uint64_t end);
