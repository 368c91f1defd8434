import { useEffect, useRef, useState } from 'preact/hooks';

interface SearchProps {
  /** What is searched for now. */
  readonly search: string;
  /** Called a moment after the user types, so it must not change between renders. */
  readonly onSearch: (search: string) => void;
}

/** Each letter that is typed is no search of its own. */
const searchAfterMs = 150;

/** What is typed is the box's own, whatever the page draws anew meanwhile; the key `/` leads into it. */
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
    // Its own search comes back while the next letters are typed; another's takes their place.
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
