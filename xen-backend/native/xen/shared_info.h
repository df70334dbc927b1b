/* The page that the hypervisor shares with this domain: event channels and time. */
#pragma once
#include "xen/interface.h"

/* Has it shown in a hole. After holes_start and paging_start. */
void shared_info_start(void);

/* Has it shown again where it was, in a domain that has been made anew of this one's memory. */
void shared_info_show(void);

/* NULL before shared_info_start. */
struct shared_info *shared_info(void);
