/* Resting, and how an interrupt ends it. */
#pragma once
#include "cpu/traps.h"

/* With interrupts off, and so they are afterwards. */
void cpu_idle(void);

/* For every interrupt's frame. A hypervisor that is emulated itself may take an interrupt between `sti` and `hlt`: what
   it announced would be slept over for ever, so no interrupt returns to the `hlt`. */
void idle_end(struct trap_frame *frame);
