/* Parts of the .NET runtime that have nothing to do in a domain, in place of its own. Image.targets makes the runtime's names weak,
   so that these stand before them, and what nobody calls any more is not linked. Names are as the compiler mangles them. */
#include "libc/absent.inc"

    .text
absent_false: /* bool or size_t: no limit */
    xorl %eax, %eax
    ret
absent_true: /* bool: done */
    movl $1, %eax
    ret

absent_collector: /* never called */
    subq $8, %rsp
    leaq message(%rip), %rdi
    xorl %eax, %eax
    call panic

    .globl miragegen_absent_runtime
    .set miragegen_absent_runtime, absent_false
    /* PalCreateDump.cpp: nobody can write a process's dump */
    ABSENT absent_true, _Z23PalCreateDumpInitializev
    ABSENT absent_false, _Z19PalGenerateCoreDumpPKcijPci, _Z27PalCreateCrashDumpIfEnabledPv
    ABSENT absent_false, _Z27PalCreateCrashDumpIfEnabledv, _Z27PalCreateCrashDumpIfEnablediP9siginfo_tPv
    /* cgroup.cpp, cgroupcpu.cpp: there are none, so they limit nothing */
    ABSENT absent_false, _Z16InitializeCGroupv, _Z13CleanupCGroupv, _Z32GetRestrictedPhysicalMemoryLimitv
    ABSENT absent_false, _Z21GetPhysicalMemoryUsedPm, _Z19InitializeCpuCGroupv, _Z11GetCpuLimitPj
    /* DebugHeader.cpp: what a debugger reads */
    ABSENT absent_false, PopulateDebugHeaders
    /* gcwks.cpp, collecting on a thread of its own: ConcurrentGarbageCollection is false */
    ABSENT absent_collector, _ZN3WKS7gc_heap16do_background_gcEv, _ZN3WKS7gc_heap17create_bgc_threadEPS0_
    ABSENT absent_collector, _ZN3WKS7gc_heap19bgc_thread_functionEv, _ZN3WKS7gc_heap21background_mark_phaseEv
    ABSENT absent_collector, _ZN3WKS7gc_heap16background_sweepEv, _ZN3WKS7gc_heap26background_ephemeral_sweepEv
    ABSENT absent_collector, _ZN3WKS7gc_heap32background_process_mark_overflowEi
    ABSENT absent_collector, _ZN3WKS7gc_heap26background_drain_mark_listEi, _ZN3WKS7gc_heap23background_mark_simple1EPh
    ABSENT absent_collector, _ZN3WKS7gc_heap18background_promoteEPP6ObjectP11ScanContextj
    ABSENT absent_collector, _ZN3WKS7gc_heap21revisit_written_pagesEii
    ABSENT absent_collector, _ZN3WKS7gc_heap17bgc_uoh_alloc_clrEPhmP13alloc_contextjiiiiPNS_12heap_segmentE
    ABSENT absent_collector, _ZN3WKS7gc_heap22walk_survivors_for_bgcEPvPFvPhS2_lS1_bbE
    /* gcwks.cpp, checking the heap after a collection: only an environment variable asks for that */
    ABSENT absent_collector, _ZN3WKS7gc_heap11verify_heapEi
    /* GCHelpers.cpp, choosing allocations to trace; Image.targets calls the runtime's logarithm so, whose tables are 4 kB */
    ABSENT absent_collector, miragegen_absent_log
    .section .rodata
message:
    .asciz "the collector came to a part of it that an image has not"
    .section .note.GNU-stack, "", @progbits
