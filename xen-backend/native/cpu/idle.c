#include "cpu/idle.h"

#define HALT_OCTETS 1

extern const char cpu_halt[];

void idle_end(struct trap_frame *frame) {
    if (frame->rip == (uint64_t)cpu_halt) {
        frame->rip += HALT_OCTETS;
    }
}
