/* Page tables. One address space, for ever; four levels, pages of 4 KiB but in the direct map. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define PAGE_BYTES 4096ul
#define DIRECT_MAP 0xffff800000000000ull

#define ENTRY_PRESENT 1ull
#define ENTRY_WRITABLE 2ull
#define ENTRY_UNCACHED 0x10ull
#define ENTRY_NO_EXECUTE (1ull << 63)
#define ENTRY_FRAME 0x000ffffffffff000ull
/* In entries that are not present, where the bits are ours. */
#define ENTRY_DEMAND (1ull << 9) /* a zero frame on the first touch, with the rights that the entry has */
#define ENTRY_KEPT (1ull << 10)  /* inaccessible, but the frame and its content stay */
#define ENTRY_NONE (1ull << 11)  /* inaccessible and empty, whatever the reservation says */

static inline uint64_t page_down(uint64_t address) {
    return address & ~(PAGE_BYTES - 1);
}

static inline uint64_t page_up(uint64_t address) {
    return page_down(address + PAGE_BYTES - 1);
}

/* Where the direct map shows a physical address. */
static inline void *direct(uint64_t physical) {
    return (void *)(DIRECT_MAP + physical);
}

/* What entry.S maps until then. */
#define PAGING_EARLY_END 0x40000000ull

/* Builds the final tables (direct map, image) and switches to them; panics where there is no NX. */
void paging_start(void);

/* Shows [start, end) of physical addresses in the direct map, extra being bits of the entries, e.g. ENTRY_UNCACHED. */
void paging_show(uint64_t start, uint64_t end, uint64_t extra);

/* As paging_show for one page, unless it is shown already; false for the image's own, and where no frame is left. */
bool paging_show_page(uint64_t physical);

/* The entry of a page, or NULL where its table is absent (create: where no frame is left for it). */
uint64_t *paging_entry(uint64_t address, bool create);

/* The first address after the one given whose table exists, at most end: to skip holes of an entry-less range. */
uint64_t paging_skip(uint64_t address, uint64_t end);

/* Writes an entry and forgets the old translation; panics without a frame for a table. */
void paging_set(uint64_t address, uint64_t entry);
bool paging_is_present(uint64_t address);
