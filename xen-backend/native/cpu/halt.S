/* void cpu_idle(void): rests until an interrupt, which is taken nowhere else. */
    .text
    .globl cpu_idle, cpu_halt
cpu_idle:
    sti /* no interrupt is taken before the next instruction has begun: so says the architecture */
cpu_halt:
    hlt
    cli
    ret
    .section .note.GNU-stack, "", @progbits
