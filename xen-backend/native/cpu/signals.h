/* Faults as the .NET runtime knows them from POSIX: a signal handler with glibc's structures. */
#pragma once
#include <stdint.h>

#include "cpu/traps.h"

/* Makes the frame continue in the handler of the signal, on the interrupted stack; panics where there is none. */
void signal_deliver(struct trap_frame *frame, int signal, int code, uint64_t address);

/* Turns on the state that XSAVE knows and this library saves: x87, SSE, AVX. */
void signal_enable_extended_state(void);
