/* Threads, their attributes and their keys, as pthread.h has them. */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>

#include "threads/thread.h"

#define DEFAULT_STACK_BYTES 0x180000ull
#define DESTRUCTOR_ROUNDS 4

struct attributes {
    uint64_t stack_start, stack_bytes;
    int detached;
};
_Static_assert(sizeof(struct attributes) <= sizeof(pthread_attr_t), "attributes fit into glibc's");

static void (*destructors[THREAD_KEYS])(void *);
static unsigned key_count;

static struct attributes *own(pthread_attr_t *attributes) {
    return (struct attributes *)attributes;
}

int pthread_attr_init(pthread_attr_t *attributes) {
    memset(attributes, 0, sizeof *attributes);
    own(attributes)->stack_bytes = DEFAULT_STACK_BYTES;
    return 0;
}

int pthread_attr_destroy(pthread_attr_t *attributes) {
    (void)attributes;
    return 0;
}

int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size) {
    own(attributes)->stack_bytes = size;
    return 0;
}

int pthread_attr_setdetachstate(pthread_attr_t *attributes, int state) {
    own(attributes)->detached = state == PTHREAD_CREATE_DETACHED;
    return 0;
}

int pthread_attr_getstack(const pthread_attr_t *attributes, void **start, size_t *size) {
    const struct attributes *known = (const struct attributes *)attributes;
    *start = (void *)known->stack_start;
    *size = known->stack_bytes;
    return 0;
}

int pthread_getattr_np(pthread_t handle, pthread_attr_t *attributes) {
    const struct thread *thread = (const struct thread *)handle;
    memset(attributes, 0, sizeof *attributes);
    own(attributes)->stack_start = thread->stack_start;
    own(attributes)->stack_bytes = thread->stack_end - thread->stack_start;
    own(attributes)->detached = thread->detached;
    return 0;
}

int pthread_create(pthread_t *handle, const pthread_attr_t *attributes, void *(*body)(void *), void *argument) {
    const struct attributes *wanted = (const struct attributes *)attributes;
    struct thread *thread = thread_create(body, argument, wanted == NULL ? DEFAULT_STACK_BYTES : wanted->stack_bytes);
    if (thread == NULL) {
        return EAGAIN;
    }
    if (wanted != NULL && wanted->detached) {
        thread_detach(thread);
    }
    *handle = (pthread_t)thread;
    return 0;
}

int pthread_join(pthread_t handle, void **result) {
    void *value = thread_join((struct thread *)handle);
    if (result != NULL) {
        *result = value;
    }
    return 0;
}

int pthread_detach(pthread_t handle) {
    thread_detach((struct thread *)handle);
    return 0;
}

pthread_t pthread_self(void) {
    return (pthread_t)thread_current();
}

int pthread_setname_np(pthread_t handle, const char *name) {
    (void)handle;
    (void)name;
    return 0;
}

/* The collector's way to stop a thread: one that is not running is at a safe point already. */
int pthread_kill(pthread_t handle, int signal) {
    (void)handle;
    (void)signal;
    return 0;
}

int pthread_sigmask(int how, const sigset_t *set, sigset_t *previous) {
    (void)how;
    (void)set;
    if (previous != NULL) {
        memset(previous, 0, sizeof *previous);
    }
    return 0;
}

static void destroy_values(struct thread *thread) {
    for (int round = 0; round < DESTRUCTOR_ROUNDS; round++) {
        for (unsigned key = 0; key < key_count; key++) {
            void *value = thread->values[key];
            thread->values[key] = NULL;
            if (value != NULL && destructors[key] != NULL) {
                destructors[key](value);
            }
        }
    }
}

int pthread_key_create(pthread_key_t *key, void (*destructor)(void *)) {
    if (key_count == THREAD_KEYS) {
        return EAGAIN;
    }
    thread_at_end(destroy_values);
    destructors[key_count] = destructor;
    *key = key_count++;
    return 0;
}

int pthread_setspecific(pthread_key_t key, const void *value) {
    thread_current()->values[key] = (void *)(uintptr_t)value;
    return 0;
}

void *pthread_getspecific(pthread_key_t key) {
    return thread_current()->values[key];
}

int sched_yield(void) {
    thread_yield();
    return 0;
}
