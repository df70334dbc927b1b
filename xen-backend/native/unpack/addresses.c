/* The reverse of XenHost/Packing/CodeAddresses.cs, which says what is done and why. */
#include "unpack/addresses.h"

#include <stdbool.h>
#include <string.h>

#define MOST_OCTETS 6 /* of opcode, ModRM and displacement */
#define DISPLACEMENT_OCTETS sizeof(uint32_t)
#define CALL 0xe8
#define JUMP 0xe9
#define MODRM_MASK 0xc7
#define MODRM_RELATIVE 0x05 /* relative to the next instruction */

/* Opcodes in front of such a ModRM: one, and the octets of the immediate value that follows the displacement. */
static const uint8_t with_operand[256] = {
    [0x01] = 1, [0x03] = 1, [0x10] = 1, [0x11] = 1, [0x28] = 1, [0x29] = 1, [0x2b] = 1, [0x38] = 1,
    [0x39] = 1, [0x3b] = 1, [0x58] = 1, [0x59] = 1, [0x5c] = 1, [0x5e] = 1, [0x63] = 1, [0x6f] = 1,
    [0x7f] = 1, [0x80] = 2, [0x83] = 2, [0x88] = 1, [0x89] = 1, [0x8b] = 1, [0x8d] = 1, [0xb1] = 1,
    [0xb6] = 1, [0xb7] = 1, [0xbe] = 1, [0xc1] = 1, [0xc6] = 2, [0xc7] = 5, [0xff] = 1,
};

static uint32_t take(const uint8_t **addresses) {
    uint32_t address;
    memcpy(&address, *addresses, sizeof address);
    *addresses += sizeof address;
    return __builtin_bswap32(address);
}

void addresses_restore(uint8_t *code, size_t octets, size_t packed, const uint8_t *calls, const uint8_t *operands) {
    uint8_t *const end = code + octets;
    const uint8_t *from = end - packed;
    uint8_t *to = code;
    while (end - to >= MOST_OCTETS) {
        const uint8_t opcode = *to++ = *from++;
        uint32_t immediate_octets = 0, address;
        if (opcode == CALL || opcode == JUMP) {
            address = take(&calls);
        } else if (with_operand[opcode] != 0 && (*from & MODRM_MASK) == MODRM_RELATIVE) {
            immediate_octets = with_operand[opcode] - 1u;
            *to++ = *from++;
            address = take(&operands);
        } else {
            continue;
        }
        if (address != 0) {
            const uint32_t next = (uint32_t)((uintptr_t)to + DISPLACEMENT_OCTETS) + immediate_octets;
            const uint32_t displacement = address - next;
            memcpy(to, &displacement, sizeof displacement);
            to += DISPLACEMENT_OCTETS;
        }
    }
    while (to < end) {
        *to++ = *from++;
    }
}
