import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { familiesDocs } from '../../docs/families-docs';

const read = (path: string) => readFileSync(join(__dirname, '..', '..', '..', path), 'utf8');
const documents = familiesDocs(read('README.md'), read('docs/ARCHITECTURE.md'));

test.each([...documents])('npm run docs has nothing to change in %s', (path, content) => {
  expect(content).toBe(read(path));
});

// Architecture §3 and §5 are relied on from outside.
test.each([
  '| `POST`, `PUT`, `PATCH /sms/mo` | `moMessage`, `deliver` | `SmsMoUrl` | Basic Auth |',
  '| `POST /mms/receipt` | MM7 `DeliveryReportReq` | `MmsReceiptUrl` | source address |',
  '| `POST`, `PUT /platform` | Platform JSON | `PlatformUrl` | source address; a client certificate where mutual TLS is configured |',
  '| `POST /rbm` | RBM JSON | `RbmUrl` | source address, and the signature once its secret is configured |',
  '| `Platform Event` | `eventId`, `type`, `eventDate`, `eventDateText`, `payload` |',
])('the architecture says %s', (line) => {
  expect(documents.get('docs/ARCHITECTURE.md')).toContain(`\n${line}\n`);
});

test('the README says what Vibes sends, by which methods, and the event it becomes', () => {
  expect(documents.get('README.md')).toContain(
    '| Platform: events | Platform JSON (POST or PUT) | `PlatformUrl` | source address; mutual TLS if configured | `Platform Event` |',
  );
});
