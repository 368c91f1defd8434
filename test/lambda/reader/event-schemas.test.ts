import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataSchemas } from '../../../lambda/reader/event-schemas';
import { eventTypes } from '../../../lambda/reader/families';
import type { CallbackDetail } from '../../../package/events';
import { checkDetail } from '../../../packages/proof/src/support/check-detail';

const lambda = join(__dirname, '..', '..', '..', 'lambda');

/** As a customer writes it, with the types that the package exports. */
const detail: CallbackDetail<'MT Message Response'> = {
  metadata: {
    id: '6abcd213-76ea-86bc-a6bf-8c65960177a1',
    identity: 'receipt#1#-',
    requestId: '1',
    receivedAt: '2024-05-06T12:08:10.123Z',
    route: '/sms/receipt',
    proof: 'source',
    attempt: null,
    query: { origin: ['website'] },
    headers: null,
    schemaVersion: 1,
  },
  data: {
    messageId: '1',
    submitterMessageId: null,
    fwdToMessageId: null,
    receiptDate: null,
    receiptDateText: 'soon',
    type: 'Carrier',
    isError: false,
    description: '',
    errorCode: null,
    internalErrorCode: null,
    multipart: null,
  },
};

describe('the schemas of the events', () => {
  it('are there for every type', () => {
    expect(Object.keys(dataSchemas).sort()).toEqual([...eventTypes].sort());
  });

  it('say the same as the types', () => {
    expect(() => checkDetail('MT Message Response', detail)).not.toThrow();
    expect(() => checkDetail('MT Message Response', { ...detail, data: { ...detail.data, isError: 'no' } })).toThrow(
      'isError',
    );
  });

  it('stay out of the functions: nothing but their types is imported there', () => {
    const sources = readdirSync(lambda, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !/-schemas?[.]ts$/.test(file),
    );
    const imports = sources.flatMap(
      (file) => readFileSync(join(lambda, file), 'utf8').match(/^import .*-schemas?';$/gm) ?? [],
    );
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter((line) => !line.startsWith('import type '))).toEqual([]);
  });
});
