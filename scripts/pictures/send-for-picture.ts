import { setTimeout as pause } from 'node:timers/promises';
import { sampleNames, sampleRequest } from '../../packages/cli/src/commands/send/sample-request';

/** The last is the newest, and so the first of the list. */
const names = [
  'platform-person-added',
  'mms-delivery-report-retrieved',
  'rbm-user-message-text',
  'mms-message-picture',
  'mt-message-response-handset',
  'deliver-keyword',
  'mo-message-keyword',
  'mo-message-keyword',
] as const;

/** Sends what the pictures show: each family, a repeat, and one without the password. */
export async function sendForPicture(control: URL, token: string): Promise<void> {
  const send = async (name: string, authenticate: boolean) => {
    const { method, path, headers, body } = sampleRequest(fileOf(name));
    const draft = { method, path, headers: Object.entries(headers), base64: body.toString('base64'), authenticate };
    const init = { method: 'POST', headers: { 'x-local-token': token }, body: JSON.stringify(draft) };
    const answer = await fetch(new URL('send', control), init);
    if (!answer.ok) throw new Error(`${name} was not sent: ${await answer.text()}`);
    await published(control, token);
  };
  await send('mo-message-emoji', false);
  for (const name of names) await send(name, true);
}

/** So that each has its own time, and its end, in the picture. */
async function published(control: URL, token: string): Promise<void> {
  for (;;) {
    const answer = await fetch(new URL('state', control), { headers: { 'x-local-token': token } });
    const { queue } = (await answer.json()) as { readonly queue: Readonly<Record<'visible' | 'inFlight', number>> };
    if (queue.visible + queue.inFlight === 0) return;
    await pause(50);
  }
}

function fileOf(name: string): string {
  const [file] = sampleNames(`${name}.`);
  if (file === undefined) throw new Error(`there is no sample ${name}`);
  return file;
}
