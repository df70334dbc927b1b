/* Cooperative threads on one processor, and the queues they wait in. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define THREAD_KEYS 64
#define NEVER UINT64_MAX

struct thread;

/* Threads that wait for one object; all zeros is an empty one. */
struct wait_queue {
    struct thread *first, *last;
};

/* Lies at the thread pointer (fs:0), above its thread-local storage and its stack. */
struct thread {
    struct thread *self;
    uint64_t reserved[4];
    uint64_t canary; /* fs:0x28, where gcc's stack protector looks */
    uint64_t saved_rsp;
    struct wait_queue *waits_in;
    struct thread *next; /* in the ready list or the wait queue */
    struct thread *next_sleeper;
    uint64_t deadline; /* monotonic nanoseconds, NEVER without one */
    bool timed_out;
    bool finished;
    bool detached;
    int id;
    int error; /* errno */
    void *(*body)(void *);
    void *argument;
    void *result;
    uint64_t block_start, block_length; /* the reservation: guard, stack, TLS, this */
    uint64_t stack_start, stack_end;
    struct wait_queue joiners;
    void *values[THREAD_KEYS];
};

/* Makes the calling flow of control, on the boot stack, a thread without TLS. Before this nothing may use fs. */
void thread_adopt_boot(void);

/* A new thread, ready to run; NULL where memory is short. */
struct thread *thread_create(void *(*body)(void *), void *argument, uint64_t stack_bytes);
struct thread *thread_current(void);

/* Lets the others that are ready run first. */
void thread_yield(void);

/* Waits in a queue (NULL: for time alone) until woken or the deadline; false when that passed. */
bool thread_wait(struct wait_queue *queue, uint64_t deadline);
void thread_wake_one(struct wait_queue *queue);
void thread_wake_all(struct wait_queue *queue);

/* Waits for the end of a thread and gives its memory back. */
void *thread_join(struct thread *thread);
void thread_detach(struct thread *thread);

/* What runs when a thread ends, e.g. the destructors of its keys. */
void thread_at_end(void (*action)(struct thread *));

/* Sets errno and is -1. */
int thread_fail(int error);
