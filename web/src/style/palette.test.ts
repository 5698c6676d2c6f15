import { expect, test } from "vitest";
import css from "./palette.css?raw";

const [darkText = "", lightText = ""] = css.split("@media");

function tokensOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]),
  );
}

const dark = tokensOf(darkText);
const light = { ...dark, ...tokensOf(lightText) };

function luminance(colour: string): number {
  const channel = (at: number): number => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(left: string, right: string): number {
  const [low = 0, high = 0] = [luminance(left), luminance(right)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const themes = { dark, light } as const;
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

test.each(Object.keys(themes) as (keyof typeof themes)[])(
  "every text of the %s theme is readable",
  (name) => {
    const tokens = themes[name];
    let pairs = 0;
    for (const text of texts) {
      for (const ground of grounds) {
        pairs += 1;
        const ratio = contrast(tokens[text] ?? "", tokens[ground] ?? "");
        expect(ratio, `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(pairs).toBe(texts.length * grounds.length);
  },
);

test.each(Object.keys(themes) as (keyof typeof themes)[])(
  "white stands on every banner of the %s theme",
  (name) => {
    for (const solid of solids) {
      const ratio = contrast("#ffffff", themes[name][solid] ?? "");
      expect(ratio, solid).toBeGreaterThanOrEqual(4.5);
    }
  },
);

test.each(Object.keys(themes) as (keyof typeof themes)[])(
  "lines of controls and numbers on depth are seen, %s",
  (name) => {
    const tokens = themes[name];
    for (const ground of grounds) {
      expect(
        contrast(tokens["control"] ?? "", tokens[ground] ?? ""),
        ground,
      ).toBeGreaterThanOrEqual(3);
    }
    for (const tint of ["bid-tint", "ask-tint"]) {
      expect(contrast(tokens["text"] ?? "", tokens[tint] ?? ""), tint).toBeGreaterThanOrEqual(4.5);
    }
  },
);
