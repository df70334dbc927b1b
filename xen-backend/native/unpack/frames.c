/* The reverse of XenHost/Packing/CallFrames.cs, which says what is done and why. */
#include "unpack/frames.h"

#include <stddef.h>
#include <string.h>

#define LENGTH_OCTETS 4u
#define CIE_AT 4u /* in a frame description entry; likewise the others */
#define START_AT 8u
#define RANGE_AT 12u
#define AUGMENTATION_AT 16u
#define LSDA_AT 17u
#define TABLE_AT 12u /* in .eh_frame_hdr */

/* Both from .eh_frame_hdr on. */
struct entry {
    int32_t start;
    int32_t frame;
};

static uint32_t load(const uint8_t *at) {
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static void store(uint8_t *at, uint32_t value) {
    memcpy(at, &value, sizeof value);
}

static uint32_t address_of(const uint8_t *octet) {
    return (uint32_t)(uintptr_t)octet;
}

/* Shell's, with Ciura's gaps: most of them are in order. */
static void sort(struct entry *entries, size_t count) {
    static const uint16_t gaps[] = {17961, 7983, 3548, 1577, 701, 301, 132, 57, 23, 10, 4, 1};
    for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++) {
        for (size_t i = gaps[g]; i < count; i++) {
            const struct entry entry = entries[i];
            size_t place = i;
            for (; place >= gaps[g] && entries[place - gaps[g]].start > entry.start; place -= gaps[g]) {
                entries[place] = entries[place - gaps[g]];
            }
            entries[place] = entry;
        }
    }
}

void frames_restore(uint8_t *frames, uint8_t *header) {
    struct entry *const table = (struct entry *)(header + TABLE_AT);
    size_t count = 0;
    uint32_t end = 0, lsda = 0;
    for (uint8_t *at = frames; load(at) != 0; at += LENGTH_OCTETS + load(at)) {
        const uint32_t cie = load(at + CIE_AT);
        if (cie == 0) {
            continue; /* it is one itself */
        }
        store(at + CIE_AT, address_of(at + CIE_AT) - cie);
        const uint32_t start = end + load(at + START_AT);
        store(at + START_AT, start - address_of(at + START_AT));
        if (at[AUGMENTATION_AT] == sizeof lsda) {
            lsda += load(at + LSDA_AT);
            store(at + LSDA_AT, lsda - address_of(at + LSDA_AT));
        }
        end = start + load(at + RANGE_AT);
        table[count++] =
            (struct entry){(int32_t)(start - address_of(header)), (int32_t)(address_of(at) - address_of(header))};
    }
    sort(table, count);
}
