import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers the calls of ingest at once, and keeps the moment at which each arrived. */
export async function startFakeAws() {
  const arrivals = new Map<string, bigint>();
  const server = createServer(async (request, response) => {
    const action = String(request.headers['x-amz-target'] ?? request.method).replace(/^.*\./, '');
    if (!arrivals.has(action)) arrivals.set(action, process.hrtime.bigint());
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    reply(action, Buffer.concat(chunks), response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** When the first call of an action arrived, in ns of `process.hrtime`, which all processes of a machine share. */
    arrivalOf: (action: string) => arrivals.get(action),
    forget: () => arrivals.clear(),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function reply(action: string, body: Buffer, response: ServerResponse): void {
  if (action === 'SendMessage') json(response, sendMessageResult(body));
  else if (action === 'GetSecretValue') json(response, { SecretString: '{"username":"vibes","password":"pw"}' });
  else response.end();
}

function sendMessageResult(body: Buffer) {
  const { MessageBody } = JSON.parse(body.toString());
  return { MessageId: '1', MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') };
}

function json(response: ServerResponse, value: object): void {
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  response.end(JSON.stringify(value));
}
