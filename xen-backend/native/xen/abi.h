/*
 * What C# drivers get of the shim: P/Invoke into the library "miragegen-xen", linked statically. All of it is there on
 * QEMU without Xen too, where what needs a hypervisor fails as said.
 *
 * A thread gives way to others in miragegen_wait_events alone, which therefore is an ordinary P/Invoke. The other
 * functions return at once and may be called with SuppressGCTransition.
 *
 * The hypervisor reads and writes arguments in place, by their virtual addresses, and fills no page on demand: memory
 * that a hypercall is to write to must have been written to before (what C# has initialised has been).
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

bool miragegen_is_xen(void);

/* Any hypercall, with up to five arguments. Fails with a negative error of xen/errno.h; -38 (ENOSYS) without a Xen. */
long miragegen_hypercall(unsigned operation, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e);

/*
 * Pages for rings and for what is granted: zeros, side by side, never moved, aligned to a page. NULL where there are
 * not so many side by side; a page at a time is had as long as memory lasts. Given back whole or in parts.
 */
void *miragegen_pages_take(uint64_t count);
void miragegen_pages_give(void *first, uint64_t count);

/* The guest frame number of mapped memory: of pages that were taken for good, of any other until it is unmapped. 0:
 * none. */
uint64_t miragegen_frame_of(const void *address);

/*
 * Where the direct map shows a guest frame, mapped if it is not yet: RAM, what miragegen_unused_frame gives, and what
 * Xen's builder has put outside of RAM (rings of store and console). NULL for a frame of the image, and without memory
 * for tables.
 */
void *miragegen_frame_show(uint64_t frame);

/*
 * The first of count guest frame numbers side by side with no RAM behind them, to have Xen show something there
 * (XENMEM_add_to_physmap, GNTTABOP_map_grant_ref). They are mapped. 0 where there are no more: 511 can be had, for
 * good.
 */
uint64_t miragegen_unused_frame(uint64_t count);

/*
 * struct shared_info, NULL without a Xen. evtchn_pending and evtchn_mask are the caller's (ports begin masked), by
 * atomic instructions, but for the bit of the timer's port. evtchn_upcall_pending and evtchn_pending_sel are the
 * shim's: whoever looks for ports looks at all words of evtchn_pending.
 */
void *miragegen_shared_info(void);

/*
 * Blocks the calling thread, the others running, until an event of an unmasked port came since the last call that
 * returned true, or until the deadline on the clock CLOCK_MONOTONIC (Stopwatch's) has passed: then false. UINT64_MAX
 * waits without one. One thread at a time.
 */
bool miragegen_wait_events(uint64_t deadline_nanoseconds);

/* Ends a wait of another thread as an event would, the present one or the next. */
void miragegen_wake(void);

/*
 * Suspends the domain, as the toolstack has asked by control/shutdown, until it goes on. No thread but the calling one
 * runs meanwhile, and what others wait for goes on from where it was: monotonic time never steps back, and has passed
 * as the wall clock has. No memory but the rings of store and console has changed.
 *
 * 1: in the same domain; the toolstack gave it up, or has only kept a copy. Everything is as it was.
 *
 * 0: in another domain, which the toolstack made of this one's memory, some time later and perhaps on another machine;
 * there may be others. What the shim has of the hypervisor is there again: page, interrupt, timer, console, at the
 * addresses that they had, and a generator of random numbers keyed afresh. What the caller has is gone: event channels
 * (all ports are masked; those of store and console may have other numbers, as their pages may), what was put into
 * frames of miragegen_unused_frame, which are still the caller's, and the contents of the rings of store and console.
 * To be done before anything else is asked of the hypervisor; other domains hold nothing of this one.
 *
 * Negative: the hypervisor refuses, as miragegen_hypercall says it; nothing has happened.
 */
long miragegen_suspend(void);

/* Ends the domain, by one of Xen's reasons: 0 power off, 1 reboot, 3 crash. Others are a panic. Finalizers do not run.
 */
__attribute__((noreturn)) void miragegen_shutdown(int reason);
