/* From the first C instruction to the appliance's main. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "boot/command_line.h"
#include "boot/panic.h"
#include "cpu/descriptors.h"
#include "cpu/signals.h"
#include "entropy/entropy.h"
#include "memory/frames.h"
#include "memory/holes.h"
#include "memory/paging.h"
#include "platform/platform.h"
#include "threads/thread.h"
#include "xen/interface.h"
#include "xen/memory_map.h"

#define FIRMWARE_END 0x100000ull
#define MAX_MAP_ENTRIES 64u
#define MAIN_STACK_BYTES 0x180000ull

typedef void (*constructor)(int, char **, char **);

extern const char __ehdr_start[], _end[];
extern const constructor __init_array_start[], __init_array_end[];
int main(int, char **);
__attribute__((noreturn)) void boot_main(uint64_t start_info);

static char *no_environment[] = {NULL};

/* RAM but the firmware's first MiB and the image itself. */
static void add_ram(uint64_t start, uint64_t end) {
    const uint64_t image_start = (uint64_t)__ehdr_start, image_end = page_up((uint64_t)_end);
    if (start < FIRMWARE_END) {
        start = FIRMWARE_END;
    }
    if (start < image_end && end > image_start) {
        frames_add(start, image_start);
        start = image_end;
    }
    frames_add(start, end);
}

/* Its entries as the loader gave them, or, as in a start info of version 0 there are none, as Xen tells them. */
static uint32_t take_map(const struct hvm_start_info *info, struct hvm_memmap_table_entry *map) {
    if (info->version < 1 || info->memmap_entries == 0) {
        return memory_map_ask(map, MAX_MAP_ENTRIES);
    }
    const struct hvm_memmap_table_entry *given = direct(info->memmap_paddr);
    const uint32_t count = info->memmap_entries < MAX_MAP_ENTRIES ? info->memmap_entries : MAX_MAP_ENTRIES;
    for (uint32_t i = 0; i < count; i++) {
        map[i] = given[i];
    }
    return count;
}

/* The start info lies in RAM that is given out afterwards, so all of it is copied first. */
static void take_start_info(uint64_t address) {
    const struct hvm_start_info *info = direct(address);
    static struct hvm_memmap_table_entry map[MAX_MAP_ENTRIES];
    if (info->magic != XEN_HVM_START_MAGIC_VALUE) {
        panic("the loader gave no PVH start info");
    }
    if (info->cmdline_paddr != 0) {
        command_line_take(direct(info->cmdline_paddr));
    }
    const uint32_t count = take_map(info, map);
    if (count == 0) {
        panic("the loader gave no memory map");
    }
    for (uint32_t i = 0; i < count; i++) {
        holes_avoid(map[i].addr, map[i].addr + map[i].size);
        if (map[i].type == XEN_HVM_MEMMAP_TYPE_RAM) {
            add_ram(map[i].addr, map[i].addr + map[i].size);
        }
    }
    frames_start(PAGING_EARLY_END);
}

static void *run_main(void *unused) {
    (void)unused;
    const int count = command_line_count();
    char **words = command_line_words();
    for (const constructor *each = __init_array_start; each < __init_array_end; each++) {
        (*each)(count, words, no_environment);
    }
    exit(main(count, words));
}

void boot_main(uint64_t start_info) {
    thread_adopt_boot();
    platform_choose();
    take_start_info(start_info);
    paging_start();
    descriptors_load();
    descriptors_guard_stacks();
    signal_enable_extended_state();
    platform_start();
    entropy_start();
    struct thread *first = thread_create(run_main, NULL, MAIN_STACK_BYTES);
    if (first == NULL) {
        panic("out of memory: %lu KiB are too few to start in", frames_total() * (PAGE_BYTES / 1024));
    }
    thread_join(first);
    panic("the first thread came back");
}
