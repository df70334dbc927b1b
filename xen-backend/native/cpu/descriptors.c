#include "cpu/descriptors.h"

#include <stdint.h>

#include "cpu/traps.h"
#include "memory/paging.h"

#define CODE_SELECTOR 8u
#define TASK_SELECTOR 24u
#define TRAP_STACK_BYTES 16384u
#define INTERRUPT_GATE 0x8eu

struct task_state {
    uint32_t reserved0;
    uint64_t privilege_stacks[3];
    uint64_t reserved1;
    uint64_t interrupt_stacks[7];
    uint64_t reserved2;
    uint16_t reserved3;
    uint16_t port_map;
} __attribute__((packed));

struct gate {
    uint16_t offset_low;
    uint16_t selector;
    uint8_t stack;
    uint8_t type;
    uint16_t offset_middle;
    uint32_t offset_high;
    uint32_t reserved;
};

struct table_pointer {
    uint16_t limit;
    uint64_t base;
} __attribute__((packed));

struct guarded_stack {
    uint8_t guard[PAGE_BYTES];
    uint8_t octets[TRAP_STACK_BYTES];
};

/* 1: faults; 2: the double fault, which may be a fault of the first; 0: the interrupted stack. */
enum { STACK_CURRENT, STACK_FAULT, STACK_DOUBLE_FAULT, STACKS };

extern char boot_stack_guard[];
static struct guarded_stack stacks[STACKS - 1] __attribute__((aligned(PAGE_BYTES)));
static struct task_state task;
static struct gate gates[TRAP_VECTORS];
static uint64_t segments[5] = {0, 0x00af9b000000ffff, 0x00cf93000000ffff};

static void describe_task(void) {
    const uint64_t base = (uint64_t)&task;
    for (int i = 1; i < STACKS; i++) {
        task.interrupt_stacks[i - 1] = (uint64_t)stacks[i - 1].octets + TRAP_STACK_BYTES;
    }
    task.port_map = sizeof task;
    segments[3] = (sizeof task - 1) | ((base & 0xffffff) << 16) | (0x89ull << 40) | ((base >> 24 & 0xff) << 56);
    segments[4] = base >> 32;
}

static uint8_t stack_of(int vector) {
    if (vector >= TRAP_EXCEPTIONS) {
        return STACK_CURRENT;
    }
    return vector == TRAP_DOUBLE_FAULT ? STACK_DOUBLE_FAULT : STACK_FAULT;
}

void descriptors_load(void) {
    describe_task();
    for (int vector = 0; vector < TRAP_VECTORS; vector++) {
        const uint64_t entry = trap_entries[vector];
        gates[vector] = (struct gate){
            .offset_low = (uint16_t)entry,
            .selector = CODE_SELECTOR,
            .stack = stack_of(vector),
            .type = INTERRUPT_GATE,
            .offset_middle = (uint16_t)(entry >> 16),
            .offset_high = (uint32_t)(entry >> 32),
        };
    }
    const struct table_pointer gdt = {sizeof segments - 1, (uint64_t)segments};
    const struct table_pointer idt = {sizeof gates - 1, (uint64_t)gates};
    __asm__ volatile("lgdt %0" ::"m"(gdt));
    __asm__ volatile("ltr %w0" ::"r"(TASK_SELECTOR));
    __asm__ volatile("lidt %0" ::"m"(idt));
}

void descriptors_guard_stacks(void) {
    paging_set((uint64_t)boot_stack_guard, 0);
    for (int i = 0; i < STACKS - 1; i++) {
        paging_set((uint64_t)stacks[i].guard, 0);
    }
}
