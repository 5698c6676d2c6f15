import { Dialog } from "./dialog.tsx";

type PointsDialogProps = {
  readonly title: string;
  readonly confirm: string;
  readonly cancel?: string;
  readonly points: readonly string[];
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
};

/** Says what would happen, point by point with numbers, and asks. */
export function PointsDialog({ points, ...dialog }: PointsDialogProps) {
  return (
    <Dialog {...dialog}>
      <ul>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </Dialog>
  );
}
