/** The door of the app room: what the command line needs of it. */
export { buildHash } from "./build-hash.ts";
export { type ControlAnswer, type ControlWord, sayToDesk } from "./control-socket.ts";
export {
  openerFor,
  type Opener,
  planFor,
  type PlanOrRefusal,
  type SourceWish,
} from "./open-source.ts";
export { memoryWarnings } from "./inspector.ts";
export { isPortFree } from "./port-probe.ts";
export { type NightRun, runNight, type RunOptions, type Summary } from "./run-night.ts";
export {
  type BuiltInServers,
  createScheduledSource,
  openBuiltInServers,
} from "./simulated-source.ts";
export { type RunningDesk, startDesk } from "./start-desk.ts";
export { createHttp } from "./transport/http.ts";
