import { freshId } from '../../commands/send/change-sample';
import { sampleName, sampleNames, sampleRequest } from '../../commands/send/sample-request';
import { StartError } from '../start-error';
import type { DraftCallback, SampleShape } from './inbox-shapes';
import { routeFamily } from './route-family';

/** All of them, with what the page needs to send one. */
export function listSamples(): readonly SampleShape[] {
  return sampleNames('').map((file) => {
    const { method, path, headers, body } = sampleRequest(file);
    const family = routeFamily(path);
    const base64 = body.toString('base64');
    return { name: sampleName(file), family, method, path, headers: Object.entries(headers), base64 };
  });
}

/** The same callback with another id, so that it is not a repeat. @throws StartError for a body without an id */
export function withNewId(draft: DraftCallback, id: string): DraftCallback {
  const body = Buffer.from(draft.base64, 'base64');
  try {
    const changed = freshId({ method: 'POST', path: draft.path, headers: {}, body }, id);
    return { ...draft, base64: changed.body.toString('base64') };
  } catch (error) {
    throw new StartError('bad-request', error instanceof Error ? error.message : String(error));
  }
}
