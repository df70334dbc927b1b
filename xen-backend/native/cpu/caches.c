#include "cpu/caches.h"

#include <stdint.h>

#include "cpu/instructions.h"

#define INTEL_LEAF 4u
#define AMD_LEAF 0x8000001du
#define AMD_TOPOLOGY_EXTENSIONS (1u << 22)
#define MOST_CACHES 16u
#define INSTRUCTIONS 2u

/* Both leaves have one format: ways, partitions, line size and sets, each less one. */
static uint32_t leaf(void) {
    const uint32_t extended = cpu_id(0x80000000, 0).eax;
    if (extended >= AMD_LEAF && (cpu_id(0x80000001, 0).ecx & AMD_TOPOLOGY_EXTENSIONS) != 0) {
        return AMD_LEAF;
    }
    return cpu_id(0, 0).eax >= INTEL_LEAF ? INTEL_LEAF : 0;
}

long cache_bytes(unsigned level) {
    const uint32_t from = leaf();
    for (uint32_t i = 0; from != 0 && i < MOST_CACHES; i++) {
        const struct cpuid_result cache = cpu_id(from, i);
        const uint32_t type = cache.eax & 31;
        if (type == 0) {
            break;
        }
        if (type != INSTRUCTIONS && (cache.eax >> 5 & 7) == level) {
            const uint64_t ways = (cache.ebx >> 22) + 1, partitions = (cache.ebx >> 12 & 1023) + 1;
            return (long)(ways * partitions * ((cache.ebx & 4095) + 1) * ((uint64_t)cache.ecx + 1));
        }
    }
    return 0;
}
