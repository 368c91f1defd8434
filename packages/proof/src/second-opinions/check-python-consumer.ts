import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toEvent } from '../../../../lambda/reader/event';
import { readCallback } from '../../../../lambda/reader/read-callback';
import { eventSource } from '../../../../lambda/shared/bus-event';
import { sampleNames, sampleRequest } from '../../../cli/src/commands/send/sample-request';
import { envelopeOf } from '../support/envelope';
import { lastLine, root, runCommand } from '../support/run-command';
import { temporaryFolder } from '../support/temporary-folder';
import { CheckFailed, type CheckOutcome, check } from './outcome';
import type { Tool } from './tools';

/** A consumer in another language, with the published schemas and an independent validator. */
export function checkPythonConsumer(python: Tool): Promise<CheckOutcome> {
  return check('examples/python-consumer on the events of the samples', [python], handleSamples);
}

async function handleSamples(python: string): Promise<string> {
  const folder = temporaryFolder('vibes-python-');
  try {
    const events = await Promise.all(sampleNames('').map(eventOf));
    const file = join(folder.path, 'events.jsonl');
    writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    const script = join(root, 'examples', 'python-consumer', 'run.py');
    const { code, output } = await runCommand(python, ['-B', script, file, join(root, 'docs', 'schemas')]);
    const said = lastLine(output);
    if (code !== 0 || !said.startsWith(`${events.length} events handled (checked)`))
      throw new CheckFailed('it does not handle them', output);
    return said;
  } finally {
    await folder.remove();
  }
}

/** The event as a rule's target gets it. */
async function eventOf(sample: string): Promise<unknown> {
  const { path, method, headers, body } = sampleRequest(sample);
  const envelope = envelopeOf({ path, method, headers, body, proof: path === '/sms/mo' ? 'basic:current' : 'source' });
  const policy = { bucket: 'bucket', requireRbmSignature: false, identityKey: 'a key' };
  const { detailType, detail } = toEvent(await readCallback(envelope, policy), envelope);
  return { source: eventSource, 'detail-type': detailType, detail: JSON.parse(detail) };
}
