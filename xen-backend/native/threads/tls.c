#include "threads/tls.h"

#include <elf.h>
#include <stddef.h>
#include <string.h>

#define LEAST_ALIGNMENT 64u

extern const Elf64_Ehdr __ehdr_start;

static const Elf64_Phdr *segment(void) {
    const Elf64_Phdr *segments = (const Elf64_Phdr *)((const char *)&__ehdr_start + __ehdr_start.e_phoff);
    for (int i = 0; i < __ehdr_start.e_phnum; i++) {
        if (segments[i].p_type == PT_TLS) {
            return &segments[i];
        }
    }
    return NULL;
}

static uint64_t alignment_of(const Elf64_Phdr *tls) {
    return tls != NULL && tls->p_align > LEAST_ALIGNMENT ? tls->p_align : LEAST_ALIGNMENT;
}

uint64_t tls_bytes(void) {
    const Elf64_Phdr *tls = segment();
    return (tls == NULL ? 0 : tls->p_memsz) + 2 * alignment_of(tls);
}

uint64_t tls_place(uint64_t start, uint64_t length, uint64_t control_bytes) {
    const Elf64_Phdr *tls = segment();
    const uint64_t pointer = (start + length - control_bytes) & ~(alignment_of(tls) - 1);
    if (tls != NULL) {
        const uint64_t size = (tls->p_memsz + tls->p_align - 1) & ~(tls->p_align - 1);
        memcpy((void *)(pointer - size), (const void *)tls->p_vaddr, tls->p_filesz);
    }
    return pointer;
}
