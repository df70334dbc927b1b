/* What mirage-xen pack tells the unpacker, first in its segment: XenHost/Packing/Descriptor.cs writes the same. */
#pragma once
#include <stdint.h>

#define DESCRIPTOR_MAGIC "MirageXZ"

struct descriptor {
    char magic[8];
    uint32_t payload; /* physical addresses */
    uint32_t image;
    uint32_t payload_octets;
    uint32_t image_octets; /* unpacked; what follows them up to the payload is zero, by the loader */
    uint32_t dictionary_octets;
    uint32_t checksum; /* CRC-32C (RFC 9260, appendix A) of the unpacked octets */
    uint32_t entry;    /* the image's own, for 32-bit protected mode */
    uint32_t reserved;
};
