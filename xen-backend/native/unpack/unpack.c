/* Unpacks the image to its place by liblzma. Runs on the identity map of entry.S; no interrupt, no second thread. */
#include <lzma.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "cpu/instructions.h"
#include "unpack/addresses.h"
#include "unpack/crash.h"
#include "unpack/descriptor.h"
#include "unpack/frames.h"
#include "unpack/multiboot.h"

#define CPUID_FEATURES 1u
#define CPUID_SSE42 (1u << 20)

uint32_t unpack(void);

/* Volatile: its content is not what the compiler sees, for it is written into the finished unpacker. */
__attribute__((section(".descriptor"))) static volatile struct descriptor descriptor = {.magic = DESCRIPTOR_MAGIC};

static lzma_stream stream = LZMA_STREAM_INIT;
static uint64_t crc = UINT32_MAX;

/* By the instruction of SSE 4.2, eight octets at a time, the last ones singly. */
static void add_to_checksum(const uint8_t *octets, size_t count) {
    size_t at = 0;
    for (; count - at >= sizeof(uint64_t); at += sizeof(uint64_t)) {
        __asm__("crc32q %1, %0" : "+r"(crc) : "m"(*(const uint64_t *)(octets + at)));
    }
    for (; at < count; at++) {
        __asm__("crc32b %1, %0" : "+r"(crc) : "m"(octets[at]));
    }
}

static void start(void) {
    stream.next_in = (const uint8_t *)(uintptr_t)descriptor.payload;
    stream.avail_in = descriptor.payload_octets;
    if (lzma_alone_decoder(&stream, UINT64_MAX) != LZMA_OK) {
        crash("panic: the compressed image needs more memory than its unpacker has room for\n");
    }
}

static void unpack_to(uint32_t address, size_t octets) {
    uint8_t *const place = (uint8_t *)(uintptr_t)address;
    stream.next_out = place;
    stream.avail_out = octets;
    const lzma_ret result = octets == 0 ? LZMA_OK : lzma_code(&stream, LZMA_RUN);
    if (result == LZMA_MEM_ERROR) {
        crash("panic: the compressed image needs a larger dictionary than its unpacker has room for\n");
    }
    if ((result != LZMA_OK && result != LZMA_STREAM_END) || stream.avail_out != 0) {
        crash("panic: the compressed image is damaged: it cannot be unpacked\n");
    }
    add_to_checksum(place, octets);
}

/* In the payload's order. */
static void unpack_all(void) {
    const uint32_t end = descriptor.image + descriptor.image_octets;
    const uint32_t code_end = descriptor.code + descriptor.code_octets;
    unpack_to(descriptor.addresses, descriptor.calls_octets + descriptor.operands_octets);
    unpack_to(descriptor.image, descriptor.code - descriptor.image);
    unpack_to(code_end - descriptor.packed_code_octets, descriptor.packed_code_octets);
    unpack_to(code_end, end - code_end);
    if (~(uint32_t)crc != descriptor.checksum) {
        crash("panic: the compressed image is damaged: its checksum is wrong\n");
    }
}

static void restore(void) {
    uint8_t *const addresses = (uint8_t *)(uintptr_t)descriptor.addresses;
    const size_t octets = descriptor.calls_octets + descriptor.operands_octets;
    addresses_restore((uint8_t *)(uintptr_t)descriptor.code, descriptor.code_octets, descriptor.packed_code_octets,
                      addresses, addresses + descriptor.calls_octets);
    memset(addresses, 0, octets);
    if (descriptor.frames != 0) {
        frames_restore((uint8_t *)(uintptr_t)descriptor.frames, (uint8_t *)(uintptr_t)descriptor.frame_header);
    }
}

/* The entry of the image that was unpacked; to entry.S. */
uint32_t unpack(void) {
    if ((cpu_id(CPUID_FEATURES, 0).ecx & CPUID_SSE42) == 0) {
        crash("panic: the processor has no SSE 4.2, which .NET needs\n");
    }
    if (multiboot_information != 0) {
        multiboot_take();
    }
    start();
    unpack_all();
    restore();
    return descriptor.entry;
}
