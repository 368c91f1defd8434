import { StartError } from '../start-error';
import type { DraftCallback, SampleShape } from './inbox-shapes';
import { routeFamily } from './route-family';

/** A callback as Vibes would post it. */
interface SampleCallback {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Where samples come from: passed in by the code that starts the local cloud. */
export interface SampleSource {
  names(): readonly string[];
  read(name: string): SampleCallback;
  /** @throws Error for one without an id */
  withId(sample: SampleCallback, id: string): SampleCallback;
}

/** For a local cloud that was started without samples. */
export const noSamples: SampleSource = {
  names: () => [],
  read: (name) => {
    throw new StartError('no-such-sample', `There is no sample ${name}.`);
  },
  withId: (sample) => sample,
};

/** All of them, with what the page needs to send one. */
export function listSamples(source: SampleSource): readonly SampleShape[] {
  return source.names().map((file) => {
    const { method, path, headers, body } = source.read(file);
    const name = file.replace(/\.(xml|json|mime)$/, '');
    return {
      name,
      family: routeFamily(path),
      method,
      path,
      headers: Object.entries(headers),
      base64: body.toString('base64'),
    };
  });
}

/** The same callback with another id, so that it is not a repeat. @throws StartError for a body without an id */
export function withNewId(source: SampleSource, draft: DraftCallback, id: string): DraftCallback {
  const body = Buffer.from(draft.base64, 'base64');
  try {
    const changed = source.withId({ method: 'POST', path: draft.path, headers: {}, body }, id);
    return { ...draft, base64: changed.body.toString('base64') };
  } catch (error) {
    throw new StartError('bad-request', error instanceof Error ? error.message : String(error));
  }
}
