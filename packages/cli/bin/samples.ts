import { freshId } from '../src/commands/send/change-sample';
import { sampleNames, sampleRequest } from '../src/commands/send/sample-request';

/** What the inbox page of the local cloud can send. */
export const samples = { names: () => sampleNames(''), read: sampleRequest, withId: freshId };
