#include "memory/space.h"

#include <errno.h>
#include <sys/mman.h>

#include "cpu/instructions.h"
#include "memory/frames.h"
#include "memory/paging.h"
#include "memory/ranges.h"

/* Never both: what is asked to be writable and executable is writable, until it is asked to be executable alone. */
static uint64_t rights_of(int protection) {
    if (protection & PROT_WRITE) {
        return ENTRY_WRITABLE | ENTRY_NO_EXECUTE;
    }
    return protection & PROT_EXEC ? 0 : ENTRY_NO_EXECUTE;
}

uint64_t space_reserve(uint64_t length, uint64_t alignment, int protection) {
    const struct range *range = ranges_enter(page_up(length), alignment, protection, false);
    return range == NULL ? 0 : range->start;
}

uint64_t space_reserve_stack(uint64_t length) {
    const struct range *range = ranges_enter(page_up(length), PAGE_BYTES, PROT_READ | PROT_WRITE, true);
    return range == NULL ? 0 : range->start;
}

static void empty(uint64_t *entry, uint64_t page, uint64_t replacement) {
    const uint64_t old = *entry;
    *entry = replacement;
    if (old & (ENTRY_PRESENT | ENTRY_KEPT)) {
        frames_give(old & ENTRY_FRAME);
    }
    if (old & ENTRY_PRESENT) {
        page_invalidate(page);
    }
}

/* Clears the entries of a range; tables that were never made are skipped, so the range may be vast. */
static void clear(uint64_t start, uint64_t end) {
    for (uint64_t page = start; page < end;) {
        uint64_t *entry = paging_entry(page, false);
        if (entry == NULL) {
            page = paging_skip(page, end);
            continue;
        }
        empty(entry, page, 0);
        page += PAGE_BYTES;
    }
}

void space_release(uint64_t start, uint64_t length) {
    const uint64_t end = page_up(start + length);
    if (start < SPACE_FIRST || end > SPACE_END || end < start) {
        return;
    }
    clear(page_down(start), end);
    ranges_remove(page_down(start), end);
}

void space_discard(uint64_t start, uint64_t length) {
    const uint64_t end = page_up(start + length);
    if (start < SPACE_FIRST || end > SPACE_END || end < start) {
        return;
    }
    for (uint64_t page = page_down(start); page < end;) {
        uint64_t *entry = paging_entry(page, false);
        if (entry == NULL) {
            page = paging_skip(page, end);
            continue;
        }
        if (*entry & ENTRY_PRESENT) {
            empty(entry, page, ENTRY_DEMAND | (*entry & (ENTRY_WRITABLE | ENTRY_NO_EXECUTE)));
        } else if (*entry & ENTRY_KEPT) {
            empty(entry, page, ENTRY_NONE);
        }
        page += PAGE_BYTES;
    }
}

void space_reset(uint64_t start, uint64_t length, int protection) {
    const uint64_t end = page_up(start + length);
    start = page_down(start);
    const struct range *range = ranges_find(start);
    if (range == NULL || range->end < end) {
        return;
    }
    clear(start, end);
    if (protection != range->protection) {
        for (uint64_t page = start; page < end; page += PAGE_BYTES) {
            paging_set(page, protection == PROT_NONE ? ENTRY_NONE : ENTRY_DEMAND | rights_of(protection));
        }
    }
}

/* Whether a page of an entry would need a frame to become writable. */
static bool needs_frame(const uint64_t *entry) {
    return entry == NULL || (*entry & (ENTRY_PRESENT | ENTRY_KEPT)) == 0;
}

static uint64_t frames_needed(uint64_t start, uint64_t end) {
    uint64_t count = 0;
    for (uint64_t page = start; page < end; page += PAGE_BYTES) {
        count += needs_frame(paging_entry(page, false));
    }
    /* And the tables that these may take. */
    return count == 0 ? 0 : count + (end - start) / (512 * PAGE_BYTES) + 6;
}

