/* Gives code its addresses back. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* code: its place, of `octets`, with the packed code, of `packed`, at its end. Addresses are big-endian and in the
   order of the code: those of calls and jumps, then what other operands name; 0 is one that was left where it was. */
void addresses_restore(uint8_t *code, size_t octets, size_t packed, const uint8_t *calls, const uint8_t *operands);
