/* Port 0xe9, which QEMU and Xen write to their logs. */
#pragma once
#include <stddef.h>

/* Where tests put QEMU's isa-debug-exit, which ends the machine by an exit code. */
#define DEBUG_EXIT_PORT 0xf4

void debug_port_write(const char *octets, size_t count);
