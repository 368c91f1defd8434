import { spawn } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { matchesPattern } from '@vibes-callbacks/local-cloud';
import fc from 'fast-check';
import { lastLine, root, runCommand } from '../support/run-command';
import { type PatternPair, patternPairs } from './event-patterns';
import { CheckFailed, type CheckOutcome, check } from './outcome';
import { folder, type Tool } from './tools';

const here = join(root, 'packages', 'proof', 'src', 'second-opinions', 'event-ruler');
const library = join(folder, 'event-ruler-2.1.0');
const pairCount = 10_000;
const seed = 7;

type Verdict = 'match' | 'no' | 'refused';

/** The local cloud must match and refuse exactly what the library inside EventBridge does. */
export async function checkEventPatterns(java: Tool): Promise<CheckOutcome> {
  const ruler = 'missing' in java ? java : await installRuler();
  return check("the event patterns against AWS' own event-ruler", [java, ruler], comparePatterns);
}

async function comparePatterns(java: string): Promise<string> {
  const pairs = fc.sample(patternPairs, { numRuns: pairCount, seed });
  const theirs = await judgements(java, pairs);
  const others = pairs.filter((pair, index) => ourVerdict(pair) !== theirs[index]);
  if (others.length > 0) {
    const shown = others.slice(0, 5).map((pair) => `here ${ourVerdict(pair)}: ${JSON.stringify(pair)}`);
    throw new CheckFailed(`${others.length} of ${pairs.length} pairs are judged otherwise`, shown.join('\n'));
  }
  const count = (verdict: Verdict) => theirs.filter((one) => one === verdict).length;
  return `${pairs.length} pairs, ${count('match')} match, ${count('refused')} are refused by both`;
}

function ourVerdict({ pattern, event }: PatternPair): Verdict {
  try {
    return matchesPattern(pattern, event) ? 'match' : 'no';
  } catch {
    return 'refused';
  }
}

async function installRuler(): Promise<Tool> {
  if (existsSync(library)) return { path: library };
  // An interrupted download is not a valid library.
  const unfinished = `${library}.${process.pid}`;
  const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${unfinished}`];
  const { code, output } = await runCommand('mvn', ['-q', '-B', '-f', join(here, 'pom.xml'), ...copy]);
  if (code === null) return { missing: 'there is no Maven here to install event-ruler' };
  if (code === 0) renameSync(unfinished, library);
  rmSync(unfinished, { recursive: true, force: true });
  return code === 0 ? { path: library } : { missing: `Maven could not install event-ruler: ${lastLine(output)}` };
}

/** One verdict for each pair, in order. */
function judgements(java: string, pairs: readonly PatternPair[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const program = join(here, 'JudgePairs.java');
    const child = spawn(java, ['-cp', join(library, '*'), program], { stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
    });
    child.once('error', reject);
    child.once('close', () => resolve(output.trim().split('\n')));
    child.stdin.end(pairs.map((pair) => `${JSON.stringify(pair)}\n`).join(''));
  });
}
