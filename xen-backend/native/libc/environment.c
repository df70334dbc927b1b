/*
 * The environment. An appliance takes arguments, not variables; there is one, which tells the collector how much
 * address space to reserve. Its own choice is twice the RAM to the octet, and where that is no whole number of regions
 * it uses the tables of a last region that it never committed (seen with .NET 10.0.12).
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory/frames.h"
#include "memory/paging.h"

#define RANGE_UNIT 0x4000000ul /* a multiple of every size that a region may have */
#define RANGE_PER_RAM 4

char **environ;

static char *region_range(void) {
    static char text[20];
    const uint64_t wanted = frames_total() * PAGE_BYTES * RANGE_PER_RAM;
    snprintf(text, sizeof text, "%lx", (wanted + RANGE_UNIT - 1) / RANGE_UNIT * RANGE_UNIT);
    return text;
}

char *getenv(const char *name) {
    return strcmp(name, "DOTNET_GCRegionRange") == 0 ? region_range() : NULL;
}
