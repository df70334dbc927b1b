#include "memory/frames.h"

#include <stddef.h>

#include "boot/panic.h"
#include "memory/paging.h"

#define MAX_RANGES 32u
#define WORD_BITS 64u
#define ALL_USED UINT64_MAX

/* One bit a frame: set, it is given out. No word before lowest has a free one. */
struct frame_range {
    uint64_t start, end;
    uint64_t *used;
    uint64_t lowest;
};

static struct frame_range ranges[MAX_RANGES];
static unsigned range_count;
static uint64_t free_count, total_count;
static bool were_refused;

static uint64_t frames_of(const struct frame_range *range) {
    return (range->end - range->start) / PAGE_BYTES;
}

static uint64_t words_of(const struct frame_range *range) {
    return (frames_of(range) + WORD_BITS - 1) / WORD_BITS;
}

void frames_add(uint64_t start, uint64_t end) {
    start = page_up(start);
    end = page_down(end);
    if (start >= end || range_count == MAX_RANGES) {
        return;
    }
    ranges[range_count++] = (struct frame_range){start, end, NULL, 0};
}

static void fill_zeros(void *to, uint64_t octets) {
    uint64_t words = octets / 8;
    __asm__ volatile("rep stosq" : "+D"(to), "+c"(words) : "a"(0) : "memory");
}

/* A range with room for the bit maps at its beginning, where they are already mapped. */
static struct frame_range *find_room(uint64_t octets, uint64_t reachable) {
    for (unsigned i = 0; i < range_count; i++) {
        if (ranges[i].start + octets <= ranges[i].end && ranges[i].start + octets <= reachable) {
            return &ranges[i];
        }
    }
    panic("out of memory: no room to keep account of %u ranges of it", range_count);
}

static void mark_used(struct frame_range *range, uint64_t first, uint64_t count) {
    for (uint64_t i = first; i < first + count; i++) {
        range->used[i / WORD_BITS] |= 1ull << i % WORD_BITS;
    }
    free_count -= count;
}

void frames_start(uint64_t reachable) {
    uint64_t words = 0;
    for (unsigned i = 0; i < range_count; i++) {
        words += words_of(&ranges[i]);
    }
    const uint64_t octets = page_up(words * 8);
    struct frame_range *own = find_room(octets, reachable);
    uint64_t *room = direct(own->start);
    fill_zeros(room, octets);
    for (unsigned i = 0; i < range_count; i++) {
        struct frame_range *range = &ranges[i];
        const uint64_t frames = frames_of(range);
        range->used = room;
        room += words_of(range);
        if (frames % WORD_BITS != 0) {
            range->used[frames / WORD_BITS] = ALL_USED << frames % WORD_BITS;
        }
        free_count += frames;
    }
    mark_used(own, 0, octets / PAGE_BYTES);
    total_count = free_count;
}

bool frames_range(unsigned index, uint64_t *start, uint64_t *end) {
    if (index >= range_count) {
        return false;
    }
    *start = ranges[index].start;
    *end = ranges[index].end;
    return true;
}

/* The index of the first free frame of a range, or as many as it has. */
static uint64_t first_free(struct frame_range *range) {
    const uint64_t words = words_of(range);
    while (range->lowest < words && range->used[range->lowest] == ALL_USED) {
        range->lowest++;
    }
    if (range->lowest == words) {
        return frames_of(range);
    }
    return range->lowest * WORD_BITS + (unsigned)__builtin_ctzll(~range->used[range->lowest]);
}

/* Marks frames as given out, and is the address of the first, all zeros. */
static uint64_t give_out(struct frame_range *range, uint64_t first, uint64_t count) {
    mark_used(range, first, count);
    const uint64_t address = range->start + first * PAGE_BYTES;
    fill_zeros(direct(address), count * PAGE_BYTES);
    return address;
}

uint64_t frames_take(void) {
    for (unsigned i = 0; i < range_count; i++) {
        const uint64_t first = first_free(&ranges[i]);
        if (first < frames_of(&ranges[i])) {
            return give_out(&ranges[i], first, 1);
        }
    }
    return 0;
}

static bool is_used(const struct frame_range *range, uint64_t frame) {
    return (range->used[frame / WORD_BITS] >> frame % WORD_BITS & 1) != 0;
}

/* From the far end of memory, away from where single frames come and go. */
uint64_t frames_take_contiguous(uint64_t count) {
    if (count == 0 || !frames_can_commit(count)) {
        return 0;
    }
    if (count == 1) {
        return frames_take();
    }
    for (unsigned i = range_count; i-- > 0;) {
        struct frame_range *range = &ranges[i];
        uint64_t run = 0;
        for (uint64_t frame = frames_of(range); frame-- > 0;) {
            run = is_used(range, frame) ? 0 : run + 1;
            if (run == count) {
                return give_out(range, frame, count);
            }
        }
    }
    return 0;
}

void frames_give(uint64_t frame) {
    for (unsigned i = 0; i < range_count; i++) {
        struct frame_range *range = &ranges[i];
        if (frame >= range->start && frame < range->end) {
            const uint64_t index = (frame - range->start) / PAGE_BYTES;
            const uint64_t word = index / WORD_BITS;
            if (!is_used(range, index)) {
                break;
            }
            range->used[word] &= ~(1ull << index % WORD_BITS);
            range->lowest = word < range->lowest ? word : range->lowest;
            free_count++;
            return;
        }
    }
    panic("the frame 0x%lx was given back and had not been given out", frame);
}

bool frames_can_commit(uint64_t count) {
    const bool can = free_count >= FRAMES_KEPT_BACK && count <= free_count - FRAMES_KEPT_BACK;
    were_refused = were_refused || !can;
    return can;
}

bool frames_were_refused(void) {
    return were_refused;
}

uint64_t frames_free(void) {
    return free_count;
}

uint64_t frames_total(void) {
    return total_count;
}
