#include "memory/paging.h"

#include <elf.h>
#include <stddef.h>

#include "boot/panic.h"
#include "cpu/instructions.h"
#include "memory/frames.h"

#define LARGE_BYTES 0x200000ul
#define ENTRY_LARGE 0x80ull
#define TOP_SHIFT 39
#define LARGE_SHIFT 21
#define PAGE_SHIFT 12

#define PHYSICAL_END 0x400000000000ull /* what the direct map has room for */

extern const Elf64_Ehdr __ehdr_start;
extern const char _end[];

static uint64_t root;

/* Walks to the entry that maps address at the level of shift. */
static uint64_t *walk(uint64_t address, int shift, bool create) {
    uint64_t *table = direct(root);
    for (int level = TOP_SHIFT; level > shift; level -= 9) {
        uint64_t *entry = &table[(address >> level) & 511];
        if ((*entry & ENTRY_PRESENT) == 0) {
            const uint64_t frame = create ? frames_take() : 0;
            if (frame == 0) {
                return NULL;
            }
            *entry = frame | ENTRY_WRITABLE | ENTRY_PRESENT;
        } else if (*entry & ENTRY_LARGE) {
            return NULL;
        }
        table = direct(*entry & ENTRY_FRAME);
    }
    return &table[(address >> shift) & 511];
}

uint64_t *paging_entry(uint64_t address, bool create) {
    return walk(address, PAGE_SHIFT, create);
}

uint64_t paging_skip(uint64_t address, uint64_t end) {
    for (int level = TOP_SHIFT; level > PAGE_SHIFT; level -= 9) {
        const uint64_t *entry = walk(address, level, false);
        if (entry == NULL || (*entry & ENTRY_PRESENT) == 0) {
            const uint64_t next = ((address >> level) + 1) << level;
            return next < end ? next : end;
        }
    }
    return address;
}

static void set(uint64_t address, int shift, uint64_t value) {
    uint64_t *entry = walk(address, shift, true);
    if (entry == NULL) {
        panic("out of memory: no frame for a page table");
    }
    *entry = value;
}

void paging_set(uint64_t address, uint64_t entry) {
    set(address, PAGE_SHIFT, entry);
    page_invalidate(address);
}

bool paging_is_present(uint64_t address) {
    if (root == 0) {
        return address < PAGING_EARLY_END;
    }
    const uint64_t *entry = paging_entry(address, false);
    return entry != NULL && (*entry & ENTRY_PRESENT) != 0;
}

void paging_show(uint64_t start, uint64_t end, uint64_t extra) {
    const uint64_t rights = ENTRY_PRESENT | ENTRY_WRITABLE | ENTRY_NO_EXECUTE | extra;
    while (start < end) {
        const bool large = start % LARGE_BYTES == 0 && end - start >= LARGE_BYTES;
        set(DIRECT_MAP + start, large ? LARGE_SHIFT : PAGE_SHIFT, start | rights | (large ? ENTRY_LARGE : 0));
        start += large ? LARGE_BYTES : PAGE_BYTES;
    }
}

bool paging_show_page(uint64_t physical) {
    const uint64_t place = (uint64_t)direct(physical);
    if (physical >= PHYSICAL_END || (physical >= page_down((uint64_t)&__ehdr_start) && physical < (uint64_t)_end)) {
        return false; /* the text would have a writable alias */
    }
    const uint64_t *large = walk(place, LARGE_SHIFT, true);
    if (large == NULL || (*large & ENTRY_LARGE) != 0) {
        return large != NULL;
    }
    uint64_t *entry = walk(place, PAGE_SHIFT, true);
    if (entry != NULL && (*entry & ENTRY_PRESENT) == 0) {
        *entry = physical | ENTRY_PRESENT | ENTRY_WRITABLE | ENTRY_NO_EXECUTE;
    }
    return entry != NULL;
}

static void map_image(uint64_t start, uint64_t end, uint32_t flags) {
    const uint64_t rights = ENTRY_PRESENT | (flags & PF_W ? ENTRY_WRITABLE : 0) | (flags & PF_X ? 0 : ENTRY_NO_EXECUTE);
    for (uint64_t page = page_down(start); page < end; page += PAGE_BYTES) {
        set(page, PAGE_SHIFT, page | rights);
    }
}

/* Each segment with its own rights; then what only the loader of a relocated program would write is read-only too. */
static void map_segments(void) {
    const Elf64_Phdr *segments = (const Elf64_Phdr *)((const char *)&__ehdr_start + __ehdr_start.e_phoff);
    for (int pass = 0; pass < 2; pass++) {
        const uint32_t type = pass == 0 ? PT_LOAD : PT_GNU_RELRO;
        for (int i = 0; i < __ehdr_start.e_phnum; i++) {
            const Elf64_Phdr *segment = &segments[i];
            if (segment->p_type == type) {
                const uint64_t end = segment->p_vaddr + segment->p_memsz;
                map_image(segment->p_vaddr, pass == 0 ? end : page_down(end), segment->p_flags & ~(pass ? PF_W : 0u));
            }
        }
    }
}

void paging_start(void) {
    if ((cpu_id(0x80000001, 0).edx & (1u << 20)) == 0) {
        panic("this processor has no NX: data could be executed");
    }
    msr_write(MSR_EFER, msr_read(MSR_EFER) | EFER_NXE);
    root = frames_take();
    uint64_t start, end;
    for (unsigned i = 0; frames_range(i, &start, &end); i++) {
        paging_show(start, end, 0);
    }
    map_segments();
    __asm__ volatile("mov %0, %%cr3" ::"r"(root) : "memory");
}
