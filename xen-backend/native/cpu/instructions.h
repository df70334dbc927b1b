/* The instructions that C has no words for. */
#pragma once
#include <stdint.h>

#define MSR_FS_BASE 0xc0000100u
#define MSR_EFER 0xc0000080u
#define EFER_NXE (1u << 11)
#define MSR_APIC_BASE 0x1bu
#define CR4_OSXSAVE (1u << 18)

struct cpuid_result {
    uint32_t eax, ebx, ecx, edx;
};

static inline struct cpuid_result cpu_id(uint32_t leaf, uint32_t subleaf) {
    struct cpuid_result result;
    __asm__ volatile("cpuid"
                     : "=a"(result.eax), "=b"(result.ebx), "=c"(result.ecx), "=d"(result.edx)
                     : "a"(leaf), "c"(subleaf));
    return result;
}

static inline void port_write(uint16_t port, uint8_t value) {
    __asm__ volatile("outb %0, %1" ::"a"(value), "Nd"(port));
}

static inline void port_write_word(uint16_t port, uint16_t value) {
    __asm__ volatile("outw %0, %1" ::"a"(value), "Nd"(port));
}

static inline uint8_t port_read(uint16_t port) {
    uint8_t value;
    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static inline void msr_write(uint32_t msr, uint64_t value) {
    __asm__ volatile("wrmsr" ::"c"(msr), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)) : "memory");
}

static inline uint64_t msr_read(uint32_t msr) {
    uint32_t low, high;
    __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
    return ((uint64_t)high << 32) | low;
}

static inline uint64_t time_stamp(void) {
    uint32_t low, high;
    __asm__ volatile("lfence; rdtsc" : "=a"(low), "=d"(high)::"memory");
    return ((uint64_t)high << 32) | low;
}

static inline uint64_t fault_address(void) {
    uint64_t address;
    __asm__ volatile("mov %%cr2, %0" : "=r"(address));
    return address;
}

static inline void page_invalidate(uint64_t address) {
    __asm__ volatile("invlpg (%0)" ::"r"(address) : "memory");
}

/* A triple fault: the machine starts anew, or ends where that is not wanted. */
__attribute__((noreturn)) static inline void cpu_reset(void) {
    static const struct {
        uint16_t limit;
        uint64_t base;
    } __attribute__((packed)) no_table = {0, 0};
    __asm__ volatile("lidt %0; int3" ::"m"(no_table));
    __builtin_unreachable();
}
