/** One timeline of the simulation: what a built-in server may know of time. */
import type { Clock, Timers } from "../domain/ports.ts";

/** A clock and the timers that go with it. Over sockets a scaled clock, else the scheduler's. */
export type World = { readonly clock: Clock; readonly timers: Timers };
