/* The PVH entry of a compressed image: to long mode and, once all is unpacked, back to how PVH begins (ebx is the loader's). */
#include "boot/long_mode.inc"

#define STACK_BYTES 16384
#define TABLE_BYTES 4096
#define CODE_32 16
#define DATA 24

    .section .note.Xen, "a", @note
    .align 4
    .long 4, 4, XEN_ELFNOTE_PHYS32_ENTRY
    .asciz "Xen"
    .long unpack_entry

    .section .text.boot, "ax", @progbits
    .code32
    .globl unpack_entry
unpack_entry:
    cli
    cld
    movl %cr0, %eax
    movl %eax, loaders_cr0
    movl %cr4, %eax
    movl %eax, loaders_cr4
    /* The first 4 GiB where they are, in 2 MiB pages: four directories, one after the other. */
    MAP_GIBS directories, 4
    movl $(directories + 3), pointers
    movl $(directories + TABLE_BYTES + 3), pointers + 8
    movl $(directories + 2 * TABLE_BYTES + 3), pointers + 16
    movl $(directories + 3 * TABLE_BYTES + 3), pointers + 24
    movl $(pointers + 3), root
    ENTER_LONG_MODE root, gdt_pointer, long_mode
    .code64
long_mode:
    /* Debian's liblzma keeps a canary at fs:0x28: at address 0x28, which nobody writes. */
    LOAD_SEGMENTS DATA
    movl $(stack + STACK_BYTES), %esp
    xorl %ebp, %ebp
    call unpack /* which keeps rbx, and returns the image's entry */
    movl %eax, %esi
    ljmp *protected_mode
    .code32
back:
    LOAD_SEGMENTS DATA
    movl %cr0, %eax
    andl $~CR0_PG, %eax
    movl %eax, %cr0
    movl $MSR_EFER, %ecx
    rdmsr
    andl $~EFER_LME, %eax
    wrmsr
    movl loaders_cr4, %eax
    movl %eax, %cr4
    movl loaders_cr0, %eax
    movl %eax, %cr0
    jmp *%esi

    .section .rodata
    .align 8
gdt:
    .quad 0
    .quad 0x00af9b000000ffff /* long mode's code */
    .quad 0x00cf9b000000ffff /* CODE_32 */
    .quad 0x00cf93000000ffff /* DATA */
gdt_pointer:
    .word gdt_pointer - gdt - 1
    .long gdt
protected_mode:
    .long back
    .word CODE_32

    .bss
    .align TABLE_BYTES
root:
    .skip TABLE_BYTES
pointers:
    .skip TABLE_BYTES
directories:
    .skip 4 * TABLE_BYTES
    .globl hypercall_page
hypercall_page:
    .skip TABLE_BYTES
stack:
    .skip STACK_BYTES
loaders_cr0:
    .skip 4
loaders_cr4:
    .skip 4
    .section .note.GNU-stack, "", @progbits
