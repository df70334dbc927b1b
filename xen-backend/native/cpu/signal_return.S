/* Runs a signal's handler and then resumes what the (perhaps changed) ucontext_t says. */
#define UC_GREGS 40
#define UC_FPREGS 224
#define GREG(n) (UC_GREGS + 8 * (n))
#define CODE_SELECTOR 8
#define DATA_SELECTOR 16

    .text
    .globl signal_trampoline
signal_trampoline:
    movq %rdx, %r12
    call *%rax
    movq %r12, %rdi
    movq UC_FPREGS(%rdi), %rcx
    movl signal_state_mask(%rip), %eax
    xorl %edx, %edx
    testl %eax, %eax
    jz 1f
    xrstor64 (%rcx)
    jmp 2f
1:  fxrstor64 (%rcx)
2:  pushq $DATA_SELECTOR
    pushq GREG(15)(%rdi) /* rsp */
    pushq GREG(17)(%rdi) /* flags */
    pushq $CODE_SELECTOR
    pushq GREG(16)(%rdi) /* rip */
    movq GREG(0)(%rdi), %r8
    movq GREG(1)(%rdi), %r9
    movq GREG(2)(%rdi), %r10
    movq GREG(3)(%rdi), %r11
    movq GREG(4)(%rdi), %r12
    movq GREG(5)(%rdi), %r13
    movq GREG(6)(%rdi), %r14
    movq GREG(7)(%rdi), %r15
    movq GREG(9)(%rdi), %rsi
    movq GREG(10)(%rdi), %rbp
    movq GREG(11)(%rdi), %rbx
    movq GREG(12)(%rdi), %rdx
    movq GREG(13)(%rdi), %rax
    movq GREG(14)(%rdi), %rcx
    movq GREG(8)(%rdi), %rdi
    iretq
    .section .note.GNU-stack, "", @progbits
