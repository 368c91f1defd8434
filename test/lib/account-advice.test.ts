import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { accountAdvice, regionMistakes } from '../../lib/account-advice';
import { ConfigError } from '../../lib/config';
import { settings } from '../../lib/settings';
import { VibesCallbacks } from '../../lib/vibes-callbacks';
import { judgeConcurrency } from '../../packages/cli/src/commands/doctor/concurrency-check';
import { testApp } from './synth-now';

const chosen = { consumerConcurrency: 20 };

test('warns about the default concurrency of the consumer, because a new account has ten in all', () => {
  const [advice = ''] = accountAdvice({}, 'us-east-1');
  expect(advice).toContain(
    'consumerConcurrency is 20, its default: with two queues, up to 40 consumers run at a time.',
  );
  expect(advice).toContain('for 10 npm run settings -- consumerConcurrency=2 (');
  expect(accountAdvice(chosen, 'us-east-1')).toEqual([]);
});

test('synth, the settings page and doctor say the same of how much the default needs', () => {
  const least = Number(/below (\d+), set a quarter/.exec(accountAdvice({}, undefined)[0] ?? '')?.[1]);
  expect(readFileSync(join(__dirname, '..', '..', 'docs', 'SETTINGS.md'), 'utf8')).toContain(
    `Below ${least}, set it to a quarter (2 for 10)`,
  );
  const { default: each } = settings.consumerConcurrency;
  const doctor = (free: number) =>
    judgeConcurrency({ total: free, free }, { callbacks: each, retries: each, outcomes: 0 });
  expect(doctor(least).status).toBe('ok');
  expect(doctor(least - 1).fix).toContain('consumerConcurrency=19');
  expect(doctor(10).fix).toContain('consumerConcurrency=2,');
});

test('warns about a Region with a smaller quota of requests', () => {
  expect(accountAdvice(chosen, 'eu-south-1')).toEqual([
    expect.stringContaining('An account in eu-south-1 may receive 2,500 requests a second'),
  ]);
  expect(accountAdvice(chosen, undefined)).toEqual([]);
});

test('in China, warns about the license that an API needs', () => {
  expect(accountAdvice(chosen, 'cn-north-1')).toEqual([expect.stringContaining('a valid ICP license')]);
  expect(accountAdvice(chosen, 'ap-east-1')).toEqual([]);
});

test('warns about what stays in spite of destroy', () => {
  expect(accountAdvice({ ...chosen, removalPolicy: 'destroy' }, undefined)).toEqual([
    expect.stringContaining('Empty it first: docs/DEPLOYING.md#delete-the-stack.'),
  ]);
  expect(accountAdvice({ ...chosen, removalPolicy: 'retain' }, undefined)).toEqual([]);
});

test.each([
  [{}, 'us-gov-west-1', 1],
  [{ securityPolicy: 'TLS_1_2' }, 'us-gov-west-1', 0],
  [{}, 'us-east-1', 0],
  [{}, undefined, 0],
] as const)('%j in %s has %d mistakes', (props, region, mistakes) => {
  expect(regionMistakes(props, region)).toHaveLength(mistakes);
});

test('GovCloud has no enhanced security policies: a stack that is to go there says so at synth', () => {
  const stack = () => new Stack(testApp(), 'Stack', { env: { account: '123456789012', region: 'us-gov-east-1' } });
  expect(() => new VibesCallbacks(stack(), 'Vibes')).toThrow(ConfigError);
  expect(() => new VibesCallbacks(stack(), 'Vibes')).toThrow(
    'us-gov-east-1 has TLS_1_2 and TLS_1_0 only. Write TLS_1_2 for a new stack, TLS_1_0 for one that version 0.1.0 made',
  );
  expect(() => new VibesCallbacks(stack(), 'Vibes', { securityPolicy: 'TLS_1_2' })).not.toThrow();
});
