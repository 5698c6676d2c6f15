/** The tab says mode and game as well: title, icon and the colour of acting follow them. */
import { effect } from "@preact/signals";
import { isReducing } from "../words/account.ts";
import { connection, game, mode, view } from "./state.ts";

function setTitle(): void {
  const shown = game.value;
  const teams = shown?.away && shown.home ? ` ${shown.away}@${shown.home}` : "";
  const isLost = connection.value.kind === "waiting" ? "not connected, " : "";
  const isReal = mode.value === "LIVE" ? "● " : "";
  const only = isReducing(view.value) ? " REDUCE-ONLY" : "";
  document.title = `${isLost}${isReal}${mode.value ?? ""}${only}${teams} MNF Trader`.trim();
}

function setIcon(): void {
  const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  const name =
    connection.value.kind === "open" ? (mode.value?.toLowerCase() ?? "waiting") : "waiting";
  const address = `./icon-${name}.svg`;
  if (icon !== null && icon.getAttribute("href") !== address) icon.setAttribute("href", address);
}

export function startTitle(): void {
  effect(setTitle);
  effect(setIcon);
  effect(() => {
    document.documentElement.dataset["mode"] = mode.value ?? "";
  });
}
