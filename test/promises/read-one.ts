// Reads one callback as the consumer does, and says how much memory the process had at most. Bundled by the test.
import { readFileSync } from 'node:fs';
import { toEvent } from '../../lambda/reader/event';
import { readCallback } from '../../lambda/reader/read-callback';
import { decodeEnvelope } from '../../lambda/shared/envelope';

async function main(file = ''): Promise<void> {
  const envelope = decodeEnvelope(readFileSync(file, 'utf8'));
  const callback = await readCallback(envelope, { bucket: 'bucket', requireRbmSignature: false, identityKey: 'a key' });
  const { detailType } = toEvent(callback, envelope);
  console.log(JSON.stringify({ detailType, peakMb: peakKb() / 1024 }));
}

/** On Linux `maxRSS` begins with what the parent had when it started this process; the kernel's own mark does not. */
function peakKb(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}

void main(process.argv[2]);
