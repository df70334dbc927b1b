/* The hypervisor writes its entries here, 32 octets each, however the page is mapped: for us it is text like any other. */
    .section .text.hypercall_page, "ax", @progbits
    .align 4096
    .globl hypercall_page
hypercall_page:
    .fill 4096, 1, 0xcc
    .section .note.GNU-stack, "", @progbits
