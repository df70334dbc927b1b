#include "cpu/signals.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <ucontext.h>

#include "boot/panic.h"
#include "cpu/instructions.h"
#include "memory/frames.h"
#include "memory/paging.h"
#include "memory/space.h"
#include "threads/thread.h"

#define RED_ZONE 128u
#define STATE_X87_SSE 3u
#define STATE_AVX 4u
#define FXSAVE_BYTES 512u

/* What lies on the stack during a handler; signal_return.S knows that the context comes first. */
struct signal_frame {
    ucontext_t context;
    siginfo_t information;
};

/* signal_return.S: calls rax(rdi, rsi, rdx), then reloads every register from the context. */
extern const char signal_trampoline[];
uint64_t signal_state_mask;

static uint32_t state_bytes = FXSAVE_BYTES;
static struct sigaction actions[NSIG];

void signal_enable_extended_state(void) {
    const struct cpuid_result features = cpu_id(1, 0);
    if ((features.ecx & (1u << 26)) == 0) {
        return;
    }
    uint64_t cr4;
    __asm__ volatile("mov %%cr4, %0" : "=r"(cr4));
    __asm__ volatile("mov %0, %%cr4" ::"r"(cr4 | CR4_OSXSAVE));
    signal_state_mask = STATE_X87_SSE | ((features.ecx & (1u << 28)) != 0 ? STATE_AVX : 0);
    __asm__ volatile("xsetbv" ::"c"(0), "a"((uint32_t)signal_state_mask), "d"(0));
    state_bytes = cpu_id(0xd, 0).ebx;
}

static void save_state(void *area) {
    if (signal_state_mask == 0) {
        __asm__ volatile("fxsave64 (%0)" ::"r"(area) : "memory");
    } else {
        __asm__ volatile("xsave64 (%0)" ::"r"(area), "a"((uint32_t)signal_state_mask), "d"(0) : "memory");
    }
}

static void save_registers(greg_t *to, const struct trap_frame *from, uint64_t address) {
    const uint64_t values[NGREG] = {
        [REG_R8] = from->r8,         [REG_R9] = from->r9,     [REG_R10] = from->r10,   [REG_R11] = from->r11,
        [REG_R12] = from->r12,       [REG_R13] = from->r13,   [REG_R14] = from->r14,   [REG_R15] = from->r15,
        [REG_RDI] = from->rdi,       [REG_RSI] = from->rsi,   [REG_RBP] = from->rbp,   [REG_RBX] = from->rbx,
        [REG_RDX] = from->rdx,       [REG_RAX] = from->rax,   [REG_RCX] = from->rcx,   [REG_RSP] = from->rsp,
        [REG_RIP] = from->rip,       [REG_EFL] = from->flags, [REG_CSGSFS] = from->cs, [REG_ERR] = from->error,
        [REG_TRAPNO] = from->vector, [REG_CR2] = address,
    };
    for (int i = 0; i < NGREG; i++) {
        to[i] = (greg_t)values[i];
    }
}

static void clear(void *area, size_t octets) {
    uint64_t *words = area;
    for (size_t i = 0; i < octets / 8; i++) {
        words[i] = 0;
    }
}

void signal_deliver(struct trap_frame *frame, int signal, int code, uint64_t address) {
    const struct sigaction *action = &actions[signal];
    if (action->sa_handler == SIG_DFL || action->sa_handler == SIG_IGN) {
        /* The collector takes for granted what it was refused, and goes on to a null reference. */
        if (signal == SIGSEGV && frames_were_refused()) {
            panic_at(frame->rip, frame->rbp, "out of memory: %lu KiB are too few to go on in (0x%lx, address 0x%lx)",
                     frames_total() * (PAGE_BYTES / 1024), frame->rip, address);
        }
        panic_at(frame->rip, frame->rbp, "%s at 0x%lx, address 0x%lx, rsp 0x%lx, and no handler for it",
                 signal == SIGFPE ? "division" : "memory fault", frame->rip, address, frame->rsp);
    }
    const uint64_t state = (frame->rsp - RED_ZONE - state_bytes) & ~63ull;
    struct signal_frame *pushed = (struct signal_frame *)((state - sizeof *pushed) & ~15ull);
    /* A fault on this stack now would be a fault within a fault: its pages are there before it is written. */
    if (!space_fill((uint64_t)pushed - 64, frame->rsp)) {
        panic_at(frame->rip, frame->rbp, "stack overflow at 0x%lx, rsp 0x%lx", frame->rip, frame->rsp);
    }
    clear(pushed, sizeof *pushed);
    clear((void *)state, state_bytes);
    save_state((void *)state);
    pushed->information.si_signo = signal;
    pushed->information.si_code = code;
    pushed->information.si_addr = (void *)address;
    pushed->context.uc_mcontext.fpregs = (fpregset_t)state;
    save_registers(pushed->context.uc_mcontext.gregs, frame, address);
    frame->rax = (uint64_t)action->sa_sigaction;
    frame->rdi = (uint64_t)signal;
    frame->rsi = (uint64_t)&pushed->information;
    frame->rdx = (uint64_t)&pushed->context;
    frame->rsp = (uint64_t)pushed;
    frame->rip = (uint64_t)signal_trampoline;
}

int sigaction(int signal, const struct sigaction *action, struct sigaction *previous) {
    if (signal <= 0 || signal >= NSIG) {
        return thread_fail(EINVAL);
    }
    if (previous != NULL) {
        *previous = actions[signal];
    }
    if (action != NULL) {
        actions[signal] = *action;
    }
    return 0;
}

sighandler_t signal(int number, sighandler_t handler) {
    const struct sigaction action = {.sa_handler = handler};
    struct sigaction previous = {0};
    return sigaction(number, &action, &previous) == 0 ? previous.sa_handler : SIG_ERR;
}
