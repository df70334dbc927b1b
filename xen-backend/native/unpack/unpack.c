/* Unpacks the image to its place by liblzma. Runs on the identity map of entry.S; no interrupt, no second thread. */
#include <lzma.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cpu/instructions.h"
#include "unpack/crash.h"
#include "unpack/descriptor.h"
#include "unpack/multiboot.h"

#define CPUID_FEATURES 1u
#define CPUID_SSE42 (1u << 20)

uint32_t unpack(void);

/* Volatile: its content is not what the compiler sees, for it is written into the finished unpacker. */
__attribute__((section(".descriptor"))) static volatile struct descriptor descriptor = {.magic = DESCRIPTOR_MAGIC};

/* By the instruction of SSE 4.2, eight octets at a time, the last ones singly. */
static uint32_t checksum(const uint8_t *octets, size_t count) {
    uint64_t crc = UINT32_MAX;
    size_t at = 0;
    for (; count - at >= sizeof(uint64_t); at += sizeof(uint64_t)) {
        __asm__("crc32q %1, %0" : "+r"(crc) : "m"(*(const uint64_t *)(octets + at)));
    }
    for (; at < count; at++) {
        __asm__("crc32b %1, %0" : "+r"(crc) : "m"(octets[at]));
    }
    return ~(uint32_t)crc;
}

static const char *decode(const uint8_t *payload, uint8_t *image) {
    lzma_options_lzma options = {.dict_size = descriptor.dictionary_octets};
    const lzma_filter filters[] = {
        {.id = LZMA_FILTER_X86, .options = NULL},
        {.id = LZMA_FILTER_LZMA2, .options = &options},
        {.id = LZMA_VLI_UNKNOWN, .options = NULL},
    };
    size_t read = 0, written = 0;
    const lzma_ret result = lzma_raw_buffer_decode(filters, NULL, payload, &read, descriptor.payload_octets, image,
                                                   &written, descriptor.image_octets);
    if (result == LZMA_MEM_ERROR) {
        return "panic: the compressed image needs a larger dictionary than its unpacker has room for\n";
    }
    if (result != LZMA_OK || read != descriptor.payload_octets || written != descriptor.image_octets) {
        return "panic: the compressed image is damaged: it cannot be unpacked\n";
    }
    if (checksum(image, written) != descriptor.checksum) {
        return "panic: the compressed image is damaged: its checksum is wrong\n";
    }
    return NULL;
}

/* The entry of the image that was unpacked; to entry.S. */
uint32_t unpack(void) {
    if ((cpu_id(CPUID_FEATURES, 0).ecx & CPUID_SSE42) == 0) {
        crash("panic: the processor has no SSE 4.2, which .NET needs\n");
    }
    if (multiboot_information != 0) {
        multiboot_take();
    }
    const char *error = decode((const uint8_t *)(uintptr_t)descriptor.payload, (uint8_t *)(uintptr_t)descriptor.image);
    if (error != NULL) {
        crash(error);
    }
    return descriptor.entry;
}
