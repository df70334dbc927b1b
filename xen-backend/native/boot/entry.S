/* The PVH entry: 32-bit protected mode, paging off, ebx = physical address of hvm_start_info. */
#include "boot/long_mode.h"

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
    movl $early_directory, %edi
    movl $LARGE_WRITABLE_PRESENT, %eax
    movl $512, %ecx
1:  movl %eax, (%edi)
    movl $0, 4(%edi)
    addl $0x200000, %eax
    addl $8, %edi
    loop 1b
    movl $(early_directory + 3), early_pointers
    movl $(early_pointers + 3), early_root
    movl $(early_pointers + 3), early_root + 256 * 8
    movl $early_root, %eax
    movl %eax, %cr3
    movl %cr4, %eax
    orl $CR4_PAE_OSFXSR_OSXMMEXCPT, %eax
    movl %eax, %cr4
    movl $MSR_EFER, %ecx
    rdmsr
    orl $EFER_LME, %eax
    wrmsr
    movl %cr0, %eax
    andl $~CR0_EM, %eax
    orl $CR0_PG_WP_NE_MP, %eax
    movl %eax, %cr0
    lgdt early_gdt_pointer
    ljmp $8, $long_mode
    .code64
long_mode:
    movl $16, %eax
    movw %ax, %ds
    movw %ax, %es
    movw %ax, %ss
    xorl %eax, %eax
    movw %ax, %fs
    movw %ax, %gs
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
