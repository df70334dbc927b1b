/* Section 3.6 of the Multiboot2 Specification 2.0: what a loader says of the machine, as PVH says it. */
#include "unpack/multiboot.h"

#include "xen/interface.h"

#define TAG_END 0u
#define TAG_COMMAND_LINE 1u
#define TAG_MEMORY_MAP 6u
#define TAG_ALIGNMENT 8u
#define MAX_MAP_ENTRIES 64u

struct information {
    uint32_t octets; /* with this */
    uint32_t reserved;
};

struct tag {
    uint32_t type;
    uint32_t octets; /* with this, without what aligns the next one */
};

struct memory_map {
    struct tag tag;
    uint32_t entry_octets;
    uint32_t entry_version;
};

/* Its types are those of PVH: 1 is RAM. */
struct memory_map_entry {
    uint64_t address;
    uint64_t octets;
    uint32_t type;
    uint32_t reserved;
};

uint32_t multiboot_information;
struct hvm_start_info multiboot_start_info;

static struct hvm_memmap_table_entry map[MAX_MAP_ENTRIES];

static uint32_t take_map(const struct memory_map *given) {
    if (given->entry_octets < sizeof(struct memory_map_entry)) {
        return 0;
    }
    uint32_t count = 0;
    uint32_t at = sizeof(*given);
    for (; given->tag.octets - at >= given->entry_octets && count < MAX_MAP_ENTRIES; at += given->entry_octets) {
        const struct memory_map_entry *entry = (const void *)((const char *)given + at);
        map[count++] = (struct hvm_memmap_table_entry){entry->address, entry->octets, entry->type, 0};
    }
    return count;
}

static void take_tag(const struct tag *tag) {
    struct hvm_start_info *info = &multiboot_start_info;
    if (tag->type == TAG_COMMAND_LINE) {
        info->cmdline_paddr = (uintptr_t)(tag + 1);
    } else if (tag->type == TAG_MEMORY_MAP && tag->octets >= sizeof(struct memory_map)) {
        info->memmap_entries = take_map((const void *)tag);
        info->memmap_paddr = (uintptr_t)map;
    }
}

void multiboot_take(void) {
    const struct information *given = (const void *)(uintptr_t)multiboot_information;
    multiboot_start_info.magic = XEN_HVM_START_MAGIC_VALUE;
    multiboot_start_info.version = 1;
    uint32_t at = sizeof(*given);
    while (at < given->octets && given->octets - at >= sizeof(struct tag)) {
        const struct tag *tag = (const void *)((const char *)given + at);
        if (tag->type == TAG_END || tag->octets < sizeof(*tag) || tag->octets > given->octets - at) {
            break;
        }
        take_tag(tag);
        at += (tag->octets + TAG_ALIGNMENT - 1) & ~(TAG_ALIGNMENT - 1);
    }
}
