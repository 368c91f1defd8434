import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type EventType, families, fileStem, outcomeType } from '../../lambda/reader/families';

interface Row {
  readonly detailType: EventType;
  /** The folder of its schema, below `lambda/reader`. */
  readonly channel: string;
}

const rows: readonly Row[] = [...Object.values(families), { detailType: outcomeType, channel: 'outcome' }];
const folder = 'lambda/reader';
const note = '// Written by `npm run docs` from lambda/reader/families.ts: change a family there.';

/** What `npm run docs` writes of code: what follows from a family's row and the stem of its files. */
export function familySources(): ReadonlyMap<string, string> {
  return new Map([
    [`${folder}/data-schemas.ts`, dataSchemas()],
    [`${folder}/event-guards.ts`, eventGuards()],
  ]);
}

/** Schemas that rows name but that do not exist yet, although generated files need them. */
export function missingSchemas(project: string): readonly string[] {
  return rows.map((row) => `${folder}/${schemaPath(row)}.ts`).filter((path) => !existsSync(join(project, path)));
}

function dataSchemas(): string {
  const imports = [
    ['families', `import type { EventType } from './families';`],
    ...rows.map((row) => [schemaPath(row), `import { ${typeName(row.detailType)} } from './${schemaPath(row)}';`]),
  ];
  return [
    note,
    `import type { TSchema } from '@sinclair/typebox';`,
    ...imports.sort().map(([, line]) => line),
    '',
    '/** `data` of each event: the one source of the TypeScript types, docs/schemas/ and docs/EVENTS.md. */',
    'export const dataSchemas = {',
    ...rows.map(({ detailType }) => `  '${detailType}': ${typeName(detailType)},`),
    '} as const satisfies Record<EventType, TSchema>;\n',
  ].join('\n');
}

function eventGuards(): string {
  return [
    note,
    `import { isOfType } from './delivered-event';`,
    '',
    '// `PURE`: a bundle leaves out the guards that it does not use.',
    ...rows.map(
      ({ detailType }) => `export const is${typeName(detailType)} = /* @__PURE__ */ isOfType('${detailType}');`,
    ),
    '',
  ].join('\n');
}

function schemaPath({ channel, detailType }: Row): string {
  return `${channel}/${fileStem(detailType)}-schema`;
}

/** `MmsDeliveryReport` for `MMS Delivery Report`: the name of its schema and its type. */
function typeName(detailType: EventType): string {
  return fileStem(detailType).replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
