/*
 * The C heap. The runtime's own needs are small and few, so it is simple: sizes rounded to powers of two with a free
 * list each, carved from chunks; what is larger has a reservation of its own and is given back.
 */
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "boot/panic.h"
#include "memory/paging.h"
#include "memory/space.h"
#include "threads/thread.h"

#define HEADER_BYTES 16u
#define SMALLEST_CLASS 5
#define LARGEST_CLASS 16
#define CHUNK_BYTES 0x10000u
#define LARGE 0xffu
#define LIVE 0x4d47u
#define FREED 0x4652u

/* Before each block. An aligned block's header tells how far before it the block proper begins. */
struct header {
    uint64_t size; /* of the whole block, header included */
    uint32_t shift;
    uint16_t state;
    uint16_t class;
};

static void *free_blocks[LARGEST_CLASS + 1];
static char *chunk, *chunk_end;

static void *commit(uint64_t length) {
    const uint64_t start = space_reserve(length, PAGE_BYTES, PROT_NONE);
    if (start == 0) {
        return NULL;
    }
    if (space_protect(start, length, PROT_READ | PROT_WRITE) != 0) {
        space_release(start, length);
        return NULL;
    }
    return (void *)start;
}

static struct header *take_small(int class) {
    if (free_blocks[class] != NULL) {
        void *block = free_blocks[class];
        free_blocks[class] = *(void **)block;
        return (struct header *)((char *)block - HEADER_BYTES);
    }
    const long size = 1l << class;
    if (chunk_end - chunk < size) {
        char *fresh = commit(CHUNK_BYTES);
        if (fresh == NULL) {
            return NULL;
        }
        chunk = fresh;
        chunk_end = fresh + CHUNK_BYTES;
    }
    struct header *header = (struct header *)chunk;
    chunk += size;
    return header;
}

void *malloc(size_t size) {
    if (size > SIZE_MAX / 2) {
        errno = ENOMEM;
        return NULL;
    }
    uint64_t whole = size + HEADER_BYTES;
    int class = SMALLEST_CLASS;
    while (class <= LARGEST_CLASS && (1ull << class) < whole) {
        class ++;
    }
    const bool large = class > LARGEST_CLASS;
    whole = large ? page_up(whole) : 1ull << class;
    struct header *header = large ? commit(whole) : take_small(class);
    if (header == NULL) {
        errno = ENOMEM;
        return NULL;
    }
    *header = (struct header){whole, 0, LIVE, (uint16_t)(large ? LARGE : (unsigned)class)};
    return (char *)header + HEADER_BYTES;
}

static struct header *header_of(void *block) {
    struct header *header = (struct header *)((char *)block - HEADER_BYTES);
    if (header->state != LIVE) {
        panic("heap: %p is not a live block", block);
    }
    return header;
}

void free(void *block) {
    if (block == NULL) {
        return;
    }
    struct header *header = header_of(block);
    if (header->shift != 0) {
        char *proper = (char *)block - header->shift;
        header->state = FREED;
        free(proper);
        return;
    }
    header->state = FREED;
    if (header->class == LARGE) {
        space_release((uint64_t)header, header->size);
        return;
    }
    *(void **)block = free_blocks[header->class];
    free_blocks[header->class] = block;
}

size_t malloc_usable_size(void *block) {
    return block == NULL ? 0 : header_of(block)->size - HEADER_BYTES;
}

void *calloc(size_t count, size_t size) {
    size_t whole;
    if (__builtin_mul_overflow(count, size, &whole)) {
        errno = ENOMEM;
        return NULL;
    }
    void *block = malloc(whole);
    return block == NULL ? NULL : memset(block, 0, whole);
}

void *realloc(void *block, size_t size) {
    if (block == NULL) {
        return malloc(size);
    }
    const size_t old = malloc_usable_size(block);
    if (size <= old && size > old / 4) {
        return block;
    }
    void *moved = malloc(size);
    if (moved != NULL) {
        memcpy(moved, block, old < size ? old : size);
        free(block);
    }
    return moved;
}

void *aligned_alloc(size_t alignment, size_t size) {
    if (alignment <= HEADER_BYTES) {
        return malloc(size);
    }
    if (size > SIZE_MAX / 4 || alignment > (1u << 30)) {
        errno = ENOMEM;
        return NULL;
    }
    char *proper = malloc(size + alignment + HEADER_BYTES);
    if (proper == NULL) {
        return NULL;
    }
    char *block = (char *)(((uint64_t)proper + alignment - 1) & ~(alignment - 1));
    if (block != proper) {
        block = block - proper < (long)HEADER_BYTES ? block + alignment : block;
        *(struct header *)(block - HEADER_BYTES) =
            (struct header){size + HEADER_BYTES, (uint32_t)(block - proper), LIVE, LARGE};
    }
    return block;
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    *block = aligned_alloc(alignment, size);
    return *block == NULL ? ENOMEM : 0;
}
