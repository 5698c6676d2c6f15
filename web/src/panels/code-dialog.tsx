import { useState } from "preact/hooks";
import { type CodeWanted, codeWanted, giveCode } from "../desk/ask.ts";
import { CodeField } from "../parts/code-field.tsx";
import { Dialog } from "../parts/dialog.tsx";

function CodeForm({ request, error }: CodeWanted) {
  const [code, setCode] = useState("");
  return (
    <Dialog
      title="The code of this session"
      confirm={`Give it, and ask again: ${request.what}`}
      canConfirm={code !== ""}
      onConfirm={() => giveCode(code)}
      onCancel={() => {
        codeWanted.value = undefined;
      }}
    >
      <p>
        Where orders are really sent, the desk obeys a page that knows the code. STOP, Kill and
        cancels never need it.
      </p>
      <CodeField value={code} error={error} onInput={setCode} />
    </Dialog>
  );
}

/** Open while something that was pressed waits for the code. */
export function CodeDialog() {
  const waiting = codeWanted.value;
  return waiting === undefined ? null : <CodeForm {...waiting} />;
}
