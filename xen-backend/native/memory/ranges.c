#include "memory/ranges.h"

#include <stddef.h>

#define MAX_RANGES 1024

static struct range ranges[MAX_RANGES];
static int range_count;

/* The index of the first range that ends above address. */
static int first_above(uint64_t address) {
    int low = 0, high = range_count;
    while (low < high) {
        const int middle = (low + high) / 2;
        if (ranges[middle].end <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void insert(int at, struct range range) {
    for (int i = range_count; i > at; i--) {
        ranges[i] = ranges[i - 1];
    }
    ranges[at] = range;
    range_count++;
}

static void erase(int at) {
    range_count--;
    for (int i = at; i < range_count; i++) {
        ranges[i] = ranges[i + 1];
    }
}

const struct range *ranges_enter(uint64_t length, uint64_t alignment, int protection, bool guarded) {
    if (range_count == MAX_RANGES || length == 0 || length > SPACE_END - SPACE_FIRST) {
        return NULL;
    }
    uint64_t start = SPACE_FIRST;
    for (int i = 0; i <= range_count; i++) {
        start = (start + alignment - 1) & ~(alignment - 1);
        const uint64_t limit = i < range_count ? ranges[i].start : SPACE_END;
        if (start <= limit && length <= limit - start) {
            insert(i, (struct range){start, start + length, protection, guarded});
            return &ranges[i];
        }
        if (i < range_count) {
            start = ranges[i].end;
        }
    }
    return NULL;
}

const struct range *ranges_find(uint64_t address) {
    const int at = first_above(address);
    return at < range_count && ranges[at].start <= address ? &ranges[at] : NULL;
}

bool ranges_remove(uint64_t start, uint64_t end) {
    int at = first_above(start);
    while (at < range_count && ranges[at].start < end) {
        struct range *range = &ranges[at];
        if (range->start < start && range->end > end) {
            if (range_count == MAX_RANGES) {
                return false;
            }
            struct range upper = *range;
            upper.start = end;
            range->end = start;
            insert(at + 1, upper);
            return true;
        }
        if (range->start >= start && range->end <= end) {
            erase(at);
            continue;
        }
        if (range->start < start) {
            range->end = start;
        } else {
            range->start = end;
        }
        at++;
    }
    return true;
}
