import { freshId } from '../ops/send/change-sample';
import { sampleNames, sampleRequest } from '../tools/samples/sample-request';

/** What the inbox page of the local cloud can send. */
export const samples = { names: () => sampleNames(''), read: sampleRequest, withId: freshId };
