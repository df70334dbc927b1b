/* The PVH entry: 32-bit protected mode, paging off, ebx = physical address of hvm_start_info. */
#include "boot/long_mode.inc"

#define BOOT_STACK_BYTES 16384

    .section .note.Xen, "a", @note
    .align 4
    .long 4, 4, XEN_ELFNOTE_PHYS32_ENTRY
    .asciz "Xen"
    .long pvh_entry

    .section .text.boot, "ax", @progbits
    .code32
    .globl pvh_entry
pvh_entry:
    cli
    cld
    movl %ebx, %esi
    /* The first GiB in 2 MiB pages, at 0 and once more at the direct map's place. */
    MAP_GIBS early_directory, 1
    movl $(early_directory + 3), early_pointers
    movl $(early_pointers + 3), early_root
    movl $(early_pointers + 3), early_root + 256 * 8
    ENTER_LONG_MODE early_root, early_gdt_pointer, long_mode
    .code64
long_mode:
    LOAD_SEGMENTS 16
    leaq boot_stack + BOOT_STACK_BYTES(%rip), %rsp
    xorl %ebp, %ebp
    movl %esi, %edi
    call boot_main
    ud2

    .section .rodata
    .align 8
early_gdt:
    .quad 0
    .quad 0x00af9b000000ffff /* code */
    .quad 0x00cf93000000ffff /* data */
early_gdt_pointer:
    .word early_gdt_pointer - early_gdt - 1
    .long early_gdt

    .bss
    .align 4096
early_root:
    .skip 4096
early_pointers:
    .skip 4096
early_directory:
    .skip 4096
    .globl boot_stack_guard
boot_stack_guard:
    .skip 4096
boot_stack:
    .skip BOOT_STACK_BYTES
    .section .note.GNU-stack, "", @progbits
