import { useState } from "preact/hooks";
import { Dialog } from "./dialog.tsx";

const reasonMax = 500;

type ReasonDialogProps = {
  readonly title: string;
  readonly confirm: string;
  readonly question: string;
  readonly points: readonly string[];
  readonly onReason: (reason: string) => void;
  readonly onCancel: () => void;
};

/** Something that goes on record with a person's reason, or not at all. */
export function ReasonDialog(props: ReasonDialogProps) {
  const [text, setText] = useState("");
  const reason = text.trim();
  return (
    <Dialog
      title={props.title}
      confirm={props.confirm}
      canConfirm={reason !== ""}
      onConfirm={() => props.onReason(reason)}
      onCancel={props.onCancel}
    >
      <p>{props.question}</p>
      <ul>
        {props.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <label class="reason">
        <span>Your reason, for the record</span>
        <input
          type="text"
          value={text}
          maxLength={reasonMax}
          autocomplete="off"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
    </Dialog>
  );
}
