#include "platform/debug_port.h"

#include <stdint.h>

#include "cpu/instructions.h"

#define DEBUG_PORT 0xe9

void debug_port_write(const char *octets, size_t count) {
    for (size_t i = 0; i < count; i++) {
        port_write(DEBUG_PORT, (uint8_t)octets[i]);
    }
}
