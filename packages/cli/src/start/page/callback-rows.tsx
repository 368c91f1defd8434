import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CallbackSummary } from '../inbox/inbox-shapes';
import { nextRow, rowHeight, rowWindow, scrollTo } from './row-window';
import { Text } from './text';
import { momentInWords, outcomes, targetStates } from './words';

interface RowsProps {
  readonly callbacks: readonly CallbackSummary[];
  readonly selected: number | undefined;
}

/** The list. Only what is in view is in the document: ten thousand callbacks are as quick as ten. */
export function CallbackRows({ callbacks, selected }: RowsProps) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [activeId, setActiveId] = useState(selected);
  const wantsFocus = useRef(false);
  useKeepPlace(box, callbacks);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const look = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  const { from, to } = rowWindow(view.top, view.height, callbacks.length);
  const active = Math.max(
    0,
    callbacks.findIndex(({ id }) => id === activeId),
  );
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    box.current?.querySelector<HTMLElement>('a[tabindex="0"]')?.focus({ preventScroll: true });
  });
  const move = (event: KeyboardEvent) => {
    const element = box.current;
    const next = nextRow(event.key, active, callbacks.length, view.height);
    if (element === null || next === undefined) return;
    event.preventDefault();
    element.scrollTop = scrollTo(next, element.scrollTop, element.clientHeight);
    wantsFocus.current = true;
    setActiveId(callbacks[next]?.id);
    setView({ top: element.scrollTop, height: element.clientHeight });
  };
  // The row that the Tab key leads to is there, even when it is out of view.
  const indexes = [...new Set([...range(from, to), ...(callbacks.length > 0 ? [active] : [])])].sort((a, b) => a - b);
  return (
    <div class="rows" ref={box}>
      {callbacks.length > 0 && (
        <ul style={{ height: `${callbacks.length * rowHeight}px` }} aria-label="Callbacks, the newest first">
          {indexes.map((index) => {
            const one = callbacks[index];
            if (one === undefined) return null;
            return (
              <li
                key={one.id}
                style={{ top: `${index * rowHeight}px`, height: `${rowHeight}px` }}
                aria-setsize={callbacks.length}
                aria-posinset={index + 1}
              >
                <Row
                  one={one}
                  isActive={index === active}
                  isSelected={one.id === selected}
                  onFocus={setActiveId}
                  onKey={move}
                />
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

interface RowProps {
  readonly one: CallbackSummary;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly onFocus: (id: number) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

function Row({ one, isActive, isSelected, onFocus, onKey }: RowProps) {
  const [word, look] = outcomes[one.outcome];
  return (
    <a
      href={`#/callback/${one.id}`}
      class="row"
      tabIndex={isActive ? 0 : -1}
      aria-current={isSelected ? 'true' : undefined}
      onFocus={() => onFocus(one.id)}
      onKeyDown={onKey}
    >
      <span class="line">
        <span class={`badge ${look}`}>{word}</span>
        <span class="family">{one.family}</span>
        {one.text !== '' && (
          <span class="text">
            <Text text={one.text} />
          </span>
        )}
        <time dateTime={one.at}>{momentInWords(one.at)}</time>
      </span>
      <span class="line faint">
        {one.isEarlier && <span class="status">earlier run</span>}
        {one.status !== null && <span class="status">{one.status}</span>}
        {one.note !== '' && (
          <span class="note">
            <Text text={one.note} />
          </span>
        )}
        <span class="ids">
          <Text text={[one.vibesId, one.requestId].filter((id) => id !== null).join(' ')} />
        </span>
        <Targets targets={one.targets} />
      </span>
    </a>
  );
}

function Targets({ targets }: Pick<CallbackSummary, 'targets'>) {
  const counts = Object.entries(targetStates).map(([state, [word, look]]) => {
    const count = targets.filter((one) => one === state).length;
    return { word, look, count };
  });
  return (
    <>
      {counts
        .filter(({ count }) => count > 0)
        .map(({ word, look, count }) => (
          <span key={word} class={`targets ${look}`}>
            {count} {word}
          </span>
        ))}
    </>
  );
}

/** After scrolling down, the user keeps seeing the same callbacks while new ones come in above. */
function useKeepPlace(box: { readonly current: HTMLDivElement | null }, callbacks: readonly CallbackSummary[]): void {
  const before = useRef(callbacks);
  useLayoutEffect(() => {
    const first = before.current[0]?.id;
    before.current = callbacks;
    const added = first === undefined ? 0 : callbacks.findIndex(({ id }) => id <= first);
    if (box.current !== null && added > 0 && box.current.scrollTop > 0) box.current.scrollTop += added * rowHeight;
  }, [callbacks]);
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}
