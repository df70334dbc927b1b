/* sys/mman.h over memory/space.h: anonymous memory only. */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/types.h>

#include "memory/paging.h"
#include "memory/space.h"
#include "threads/thread.h"

#define LARGE_ALIGNMENT 0x200000ull

void *mmap64(void *address, size_t length, int protection, int flags, int descriptor, off64_t offset) {
    (void)descriptor;
    (void)offset;
    int error = ENOMEM;
    if ((flags & MAP_ANONYMOUS) == 0) {
        error = ENODEV;
    } else if (flags & MAP_FIXED) {
        space_reset((uint64_t)address, length, protection);
        return address;
    } else {
        const uint64_t start =
            space_reserve(length, length >= LARGE_ALIGNMENT ? LARGE_ALIGNMENT : PAGE_BYTES, protection);
        if (start != 0) {
            return (void *)start;
        }
    }
    errno = error;
    return MAP_FAILED;
}

void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
    return mmap64(address, length, protection, flags, descriptor, offset);
}

int munmap(void *address, size_t length) {
    space_release((uint64_t)address, length);
    return 0;
}

int mprotect(void *address, size_t length, int protection) {
    const int error = space_protect((uint64_t)address, length, protection);
    return error == 0 ? 0 : thread_fail(error);
}

int madvise(void *address, size_t length, int advice) {
    if (advice == MADV_DONTNEED || advice == MADV_FREE) {
        space_discard((uint64_t)address, length);
    }
    return 0;
}

int mlock(const void *address, size_t length) {
    (void)address;
    (void)length;
    return 0;
}

int munlock(const void *address, size_t length) {
    (void)address;
    (void)length;
    return 0;
}
