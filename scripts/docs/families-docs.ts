import { type DocumentFormat, eventTypes, type FamilyAuthentication, sentRows } from '../../lambda/reader/families';
import { moMethods, moRoute } from '../../lambda/shared/mo-route';
import { jsonSchema } from '../../packages/proof/src/support/json-schema';
import { markdownTable } from '../../packages/proof/src/support/markdown-table';
import { fieldNames } from './field-table';
import { fillBlocks } from './fill-blocks';
import { outputsTable } from './outputs-table';
import { roomsPicture } from './rooms-picture';

type SentRow = (typeof sentRows)[number];
type Words = Readonly<Record<FamilyAuthentication, string>>;

/** What `npm run docs` writes about families, rooms and outputs: the contents of files, by their path. */
export function familiesDocs(readme: string, architecture: string): ReadonlyMap<string, string> {
  const ofArchitecture = new Map([
    ['rooms', roomsPicture()],
    ['routes', routesTable()],
    ['outputs', outputsTable()],
    ['event data', dataTable()],
  ]);
  return new Map([
    ['README.md', fillBlocks(readme, new Map([['families', familiesTable()]]))],
    ['docs/ARCHITECTURE.md', fillBlocks(architecture, ofArchitecture)],
  ]);
}

function familiesTable(): string {
  const authentications: Words = {
    basic: 'Basic Auth',
    source: 'source address',
    certificate: 'source address; mutual TLS if configured',
    signature: 'source address; signature if configured',
  };
  return markdownTable(
    ['Vibes sends', 'document', 'URL (stack output)', 'authentication', 'event'],
    [
      ...sentRows.map((row) => {
        const { about, output, methods, authentication } = row.url;
        const documents = documentsOf(row, { xml: quoted, mm7: quoted, json: (name) => name });
        const as = methods.length > 1 ? `${documents} (${methods.join(' or ')})` : documents;
        return [about, as, `\`${output}\``, authentications[authentication], `\`${row.detailType}\``];
      }),
      ['anything else', '–', 'any path', 'source address', '`Unrecognized Callback`; its bytes are kept'],
    ],
  );
}

function routesTable(): string {
  const authentications: Words = {
    basic: 'Basic Auth',
    source: 'source address',
    certificate: 'source address; a client certificate where mutual TLS is configured',
    signature: 'source address, and the signature once its secret is configured',
  };
  return markdownTable(
    ['route, under the stage (`callbacks`)', 'family', 'output', 'authentication'],
    [
      ...sentRows.map((row) => {
        const { output, authentication } = row.url;
        const documents = documentsOf(row, { xml: quoted, mm7: (name) => `MM7 ${quoted(name)}`, json: (name) => name });
        return [requestsOf(row), documents, quoted(output), authentications[authentication]];
      }),
      ['anything else, any method', '–', '`EndpointUrl` is the base', 'source address; kept as unrecognized'],
      [
        '`GET`, `HEAD`, any path',
        '–',
        '–',
        'source address; answered 200, and nothing is kept: for people who open the URL in a browser',
      ],
    ],
  );
}

/** `POST`, `PUT /platform`, each as code. */
function requestsOf({ url: { methods, route } }: SentRow): string {
  const all: readonly string[] = route === moRoute ? moMethods : methods;
  return [...all.slice(0, -1), `${all.at(-1)} /${route}`].map(quoted).join(', ');
}

function dataTable(): string {
  const rows = eventTypes.map((type) => {
    const names = fieldNames(jsonSchema(type).properties?.data ?? {});
    return [quoted(type), names.map(quoted).join(', ')];
  });
  return markdownTable(['`detail-type`', 'fields of `data`'], rows);
}

function documentsOf({ documents }: SentRow, words: Readonly<Record<DocumentFormat, (name: string) => string>>) {
  return Object.entries<DocumentFormat>(documents)
    .map(([name, format]) => words[format](name))
    .join(', ');
}

function quoted(code: string): string {
  return `\`${code}\``;
}
