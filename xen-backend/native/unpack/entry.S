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

/* The header that GRUB looks for in the first 32 KiB of the file, on a multiple of 8 octets there: Multiboot2, section 3.1. */
#define MULTIBOOT_MAGIC 0xe85250d6
#define MULTIBOOT_I386 0
#define TAG_ENTRY 3

    .section .multiboot, "a", @progbits
    .align 8
header:
    .long MULTIBOOT_MAGIC, MULTIBOOT_I386, header_end - header, -(MULTIBOOT_MAGIC + MULTIBOOT_I386 + (header_end - header))
    .short TAG_ENTRY, 0
    .long 12, multiboot_entry
    .align 8
    .short 0, 0
    .long 8
header_end:

    .section .text.boot, "ax", @progbits
    .code32
/* In 32-bit protected mode as well, ebx pointing to the loader's information: a start info is made of it later. */
multiboot_entry:
    movl %ebx, multiboot_information
    movl $multiboot_start_info, %ebx
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
