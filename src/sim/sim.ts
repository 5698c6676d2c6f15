/**
 * The simulation's door: a planned night, its two servers, and what they run on, real loopback
 * sockets or one discrete-event scheduler.
 */
export { planNight } from "./plan.ts";
export type { NightKind, NightPlan, PlanOptions } from "./plan.ts";
export { openNight } from "./night.ts";
export type { Night, NightWorlds } from "./night.ts";
export type { World } from "./world.ts";
export { createScheduler } from "./scheduler.ts";
export type { RunEnd, RunOptions, Scheduler } from "./scheduler.ts";
export { createInProcess } from "./transport.ts";
export type { InProcess, Route, Routes } from "./transport.ts";
export { ListenError, listen } from "./listen.ts";
export type { ListenOptions, Listening } from "./listen.ts";
export { readCandles, readPlays } from "./file/read.ts";
export type { FileReading } from "./file/read.ts";
export type { Candle } from "./file/candle.ts";
export type { Play } from "./file/play.ts";
