#include "memory/holes.h"

#define PAGE 4096ull
#define MAX_AVOIDED 65u
/* Interrupt controllers, ACPI tables and whatever else is below 4 GiB by custom and in no map. */
#define DEVICES_START 0xf0000000ull
#define DEVICES_END 0x100000000ull

struct avoided {
    uint64_t start, end;
};

static struct avoided avoided[MAX_AVOIDED] = {{DEVICES_START, DEVICES_END}};
static unsigned avoided_count = 1;
static uint64_t next, end_of_holes;

void holes_avoid(uint64_t start, uint64_t end) {
    if (avoided_count < MAX_AVOIDED) {
        avoided[avoided_count++] = (struct avoided){start, end};
    }
}

static bool touches(uint64_t start) {
    for (unsigned i = 0; i < avoided_count; i++) {
        if (start < avoided[i].end && start + HOLES_BYTES > avoided[i].start) {
            return true;
        }
    }
    return false;
}

uint64_t holes_start(void) {
    uint64_t best = UINT64_MAX;
    for (unsigned i = 0; i < avoided_count; i++) {
        const uint64_t candidate = (avoided[i].end + HOLES_BYTES - 1) / HOLES_BYTES * HOLES_BYTES;
        if (candidate < best && !touches(candidate)) {
            best = candidate;
        }
    }
    next = best;
    end_of_holes = best + HOLES_BYTES;
    return best;
}

uint64_t holes_take(uint64_t count) {
    if (count == 0 || count > (end_of_holes - next) / PAGE) {
        return 0;
    }
    const uint64_t start = next;
    next += count * PAGE;
    return start;
}
