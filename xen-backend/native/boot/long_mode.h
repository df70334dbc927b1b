/* What assembly says to the processor on its way between PVH's protected mode and long mode. */
#pragma once
#define XEN_ELFNOTE_PHYS32_ENTRY 18
#define CR4_PAE_OSFXSR_OSXMMEXCPT 0x620
#define CR0_EM 0x4
#define CR0_PG 0x80000000
#define CR0_PG_WP_NE_MP 0x80010022
#define MSR_EFER 0xC0000080
#define EFER_LME 0x100
#define LARGE_WRITABLE_PRESENT 0x83
