/** All rows have the same height, so that the visible ones are known without measuring. */
export const rowHeight = 60;

/** Extra rows beyond the edges, so that scrolling shows no gap. */
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

/** The row that a key moves to; undefined for other keys. */
export function nextRow(key: string, index: number, count: number, height: number): number | undefined {
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (step === undefined || count === 0) return undefined;
  const page = Math.max(1, Math.floor(height / rowHeight) - 1);
  return Math.max(0, Math.min(count - 1, step(index, page)));
}

/** Where to scroll so that a row is in view; unchanged if it is already. */
export function scrollTo(index: number, scrollTop: number, height: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop;
}
