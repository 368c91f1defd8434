import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ask, messageOf } from './ask';

interface DismissProps {
  /** Of unrecognized callbacks. */
  readonly ids: readonly number[];
  readonly label: string;
  readonly children?: ComponentChildren;
}

/** Marks unrecognized callbacks as junk. The inbox then shows them as dismissed. */
export function Dismiss({ ids, label, children }: DismissProps) {
  const [failure, setFailure] = useState('');
  const dismiss = () =>
    ask('POST', 'dismiss', { ids }).then(
      () => setFailure(''),
      (error: unknown) => setFailure(messageOf(error)),
    );
  return (
    <p class="dismiss">
      <button type="button" onClick={() => void dismiss()}>
        {label}
      </button>{' '}
      {children !== undefined && <span class="faint">{children}</span>}
      {failure !== '' && (
        <span role="alert" class="bad-text">
          {failure}
        </span>
      )}
    </p>
  );
}
