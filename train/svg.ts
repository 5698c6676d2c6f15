/** Calibration plots as SVG. */
import type { Bin } from "./measures.ts";

export type Curve = {
  readonly name: string;
  readonly colour: string;
  readonly bins: readonly Bin[];
};

const side = 360;
const edge = 48;

function x(chance: number): string {
  return (edge + chance * side).toFixed(1);
}

function y(chance: number): string {
  return (edge + (1 - chance) * side).toFixed(1);
}

function grid(): string {
  const lines: string[] = [];
  for (let tenth = 0; tenth <= 10; tenth += 2) {
    const at = tenth / 10;
    lines.push(
      `<path d="M${x(at)} ${y(0)}V${y(1)}M${x(0)} ${y(at)}H${x(1)}" stroke="#d8dde3"/>`,
      `<text x="${x(at)}" y="${edge + side + 18}" text-anchor="middle">${tenth * 10}</text>`,
      `<text x="${edge - 8}" y="${Number(y(at)) + 4}" text-anchor="end">${tenth * 10}</text>`,
    );
  }
  return lines.join("\n");
}

function curveOf(curve: Curve, index: number): string {
  const points = curve.bins.map((bin) => `${x(bin.predicted)},${y(bin.happened)}`);
  const dots = curve.bins.map(
    (bin) =>
      `<circle cx="${x(bin.predicted)}" cy="${y(bin.happened)}" r="3" fill="${curve.colour}"/>`,
  );
  const top = edge + 18 + index * 18;
  return [
    `<polyline points="${points.join(" ")}" fill="none" stroke="${curve.colour}"/>`,
    ...dots,
    `<circle cx="${edge + 14}" cy="${top - 4}" r="4" fill="${curve.colour}"/>`,
    `<text x="${edge + 24}" y="${top}">${curve.name}</text>`,
  ].join("\n");
}

/** What was predicted against what happened, in percent, with the diagonal of a perfect model. */
export function calibrationPlot(title: string, curves: readonly Curve[]): string {
  const width = side + 2 * edge;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${width + 10}" width="${width}"`,
    '  font-family="sans-serif" font-size="12" role="img">',
    `<title>${title}</title>`,
    `<rect width="${width}" height="${width + 10}" fill="#fff"/>`,
    `<text x="${width / 2}" y="24" text-anchor="middle" font-size="14">${title}</text>`,
    grid(),
    `<path d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}" stroke="#9aa4b0" stroke-dasharray="4 4"/>`,
    ...curves.map(curveOf),
    `<text x="${width / 2}" y="${width - 6}" text-anchor="middle">predicted, %</text>`,
    `<text x="14" y="${width / 2}" transform="rotate(-90 14 ${width / 2})" text-anchor="middle">`,
    "won, %</text>",
    "</svg>",
    "",
  ].join("\n");
}