static uint64_t changed(uint64_t old, int protection) {
    const uint64_t rights = rights_of(protection);
    if (protection == PROT_NONE) {
        return old & (ENTRY_PRESENT | ENTRY_KEPT) ? (old & ENTRY_FRAME) | ENTRY_KEPT : ENTRY_NONE;
    }
    if (old & (ENTRY_PRESENT | ENTRY_KEPT)) {
        return (old & ENTRY_FRAME) | rights | ENTRY_PRESENT;
    }
    return protection & PROT_WRITE ? frames_take() | rights | ENTRY_PRESENT : rights | ENTRY_DEMAND;
}

static bool is_reserved(uint64_t start, uint64_t end) {
    while (start < end) {
        const struct range *range = ranges_find(start);
        if (range == NULL) {
            return false;
        }
        start = range->end;
    }
    return true;
}

/* Of the image only data changes its rights; text stays text, and nothing else becomes it. */
static int protect_image(uint64_t start, uint64_t end, int protection) {
    for (uint64_t page = start; page < end; page += PAGE_BYTES) {
        const uint64_t *entry = paging_entry(page, false);
        if (entry == NULL || (*entry & ENTRY_PRESENT) == 0) {
            return ENOMEM;
        }
        if ((*entry & ENTRY_NO_EXECUTE) == 0 || (protection & PROT_EXEC) || protection == PROT_NONE) {
            return EACCES;
        }
    }
    for (uint64_t page = start; page < end; page += PAGE_BYTES) {
        paging_set(page, page | rights_of(protection) | ENTRY_PRESENT);
    }
    return 0;
}

int space_protect(uint64_t start, uint64_t length, int protection) {
    const uint64_t end = page_up(start + length);
    start = page_down(start);
    if (end < start) {
        return EINVAL;
    }
    if (end <= SPACE_FIRST) {
        return protect_image(start, end, protection);
    }
    if (!is_reserved(start, end)) {
        return ENOMEM;
    }
    const bool commits = (protection & PROT_WRITE) != 0;
    if (commits && ((end - start) / PAGE_BYTES > frames_total() || !frames_can_commit(frames_needed(start, end)))) {
        return ENOMEM;
    }
    for (uint64_t page = start; page < end; page += PAGE_BYTES) {
        uint64_t *entry = paging_entry(page, true);
        if (entry == NULL) {
            return ENOMEM;
        }
        *entry = changed(*entry, protection);
        page_invalidate(page);
    }
    return 0;
}

enum space_outcome space_fault(uint64_t address, bool write, bool fetch) {
    const struct range *range = ranges_find(address);
    if (range == NULL) {
        return SPACE_FORBIDDEN;
    }
    if (range->guarded && address < range->start + SPACE_GUARD_BYTES) {
        return SPACE_GUARD;
    }
    const uint64_t *known = paging_entry(address, false);
    uint64_t entry = known == NULL ? 0 : *known;
    if (entry == 0 && range->protection != PROT_NONE) {
        entry = ENTRY_DEMAND | rights_of(range->protection);
    }
    if ((entry & (ENTRY_DEMAND | ENTRY_PRESENT)) != ENTRY_DEMAND) {
        return SPACE_FORBIDDEN;
    }
    if ((write && !(entry & ENTRY_WRITABLE)) || (fetch && (entry & ENTRY_NO_EXECUTE))) {
        return SPACE_FORBIDDEN;
    }
    uint64_t *place = paging_entry(address, true);
    const uint64_t frame = place == NULL ? 0 : frames_take();
    if (frame == 0) {
        return SPACE_EXHAUSTED;
    }
    *place = frame | (entry & (ENTRY_WRITABLE | ENTRY_NO_EXECUTE)) | ENTRY_PRESENT;
    return SPACE_FILLED;
}

bool space_fill(uint64_t start, uint64_t end) {
    for (uint64_t page = page_down(start); page < end; page += PAGE_BYTES) {
        if (!paging_is_present(page) && space_fault(page, true, false) != SPACE_FILLED) {
            return false;
        }
    }
    return true;
}
