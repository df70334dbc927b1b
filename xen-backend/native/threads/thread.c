#include "threads/thread.h"

#include <errno.h>
#include <stddef.h>

#include "boot/panic.h"
#include "cpu/instructions.h"
#include "memory/paging.h"
#include "memory/space.h"
#include "platform/platform.h"
#include "threads/events.h"
#include "threads/tls.h"

#define DEFAULT_MXCSR 0x1f80ull
#define DEFAULT_FCW 0x037full

void thread_switch(uint64_t *saved_rsp, uint64_t rsp);
extern const char thread_begin[];
__attribute__((noreturn)) void thread_main(void);

static struct thread boot_thread;
static struct wait_queue ready;
static struct thread *sleepers; /* by deadline */
static struct thread *dead;     /* detached and ended, not yet given back */
static int last_id;
static void (*end_action)(struct thread *);

struct thread *thread_current(void) {
    struct thread *self;
    __asm__("mov %%fs:0, %0" : "=r"(self));
    return self;
}

int *__errno_location(void) {
    return &thread_current()->error;
}

int thread_fail(int error) {
    thread_current()->error = error;
    return -1;
}

void thread_adopt_boot(void) {
    boot_thread.self = &boot_thread;
    boot_thread.canary = time_stamp();
    msr_write(MSR_FS_BASE, (uint64_t)&boot_thread);
}

void thread_at_end(void (*action)(struct thread *)) {
    end_action = action;
}

static void append(struct wait_queue *queue, struct thread *thread) {
    thread->next = NULL;
    if (queue->first == NULL) {
        queue->first = thread;
    } else {
        queue->last->next = thread;
    }
    queue->last = thread;
}

static void unlink_from(struct wait_queue *queue, struct thread *thread) {
    struct thread *before = NULL;
    for (struct thread *each = queue->first; each != thread; each = each->next) {
        before = each;
    }
    if (before == NULL) {
        queue->first = thread->next;
    } else {
        before->next = thread->next;
    }
    if (queue->last == thread) {
        queue->last = before;
    }
}

static void sleep_until(struct thread *thread, uint64_t deadline) {
    thread->deadline = deadline;
    struct thread **place = &sleepers;
    while (*place != NULL && (*place)->deadline <= deadline) {
        place = &(*place)->next_sleeper;
    }
    thread->next_sleeper = *place;
    *place = thread;
}

static void stop_sleeping(struct thread *thread) {
    if (thread->deadline == NEVER) {
        return;
    }
    struct thread **place = &sleepers;
    while (*place != thread) {
        place = &(*place)->next_sleeper;
    }
    *place = thread->next_sleeper;
    thread->deadline = NEVER;
}

static void make_ready(struct thread *thread) {
    if (thread->waits_in != NULL) {
        unlink_from(thread->waits_in, thread);
        thread->waits_in = NULL;
    }
    stop_sleeping(thread);
    append(&ready, thread);
}

static void wake_due(void) {
    platform_poll();
    while (sleepers != NULL && sleepers->deadline <= platform_monotonic()) {
        sleepers->timed_out = true;
        make_ready(sleepers);
    }
}

/* Runs the next ready thread, idling until there is one. The caller has put itself where it will be found. */
static void reschedule(void) {
    struct thread *self = thread_current();
    for (wake_due(); ready.first == NULL; wake_due()) {
        if (sleepers == NULL && !events_awaited()) {
            panic("deadlock: every thread waits for another and none for time");
        }
        platform_idle_until(sleepers == NULL ? NEVER : sleepers->deadline);
    }
    struct thread *next = ready.first;
    ready.first = next->next;
    if (next != self) {
        msr_write(MSR_FS_BASE, (uint64_t)next);
        thread_switch(&self->saved_rsp, next->saved_rsp);
    }
}

void thread_yield(void) {
    append(&ready, thread_current());
    reschedule();
}

bool thread_wait(struct wait_queue *queue, uint64_t deadline) {
    struct thread *self = thread_current();
    self->timed_out = false;
    self->deadline = NEVER;
    self->waits_in = queue;
    if (queue != NULL) {
        append(queue, self);
    }
    if (deadline != NEVER) {
        sleep_until(self, deadline);
    }
    reschedule();
    return !self->timed_out;
}

void thread_wake_one(struct wait_queue *queue) {
    if (queue->first != NULL) {
        make_ready(queue->first);
    }
}

void thread_wake_all(struct wait_queue *queue) {
    while (queue->first != NULL) {
        make_ready(queue->first);
    }
}

static void give_back(struct thread *thread) {
    space_release(thread->block_start, thread->block_length);
}

static void bury_dead(void) {
    while (dead != NULL) {
        struct thread *thread = dead;
        dead = thread->next;
        give_back(thread);
    }
}

/* The first C of every thread but the boot's. */
void thread_main(void) {
    struct thread *self = thread_current();
    self->result = self->body(self->argument);
    if (end_action != NULL) {
        end_action(self);
    }
    self->finished = true;
    thread_wake_all(&self->joiners);
    if (self->detached) {
        self->next = dead;
        dead = self;
    }
    reschedule();
    panic("a thread ran after its end");
}

struct thread *thread_create(void *(*body)(void *), void *argument, uint64_t stack_bytes) {
    bury_dead();
    stack_bytes = page_up(stack_bytes);
    const uint64_t above = page_up(tls_bytes() + sizeof(struct thread));
    const uint64_t length = SPACE_GUARD_BYTES + stack_bytes + above;
    const uint64_t start = space_reserve_stack(length);
    const uint64_t stack_end = start + length - above;
    if (start == 0) {
        return NULL;
    }
    if (space_protect(stack_end - PAGE_BYTES, above + PAGE_BYTES, 3) != 0) {
        space_release(start, length);
        return NULL;
    }
    struct thread *thread = (struct thread *)tls_place(stack_end, above, sizeof(struct thread));
    thread->self = thread;
    thread->canary = boot_thread.canary;
    thread->id = ++last_id;
    thread->deadline = NEVER;
    thread->body = body;
    thread->argument = argument;
    thread->block_start = start;
    thread->block_length = length;
    thread->stack_start = start + SPACE_GUARD_BYTES;
    thread->stack_end = stack_end;
    /* As thread_switch leaves it, with thread_begin as the return address, 16-aligned once that is taken. */
    uint64_t *top = (uint64_t *)(stack_end - 16);
    *--top = (uint64_t)thread_begin;
    top -= 7;
    *top = DEFAULT_MXCSR | DEFAULT_FCW << 32;
    thread->saved_rsp = (uint64_t)top;
    append(&ready, thread);
    return thread;
}

void *thread_join(struct thread *thread) {
    while (!thread->finished) {
        thread_wait(&thread->joiners, NEVER);
    }
    void *result = thread->result;
    give_back(thread);
    return result;
}

void thread_detach(struct thread *thread) {
    if (thread->finished) {
        give_back(thread);
    } else {
        thread->detached = true;
    }
}
