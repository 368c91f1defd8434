import { useMemo, useState } from 'preact/hooks';
import type { Cut } from '../inbox/inbox-shapes';
import { askBytes, download, messageOf } from './ask';
import { bytesOfBase64 } from './base64';
import { hexLines } from './hex-lines';
import { indentJson } from './indent-json';
import { piecesOf } from './pieces';
import { Text } from './text';
import { bytesInWords } from './words';

interface BytesProps {
  readonly cut: Cut;
  /** What they are: "body". */
  readonly name: string;
  /** Formatted, if it is JSON. */
  readonly isJson?: boolean;
}

/** Bytes as text or in hex; initially only the beginning. */
export function BytesView({ cut, name, isJson = false }: BytesProps) {
  const [all, setAll] = useState<Uint8Array>();
  const [failure, setFailure] = useState('');
  const [isHex, setHex] = useState(false);
  const beginning = useMemo(() => bytesOfBase64(cut.base64), [cut.base64]);
  const bytes = all ?? beginning;
  const isCut = bytes.length < cut.size;
  const shown = isHex ? hexLines(beginning) : new TextDecoder().decode(bytes);
  const text = isJson && !isHex && !isCut ? indentJson(shown) : shown;
  const failed = (error: unknown) => setFailure(messageOf(error));
  const showAll = () => askBytes(cut.url).then(setAll, failed);
  const save = () => download(cut.url).catch(failed);
  return (
    <div class="bytes">
      <div class="tools">
        <span>{bytesInWords(cut.size)}</span>
        <button type="button" aria-pressed={isHex} onClick={() => setHex(!isHex)}>
          Hex<span class="unseen"> of the {name}</span>
        </button>
        <button type="button" onClick={save}>
          Download<span class="unseen"> the {name}</span>
        </button>
      </div>
      {cut.size === 0 ? <p class="faint">It is empty.</p> : <Pieces text={text} name={name} />}
      {(isCut || (isHex && beginning.length < cut.size)) && (
        <p>
          The first {bytesInWords(beginning.length)} of {bytesInWords(cut.size)}.{' '}
          {!isHex && (
            <button type="button" onClick={showAll}>
              Show all<span class="unseen"> of the {name}</span>
            </button>
          )}
        </p>
      )}
      {failure !== '' && <p role="alert">{failure}</p>}
    </div>
  );
}

/** Drawn piece by piece, so that what is out of view costs nothing. */
export function Pieces({ text, name }: { readonly text: string; readonly name: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must be able to scroll it
    <section class="scroll" tabIndex={0} aria-label={name}>
      <pre>
        {piecesOf(text).map((piece, index) => (
          <span key={index} class="piece">
            <Text text={piece} />
          </span>
        ))}
      </pre>
    </section>
  );
}
