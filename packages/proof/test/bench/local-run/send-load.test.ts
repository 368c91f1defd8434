import type { RawConnection } from '../../../src/bench/local-run/raw-connection';
import { sendAll } from '../../../src/bench/local-run/send-load';

/** Answers with these statuses, then with 200. */
function connectionOf(sent: string[], statuses: number[]): RawConnection {
  return {
    request: async (bytes) => {
      sent.push(bytes.toString());
      return { status: statuses.shift() ?? 200, head: '', body: Buffer.alloc(0) };
    },
    close: () => undefined,
  };
}

const requests = ['a', 'b', 'c'].map((text) => Buffer.from(text));
const isOk = ({ status }: { readonly status: number }) => status === 200;

test('each request is sent once when it is taken', async () => {
  const sent: string[] = [];
  expect(await sendAll([connectionOf(sent, []), connectionOf(sent, [])], requests, isOk)).toBe(0);
  expect(sent.sort()).toEqual(['a', 'b', 'c']);
});

test('one that is not taken is sent again, and counted', async () => {
  const sent: string[] = [];
  expect(await sendAll([connectionOf(sent, [200, 503, 503])], requests, isOk)).toBe(2);
  expect(sent).toEqual(['a', 'b', 'b', 'b', 'c']);
});
