/* What the processor reports: exceptions and the platform's interrupts. */
#pragma once
#include <stdint.h>

enum {
    TRAP_DIVIDE = 0,
    TRAP_INVALID_OPCODE = 6,
    TRAP_DOUBLE_FAULT = 8,
    TRAP_PROTECTION = 13,
    TRAP_PAGE_FAULT = 14,
    TRAP_FLOATING_POINT = 16,
    TRAP_SIMD = 19,
    TRAP_EXCEPTIONS = 32,
    TRAP_TIMER = 32,
    TRAP_UPCALL = 33,   /* Xen's, for all event channels */
    TRAP_SPURIOUS = 47, /* its low four bits are ones, as older local APICs have them wired */
    TRAP_VECTORS = 48,
};

/* Page fault error code. */
#define FAULT_PRESENT 1u
#define FAULT_WRITE 2u
#define FAULT_FETCH 16u

/* As trap_entry.S pushes it. */
struct trap_frame {
    uint64_t r15, r14, r13, r12, r11, r10, r9, r8, rdi, rsi, rbp, rbx, rdx, rcx, rax;
    uint64_t vector, error, rip, cs, flags, rsp, ss;
};

extern const uint64_t trap_entries[TRAP_VECTORS];

/* Called by trap_entry.S; what it leaves in the frame is where execution goes on. */
void trap(struct trap_frame *frame);
