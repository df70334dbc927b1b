/* Mutexes, condition variables and reader-writer locks: all zeros is each one's unlocked, empty state. */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "libc/deadline.h"
#include "threads/thread.h"

struct mutex {
    struct thread *owner;
    unsigned depth;
    int recursive;
    struct wait_queue waiting;
};
struct condition {
    struct wait_queue waiting;
    clockid_t clock;
};
struct read_write_lock {
    struct thread *writer;
    unsigned readers;
    struct wait_queue waiting;
};
_Static_assert(sizeof(struct mutex) <= sizeof(pthread_mutex_t), "a mutex fits into glibc's");
_Static_assert(sizeof(struct condition) <= sizeof(pthread_cond_t), "a condition fits into glibc's");
_Static_assert(sizeof(struct read_write_lock) <= sizeof(pthread_rwlock_t), "a lock fits into glibc's");

int pthread_mutexattr_init(pthread_mutexattr_t *attributes) {
    memset(attributes, 0, sizeof *attributes);
    return 0;
}

int pthread_mutexattr_settype(pthread_mutexattr_t *attributes, int type) {
    memcpy(attributes, &type, sizeof type);
    return 0;
}

int pthread_mutexattr_destroy(pthread_mutexattr_t *attributes) {
    (void)attributes;
    return 0;
}

int pthread_mutex_init(pthread_mutex_t *handle, const pthread_mutexattr_t *attributes) {
    int type = PTHREAD_MUTEX_NORMAL;
    if (attributes != NULL) {
        memcpy(&type, attributes, sizeof type);
    }
    memset(handle, 0, sizeof *handle);
    ((struct mutex *)handle)->recursive = type == PTHREAD_MUTEX_RECURSIVE;
    return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *handle) {
    (void)handle;
    return 0;
}

int pthread_mutex_lock(pthread_mutex_t *handle) {
    struct mutex *mutex = (struct mutex *)handle;
    struct thread *self = thread_current();
    if (mutex->owner == self && mutex->recursive) {
        mutex->depth++;
        return 0;
    }
    while (mutex->owner != NULL) {
        thread_wait(&mutex->waiting, NEVER);
    }
    mutex->owner = self;
    mutex->depth = 1;
    return 0;
}

int pthread_mutex_trylock(pthread_mutex_t *handle) {
    const struct mutex *mutex = (const struct mutex *)handle;
    if (mutex->owner != NULL && !(mutex->owner == thread_current() && mutex->recursive)) {
        return EBUSY;
    }
    return pthread_mutex_lock(handle);
}

int pthread_mutex_unlock(pthread_mutex_t *handle) {
    struct mutex *mutex = (struct mutex *)handle;
    if (mutex->owner != thread_current()) {
        return EPERM;
    }
    if (--mutex->depth == 0) {
        mutex->owner = NULL;
        thread_wake_one(&mutex->waiting);
    }
    return 0;
}

int pthread_condattr_init(pthread_condattr_t *attributes) {
    memset(attributes, 0, sizeof *attributes);
    return 0;
}

int pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock) {
    memcpy(attributes, &clock, sizeof clock);
    return 0;
}

int pthread_condattr_destroy(pthread_condattr_t *attributes) {
    (void)attributes;
    return 0;
}

int pthread_cond_init(pthread_cond_t *handle, const pthread_condattr_t *attributes) {
    memset(handle, 0, sizeof *handle);
    if (attributes != NULL) {
        memcpy(&((struct condition *)handle)->clock, attributes, sizeof(clockid_t));
    }
    return 0;
}

int pthread_cond_destroy(pthread_cond_t *handle) {
    (void)handle;
    return 0;
}

static bool wait(struct condition *condition, pthread_mutex_t *mutex, uint64_t deadline) {
    struct mutex *held = (struct mutex *)mutex;
    const unsigned depth = held->depth;
    held->depth = 1;
    pthread_mutex_unlock(mutex);
    const bool woken = thread_wait(&condition->waiting, deadline);
    pthread_mutex_lock(mutex);
    held->depth = depth;
    return woken;
}

int pthread_cond_wait(pthread_cond_t *handle, pthread_mutex_t *mutex) {
    wait((struct condition *)handle, mutex, NEVER);
    return 0;
}

int pthread_cond_timedwait(pthread_cond_t *handle, pthread_mutex_t *mutex, const struct timespec *until) {
    struct condition *condition = (struct condition *)handle;
    return wait(condition, mutex, deadline_of(condition->clock, until)) ? 0 : ETIMEDOUT;
}

int pthread_cond_signal(pthread_cond_t *handle) {
    thread_wake_one(&((struct condition *)handle)->waiting);
    return 0;
}

int pthread_cond_broadcast(pthread_cond_t *handle) {
    thread_wake_all(&((struct condition *)handle)->waiting);
    return 0;
}

int pthread_rwlock_rdlock(pthread_rwlock_t *handle) {
    struct read_write_lock *lock = (struct read_write_lock *)handle;
    while (lock->writer != NULL) {
        thread_wait(&lock->waiting, NEVER);
    }
    lock->readers++;
    return 0;
}

int pthread_rwlock_wrlock(pthread_rwlock_t *handle) {
    struct read_write_lock *lock = (struct read_write_lock *)handle;
    while (lock->writer != NULL || lock->readers != 0) {
        thread_wait(&lock->waiting, NEVER);
    }
    lock->writer = thread_current();
    return 0;
}

int pthread_rwlock_unlock(pthread_rwlock_t *handle) {
    struct read_write_lock *lock = (struct read_write_lock *)handle;
    if (lock->writer != NULL) {
        lock->writer = NULL;
    } else {
        lock->readers--;
    }
    thread_wake_all(&lock->waiting);
    return 0;
}
