/** Contrast of the two themes, computed from the colours the browser has (WCAG 2.x formula). */
import { expect } from "vitest";
import { test } from "../setup/browser.ts";
import { servePage } from "./page-server.ts";

const texts = ["text", "muted", "up", "down", "caution", "info"];
const grounds = ["panel", "raised", "page"];
const solids = [
  "paper",
  "paper-hatch",
  "demo",
  "demo-dots",
  "live",
  "kill",
  "kill-hover",
  "caution-solid",
  "control-dark",
];
const tints = ["bid-tint", "ask-tint"];

function luminance(colour: string): number {
  const channel = (at: number): number => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(left: string | undefined, right: string | undefined): number {
  const colours = [left ?? "", right ?? ""].map((colour) =>
    colour.replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3"),
  );
  for (const colour of colours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  const [low = 0, high = 0] = colours.map(luminance).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

test.for(["dark", "light"] as const)("the %s theme is readable", async (theme, { openPage }) => {
  const { url } = await servePage();
  const { page } = await openPage(url, { theme });
  const names = [...texts, ...grounds, ...solids, ...tints, "control"];
  const tokens = await page.evaluate((wanted) => {
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(wanted.map((name) => [name, style.getPropertyValue(`--${name}`)]));
  }, names);
  for (const ground of grounds) {
    for (const text of texts) {
      const ratio = contrast(tokens[text], tokens[ground]);
      expect(ratio, `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
    const ratio = contrast(tokens["control"], tokens[ground]);
    expect(ratio, `control lines on ${ground}`).toBeGreaterThanOrEqual(3);
  }
  for (const solid of solids) {
    expect(contrast("#ffffff", tokens[solid]), solid).toBeGreaterThanOrEqual(4.5);
  }
  for (const tint of tints) {
    expect(contrast(tokens["text"], tokens[tint]), tint).toBeGreaterThanOrEqual(4.5);
  }
});
