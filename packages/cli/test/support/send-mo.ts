import { answered } from './answered';
import type { LocalCloudProcess } from './start-local-cloud';

/** An MO message with this text and this id, as Vibes posts it; the password is `pw`. */
export async function sendMo({ outputs }: Pick<LocalCloudProcess, 'outputs'>, text: string, id: string): Promise<void> {
  const body = `<moMessage messageId="${id}" receiptDate="2024-05-06 07:08:09-0500"><source address="+15555550100" carrier="104" type="MDN"/><destination address="12345" type="SC"/><message>${text}</message></moMessage>`;
  const headers = { 'content-type': 'text/xml', authorization: `Basic ${btoa('vibes:pw')}` };
  const { status } = await answered(() => fetch(outputs.SmsMoUrl ?? '', { method: 'POST', body, headers }));
  expect(status).toBe(200);
}
