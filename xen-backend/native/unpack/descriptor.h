/* What mirage-xen pack tells the unpacker, first in its segment: XenHost/Packing/Descriptor.cs writes the same. */
#pragma once
#include <stdint.h>

#define DESCRIPTOR_MAGIC "MirageLZ"

/* Addresses are physical; all counts are of octets. */
struct descriptor {
    char magic[8];
    uint32_t payload;
    uint32_t payload_octets;
    uint32_t checksum; /* CRC-32C (RFC 9260, appendix A) of what the payload unpacks to */
    uint32_t entry;    /* the image's own, for 32-bit protected mode */
    uint32_t image;
    uint32_t image_octets; /* what follows them up to the payload is zero, by the loader */
    uint32_t addresses;    /* behind the image's octets: room for what was taken out of the code */
    uint32_t calls_octets;
    uint32_t operands_octets;
    uint32_t code; /* in the image */
    uint32_t code_octets;
    uint32_t packed_code_octets; /* without its addresses */
    uint32_t frames;             /* the image's .eh_frame; 0 where it was left as it was */
    uint32_t frame_header;       /* its .eh_frame_hdr */
};
