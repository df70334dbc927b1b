/* The hypervisor's public headers (Debian: libxen-dev), at the version that Xen 4.17 has and later ones keep. */
#pragma once
#define __XEN_INTERFACE_VERSION__ 0x00040e00

#include <stdint.h>
#include <xen/xen.h>

#include <xen/arch-x86/cpuid.h>
#include <xen/arch-x86/hvm/start_info.h>
#include <xen/event_channel.h>
#include <xen/features.h>
#include <xen/hvm/hvm_op.h>
#include <xen/hvm/params.h>
#include <xen/io/console.h>
#include <xen/memory.h>
#include <xen/sched.h>
#include <xen/vcpu.h>
#include <xen/version.h>
