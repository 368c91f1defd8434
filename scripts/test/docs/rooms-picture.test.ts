import { roomsPicture } from '../../docs/rooms-picture';
import rooms from '../../rooms.cjs';

interface Rule {
  readonly name: string;
  readonly to: { readonly path: string };
}

const { forbidden }: { readonly forbidden: readonly Rule[] } = require('../../../.dependency-cruiser.cjs');
const arrows = [...roomsPicture().matchAll(/^ {2}(\S+) --> (\S+)$/gm)].map(([, from, to]) => `${from} --> ${to}`);

test('the picture has an arrow exactly where the import rules allow an import', () => {
  const allowed = rooms.flatMap((from) => {
    const rule = forbidden.find(({ name }) => name === `${from.name}-imports-what-its-row-allows`);
    const refused = new RegExp(rule?.to.path ?? '');
    const others = rooms.filter((to) => to.name !== from.name && !refused.test(`${to.path}/index.ts`));
    return others.map((to) => `${from.name} --> ${to.name}`);
  });
  expect(arrows.length).toBeGreaterThan(10);
  expect(arrows.sort()).toEqual(allowed.sort());
});

test('every room has its box, with what it is for', () => {
  for (const { name, path, about } of rooms)
    expect(roomsPicture()).toContain(`  ${name}["<b>${path}</b><br/>${about}"]`);
});
