/** Rows have one height, so that those in view can be told without measuring any. */
export const rowHeight = 60;

/** Rows beyond the edges, so that scrolling does not show what is not drawn yet. */
const beyond = 8;

export interface RowWindow {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export function rowWindow(scrollTop: number, height: number, count: number): RowWindow {
  const from = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight)) - beyond);
  const to = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + beyond);
  return { from, to: Math.max(from, to) };
}

const steps: Readonly<Record<string, (index: number, page: number) => number>> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  PageDown: (index, page) => index + page,
  PageUp: (index, page) => index - page,
  Home: () => 0,
  End: () => Number.POSITIVE_INFINITY,
};

/** Where a key leads from a row; undefined for a key that leads nowhere. */
export function nextRow(key: string, index: number, count: number, height: number): number | undefined {
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (step === undefined || count === 0) return undefined;
  const page = Math.max(1, Math.floor(height / rowHeight) - 1);
  return Math.max(0, Math.min(count - 1, step(index, page)));
}

/** Where to scroll so that a row is in view; the place itself where it is already. */
export function scrollTo(index: number, scrollTop: number, height: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop;
}
