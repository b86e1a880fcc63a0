/* listen: the sockets of everything that answers, in all the spaces of a scenario. */
#pragma once

#include "kernel.h"

typedef struct KernelListeners KernelListeners;

/* Opens them: hosts what `listen` names among the ports, the rest of the world all ports. */
KernelListeners *kernel_listeners_new (Kernel *k, int epoll);
/* Lets the socket whose epoll data is 'number' answer. */
void kernel_listeners_answer (KernelListeners *listeners, guint number);
void kernel_listeners_free (KernelListeners *listeners);
