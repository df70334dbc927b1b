#include "cpu/traps.h"

#include <signal.h>
#include <stdbool.h>

#include "boot/panic.h"
#include "cpu/idle.h"
#include "cpu/instructions.h"
#include "cpu/signals.h"
#include "memory/space.h"
#include "platform/platform.h"

static void page_fault(struct trap_frame *frame) {
    const uint64_t address = fault_address();
    const uint64_t rip = frame->rip, rbp = frame->rbp;
    switch (space_fault(address, (frame->error & FAULT_WRITE) != 0, (frame->error & FAULT_FETCH) != 0)) {
    case SPACE_FILLED:
        return;
    case SPACE_GUARD:
        panic_at(rip, rbp, "stack overflow at 0x%lx, rsp 0x%lx", rip, frame->rsp);
    case SPACE_EXHAUSTED:
        panic_at(rip, rbp, "out of memory: no frame for 0x%lx at 0x%lx", address, rip);
    case SPACE_FORBIDDEN:
        break;
    }
    if (frame->error & FAULT_PRESENT) {
        panic_at(rip, rbp, "W^X: %s 0x%lx at 0x%lx",
                 frame->error & FAULT_FETCH ? "execution of data" : "write to read-only memory", address, rip);
    }
    if (frame->error & FAULT_FETCH) {
        panic_at(rip, rbp, "jump to 0x%lx, where there is no code", address);
    }
    signal_deliver(frame, SIGSEGV, SEGV_MAPERR, address);
}

static void exception(struct trap_frame *frame) {
    switch (frame->vector) {
    case TRAP_PAGE_FAULT:
        page_fault(frame);
        return;
    case TRAP_PROTECTION:
        signal_deliver(frame, SIGSEGV, SI_KERNEL, 0);
        return;
    case TRAP_DIVIDE:
        signal_deliver(frame, SIGFPE, FPE_INTDIV, frame->rip);
        return;
    case TRAP_DOUBLE_FAULT:
        panic_at(frame->rip, frame->rbp, "double fault at 0x%lx, rsp 0x%lx, cr2 0x%lx", frame->rip, frame->rsp,
                 fault_address());
    default:
        panic_at(frame->rip, frame->rbp, "trap %lu (error 0x%lx) at 0x%lx, rsp 0x%lx", frame->vector, frame->error,
                 frame->rip, frame->rsp);
    }
}

void trap(struct trap_frame *frame) {
    /* A second fault begins at the top of the same stack: the first one's frame is lost, so there is no way back. */
    static bool handling;
    if (frame->vector >= TRAP_EXCEPTIONS && platform_interrupt(frame->vector)) {
        idle_end(frame);
        return;
    }
    if (handling) {
        panic_at(frame->rip, frame->rbp, "trap %lu at 0x%lx while handling a trap, cr2 0x%lx", frame->vector,
                 frame->rip, fault_address());
    }
    handling = true;
    exception(frame);
    handling = false;
}
