import { useEffect, useRef, useState } from 'preact/hooks';

interface SearchProps {
  /** What is searched for now. */
  readonly search: string;
  /** Called a moment after the user types, so it must not change between renders. */
  readonly onSearch: (search: string) => void;
}

/** Waits, so that not every letter starts a search. */
const searchAfterMs = 150;

/** Keeps its own text while the page re-renders. The key `/` focuses it. */
export function SearchBox({ search, onSearch }: SearchProps) {
  const [typed, setTyped] = useState(search);
  const input = useRef<HTMLInputElement>(null);
  const told = useRef(search);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    const jump = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', jump);
    return () => removeEventListener('keydown', jump);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    // Its own search comes back while the user types on; only another search replaces the text.
    if (search === told.current) return;
    clearTimeout(timer.current);
    told.current = search;
    setTyped(search);
  }, [search]);
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      told.current = text;
      onSearch(text);
    }, searchAfterMs);
  };
  return (
    <label class="wide">
      Search by id or text
      <input
        ref={input}
        type="search"
        value={typed}
        aria-keyshortcuts="/"
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
    </label>
  );
}
