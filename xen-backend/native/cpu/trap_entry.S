/* One entry per vector, all alike: error code (or 0), vector, registers, then trap() in C. */
#define VECTORS 48 /* as TRAP_VECTORS in traps.h */

    .altmacro
    .macro ENTRY vector
    .align 16
trap_entry_\vector:
    .if \vector != 8 && (\vector < 10 || \vector > 14) && \vector != 17 && \vector != 21 && \vector != 29 && \vector != 30
    pushq $0
    .endif
    pushq $\vector
    jmp trap_common
    .endm
    .macro ADDRESS vector
    .quad trap_entry_\vector
    .endm

    .text
    .set number, 0
    .rept VECTORS
    ENTRY %number
    .set number, number + 1
    .endr

trap_common:
    pushq %rax
    pushq %rcx
    pushq %rdx
    pushq %rbx
    pushq %rbp
    pushq %rsi
    pushq %rdi
    pushq %r8
    pushq %r9
    pushq %r10
    pushq %r11
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, %rdi
    movq %rsp, %rbp
    andq $-16, %rsp
    cld
    call trap
    movq %rbp, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %r11
    popq %r10
    popq %r9
    popq %r8
    popq %rdi
    popq %rsi
    popq %rbp
    popq %rbx
    popq %rdx
    popq %rcx
    popq %rax
    addq $16, %rsp
    iretq

    .section .rodata
    .align 8
    .globl trap_entries
trap_entries:
    .set number, 0
    .rept VECTORS
    ADDRESS %number
    .set number, number + 1
    .endr
    .section .note.GNU-stack, "", @progbits
