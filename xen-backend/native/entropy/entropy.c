#include "entropy/entropy.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "boot/panic.h"
#include "cpu/instructions.h"
#include "entropy/chacha20.h"

/* A source that is asked faster than it gathers says so; it never needs this many attempts. */
#define ATTEMPTS 100000
/* RDRAND is a generator that is itself seeded anew after at most 512 draws: this many take in a new seed. */
#define RDRAND_DRAWS 1024
#define BLOCKS_PER_SEED 16384u /* 1 MiB */

static uint32_t key[CHACHA20_KEY_WORDS];
static uint32_t blocks_since_seed;
static bool has_rdseed, has_rdrand;

static uint64_t draw(void) {
    for (int i = 0; i < ATTEMPTS; i++) {
        uint64_t value;
        bool good;
        if (has_rdseed) {
            __asm__ volatile("rdseed %0" : "=r"(value), "=@ccc"(good));
        } else {
            __asm__ volatile("rdrand %0" : "=r"(value), "=@ccc"(good));
        }
        if (good) {
            return value;
        }
        __asm__ volatile("pause");
    }
    panic("the processor's entropy source gives nothing");
}

/* Replaces the key by a block of the old one, which nothing can recompute backwards. */
static void step(void) {
    uint32_t block[CHACHA20_BLOCK_WORDS];
    chacha20_block(key, 0, block);
    memcpy(key, block, sizeof key);
}

static void seed(void) {
    const int draws = has_rdseed ? 8 : RDRAND_DRAWS;
    for (int i = 0; i < draws; i++) {
        const uint64_t value = draw();
        const int place = 2 * i % CHACHA20_KEY_WORDS;
        key[place] ^= (uint32_t)value;
        key[place + 1] ^= (uint32_t)(value >> 32);
        step();
    }
    blocks_since_seed = 0;
}

void entropy_start(void) {
    has_rdseed = cpu_id(0, 0).eax >= 7 && (cpu_id(7, 0).ebx & (1u << 18)) != 0;
    has_rdrand = (cpu_id(1, 0).ecx & (1u << 30)) != 0;
    if (!has_rdseed && !has_rdrand) {
        panic("this processor has neither RDSEED nor RDRAND: there is no source of secret numbers");
    }
    seed();
}

void entropy_refresh(void) {
    seed();
}

void entropy_fill(void *to, size_t count) {
    uint32_t block[CHACHA20_BLOCK_WORDS];
    char *place = to;
    uint32_t counter = 1;
    while (count > 0) {
        if (blocks_since_seed >= BLOCKS_PER_SEED) {
            seed();
            counter = 1;
        }
        chacha20_block(key, counter++, block);
        blocks_since_seed++;
        const size_t part = count < sizeof block ? count : sizeof block;
        memcpy(place, block, part);
        place += part;
        count -= part;
    }
    step();
    memset(block, 0, sizeof block);
    __asm__ volatile("" ::"r"(block) : "memory"); /* the clearing is not to be optimised away */
}
