import type { ComponentChildren } from 'preact';
import type { ToldLine } from '../inbox/inbox-shapes';
import { Text } from './text';
import { clockTime } from './words';

interface PartProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

export function Part({ title, children }: PartProps) {
  return (
    <section class="part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** A part of a part. */
export function SubPart({ title, children }: PartProps) {
  return (
    <section class="subpart">
      <h4>{title}</h4>
      {children}
    </section>
  );
}

/** Names and values; what is null is left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, string | null])[] }) {
  return (
    <dl class="facts">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Text text={value} />
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

interface HeadersProps {
  readonly headers: readonly (readonly [string, string])[];
  readonly name: string;
}

export function Headers({ headers, name }: HeadersProps) {
  return (
    <details>
      <summary>
        {name} ({headers.length})
      </summary>
      <dl class="headers">
        {headers.map(([header, value], index) => (
          <div key={index}>
            <dt>
              <Text text={header} />
            </dt>
            <dd>
              <Text text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

interface LogLinesProps {
  readonly lines: readonly ToldLine[];
  readonly name: string;
  /** Shown when there is none. */
  readonly none: string;
}

export function LogLines({ lines, name, none }: LogLinesProps) {
  if (lines.length === 0) return <p class="faint">{none}</p>;
  return (
    <ol class="steps" aria-label={name}>
      {lines.map(({ at, line }, index) => (
        <li key={index}>
          <time dateTime={at}>{clockTime(at)}</time>{' '}
          <code>
            <Text text={line} />
          </code>
        </li>
      ))}
    </ol>
  );
}
