/**
 * The simulation's door: a planned night, its two servers, and what they run on, real loopback
 * sockets or one discrete-event scheduler.
 */
export type { NightConditions, ScriptedMoment } from "./conditions.ts";
export type { EnteredOrder, Exchange, Member, MemberOrder } from "./exchange/exchange.ts";
export { randomRules } from "./faults/faults.ts";
export type { Faults, Rules, Strike } from "./faults/faults.ts";
export { type NightPlan, planNight } from "./plan.ts";
export { type Night, openNight } from "./night.ts";
export { createScheduler } from "./scheduler.ts";
export { createInProcess } from "./transport.ts";
export { listen } from "./listen.ts";
export { readCandles, readPlays } from "./file/read.ts";
