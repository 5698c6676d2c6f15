import { view } from "./desk/state.ts";

export function Screen() {
  return <pre>{JSON.stringify(view.value ?? "connecting", null, 1)}</pre>;
}
