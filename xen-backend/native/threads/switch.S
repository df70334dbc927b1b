/* void thread_switch(uint64_t *saved_rsp, uint64_t rsp): what the ABI has a function keep, and the stack. */
    .text
    .globl thread_switch
thread_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    subq $8, %rsp
    stmxcsr (%rsp)
    fnstcw 4(%rsp)
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    ldmxcsr (%rsp)
    fldcw 4(%rsp)
    addq $8, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret

/* Where a new thread's first switch returns to; the end of its frames. */
    .globl thread_begin
thread_begin:
    xorl %ebp, %ebp
    call thread_main
    ud2
    .section .note.GNU-stack, "", @progbits
