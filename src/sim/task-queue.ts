/** Tasks in the order (time, insertion): a binary heap with lazy removal of cancelled ones. */
import type { Cancel } from "../domain/ports.ts";

type Entry = { readonly at: number; readonly order: number; task: (() => void) | undefined };

export type TaskQueue = {
  add(at: number, task: () => void): Cancel;
  /** Time of the next task; undefined when there is none. */
  nextAt(): number | undefined;
  /** Removes and returns the next task. */
  take(): (() => void) | undefined;
};

function isBefore(left: Entry, right: Entry): boolean {
  return left.at !== right.at ? left.at < right.at : left.order < right.order;
}

function rise(heap: Entry[], entry: Entry): void {
  let index = heap.length;
  heap.push(entry);
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex];
    if (parent === undefined || !isBefore(entry, parent)) break;
    heap[index] = parent;
    index = parentIndex;
  }
  heap[index] = entry;
}

function sink(heap: Entry[], entry: Entry): void {
  let index = 0;
  for (;;) {
    let childIndex = 2 * index + 1;
    let child = heap[childIndex];
    if (child === undefined) break;
    const right = heap[childIndex + 1];
    if (right !== undefined && isBefore(right, child)) {
      childIndex += 1;
      child = right;
    }
    if (!isBefore(child, entry)) break;
    heap[index] = child;
    index = childIndex;
  }
  heap[index] = entry;
}

export function createTaskQueue(): TaskQueue {
  const heap: Entry[] = [];
  let order = 0;

  function removeFirst(): Entry | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (last !== undefined && last !== first) sink(heap, last);
    return first;
  }

  function dropCancelled(): void {
    while (heap[0] !== undefined && heap[0].task === undefined) removeFirst();
  }

  return {
    add(at, task) {
      const entry: Entry = { at, order, task };
      order += 1;
      rise(heap, entry);
      return () => {
        entry.task = undefined;
      };
    },
    nextAt() {
      dropCancelled();
      return heap[0]?.at;
    },
    take() {
      dropCancelled();
      return removeFirst()?.task;
    },
  };
}
