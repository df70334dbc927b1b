/* Static thread-local storage, variant II: the block ends at the thread pointer. */
#pragma once
#include <stdint.h>

/* Octets that a thread's block may take below its thread pointer. */
uint64_t tls_bytes(void);

/* Lays a block out in [start, start + length), control_bytes above it, and is the thread pointer. */
uint64_t tls_place(uint64_t start, uint64_t length, uint64_t control_bytes);
