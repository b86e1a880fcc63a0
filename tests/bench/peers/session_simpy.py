#!/usr/bin/env python3
"""The session model of session_model.h on SimPy (3 or newer): a process for each client, and
one for each flow, which waits seven times.  Arguments are NAME=VALUE, as there."""

import random
import sys
import time

import simpy

STAGES, RULES, HOSTS, SUBNETS, DURATION = 7, 10, 30, 3, 3600.0


class SessionModel:
    def __init__(self, clients=10000, pools=1, addresses=3500, seed=1, rows=None, engine=None):
        self.mean = DURATION / clients
        self.random = random.Random(seed)
        self.free = [addresses] * pools
        self.rules = [[(0x0A010000 + (i << 8), 0xFFFFFF00, 443, 443) for i in range(RULES)]
                      for _ in range(STAGES)]
        self.rows = open(rows, "w") if rows else None
        self.clients = self.served = self.blocked = 0
        self.flows = self.delivered = self.events = 0
        self.env = simpy.Environment()

    def wait(self, seconds):
        self.events += 1
        return self.env.timeout(seconds)

    def exponential(self, mean):
        return self.random.expovariate(1.0 / mean)

    def arrivals(self):
        while True:
            yield self.wait(self.exponential(self.mean))
            self.env.process(self.client(self.clients))
            self.clients += 1

    def client(self, index):
        pool = self.random.randrange(len(self.free)) if len(self.free) > 1 else 0
        yield self.wait(0.020)
        yield self.wait(0.150)
        if self.free[pool] == 0:
            self.blocked += 1
            return
        self.free[pool] -= 1
        self.served += 1
        end = self.env.now + self.exponential(1800.0)
        due = self.env.now + self.exponential(60.0)
        while due < end:
            yield self.wait(due - self.env.now)
            self.env.process(self.flow(index, self.random.randrange(HOSTS)))
            due = self.env.now + self.exponential(60.0)
        yield self.wait(end - self.env.now)
        self.free[pool] += 1

    def flow(self, index, host):
        self.flows += 1
        begun = self.env.now
        destination = 0x0A010000 + (host % RULES << 8) + 4 + host // RULES
        refused = False
        for rules in self.rules:
            yield self.wait(0.000050)
            for block, mask, first, last in rules:
                if destination & mask == block and first <= 443 <= last:
                    break
            else:
                refused = True
        self.delivered += not refused
        if self.rows:
            self.rows.write("%.6f,client-%d,landing-%d,10.1.%d.%d,tcp,443,2000,50000,%s,%.6f\n" % (
                begun, index, index % SUBNETS, destination >> 8 & 255, destination & 255,
                "dropped" if refused else "delivered", self.env.now - begun))

    def run(self):
        started = time.monotonic()
        self.env.process(self.arrivals())
        self.env.run(until=DURATION)
        if self.rows:
            self.rows.close()
        print("name=SimPy events=%d clients=%d served=%d blocked=%d flows=%d delivered=%d "
              "seconds=%.3f" % (self.events, self.clients, self.served, self.blocked, self.flows,
                                self.delivered, time.monotonic() - started))


if __name__ == "__main__":
    given = dict(argument.split("=", 1) for argument in sys.argv[1:])
    SessionModel(**{name: value if name in ("rows", "engine") else int(value)
                    for name, value in given.items()}).run()
