/* Port 0xe9, which QEMU and Xen write to their logs. */
#pragma once
#include <stddef.h>

void debug_port_write(const char *octets, size_t count);
