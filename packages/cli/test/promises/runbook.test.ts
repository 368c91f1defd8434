// Runs every operator's command of the runbook, DEPLOYING.md and DATA.md on a local cloud where each has something to show.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { encodeEnvelope } from '../../../../lambda/shared/envelope';
import { writeSettings } from '../../../../lib/write-settings';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { envelopeOf } from '../../../proof/src/support/envelope';
import { opsCommands } from '../../src/commands';
import { sampleRequest } from '../../src/commands/send/sample-request';
import { clientOptions, type OpsCloud, startOpsCloud } from '../support/ops-cloud';
import { patchedAssembly, resourcesOf } from '../support/patched-assembly';
import { runOpsCommand } from '../support/run-ops';
import { commandsOf, operatorPages, opsLines } from '../support/runbook-lines';

const root = join(__dirname, '..', '..', '..', '..');
const page = operatorPages.map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
const newFolder = temporaryFolder();
const messageId = 'runbook-0001';
let cloud: OpsCloud;
let deadMessageId: string;
let kept: { readonly eventId: string; readonly requestId: string };

const mo = (id: string) =>
  `<moMessage messageId="${id}" receiptDate="2026-05-06 07:08:09-0500"><source address="+15555550100" carrier="1" type="MDN"/><destination address="12345" type="SC"/><message>HELLO</message></moMessage>`;

/** The stack with RBM signatures, outcomes and a customer's rule. */
beforeAll(async () => {
  const assembly = await patchedAssembly(
    (template) => {
      const [bus] = resourcesOf(template, 'AWS::Events::EventBus');
      const EventPattern = { source: ['vibes.callbacks'], 'detail-type': ['MO Message'] };
      const Properties = {
        Name: 'Orders',
        EventBusName: { Ref: bus?.[0] },
        EventPattern,
        State: 'ENABLED',
        Targets: [],
      };
      template.Resources.Orders = { Type: 'AWS::Events::Rule', Properties };
    },
    newFolder(),
    { rbmSecret: 'create', messageOutcomes: 'true' },
  );
  cloud = await startOpsCloud(join(newFolder(), 'data'), ['--assembly', assembly]);
});

/** A published callback, dead letters, an unpublished object in the bucket, one kept callback of each reason, a previous password. */
async function somethingOfEverything(): Promise<void> {
  await cloud.control('POST', 'reset');
  await cloud.ops('credentials', 'rotate', '--password', 'before', '--force', '--yes');
  await cloud.ops('credentials', 'rotate', '--password', 'pw', '--force', '--yes');
  for (const post of [
    () => cloud.postMo(mo(messageId)),
    () => cloud.post('PlatformUrl', 'what is this'),
    () => cloud.post('SmsReceiptUrl', mo('wrong-route')),
    () => cloud.post('RbmUrl', sampleRequest('rbm-user-message-text.json').body),
  ])
    await until(async () => (await post()).status === 200);
  await cloud.drained();
  const textOf = (requestId: string) =>
    encodeEnvelope(envelopeOf({ body: mo(requestId), requestId, path: '/sms/mo', proof: 'basic:current' }));
  await cloud.send('DeadLetterQueueUrl', textOf('request-dead'));
  await cloud.send('DeadLetterQueueUrl', 'what is no envelope');
  const s3 = new S3Client({ ...clientOptions(cloud.dataDir), forcePathStyle: true });
  await cloud.control('POST', 'faults', { service: 'events', mode: 'error' });
  const forgotten = { Bucket: cloud.outputs.BucketName, Key: 'overflow/2026-05-06/forgotten.json' };
  await s3.send(new PutObjectCommand({ ...forgotten, Body: textOf('forgotten') }));
  await cloud.control('DELETE', 'faults');
  const { messages } = (await cloud.ops('dead', 'list')).json;
  deadMessageId = messages.find(
    ({ requestId }: { readonly requestId: string }) => requestId === 'request-dead',
  ).messageId;
  [kept] = (await cloud.ops('unrecognized', 'list', '--reason', 'unknown-format')).json.callbacks;
}

function filled(word: string, command: string, directory: string): string {
  if (word.startsWith('"$PRIVATE/')) return word.replaceAll('"', '').replace('$PRIVATE', directory);
  const values: Readonly<Record<string, string>> = {
    '<id>': 'request-dead',
    // `find` takes Vibes' id, `dead` the id that SQS gave the dead letter.
    '<messageId>': command === 'dead' ? deadMessageId : messageId,
    '<eventId>': kept.eventId,
    '<requestId>': kept.requestId,
    '<user name>': 'vibes',
    '<password>': 'put-back',
    '<from>': '2h',
    '<to>': '0s',
    '<rule>': 'Orders',
  };
  if (!word.includes('<')) return word;
  const value = values[word];
  if (value === undefined) throw new Error(`the pages have ${word}, and this test has no value for it`);
  return value;
}

/** What each command prints. A command that is not here must exit with 0 and print something. */
const says: Readonly<Record<string, RegExp>> = {
  alarms: /DeadLetters +\w+/,
  'dead list': /route +family +step +cause[\s\S]*\/sms\/mo[\s\S]*\(no envelope\)/,
  'dead show <id>': /request-dead/,
  'dead redrive --all': /^2 moved, 0 left/,
  'dead redrive --id <messageId>': /^1 moved, 0 left/,
  'dead export "$PRIVATE/letters.jsonl"': /^2 written to .*letters\.jsonl/,
  'dead drop --id <messageId>': /request-dead[\s\S]*^1 deleted, 0 left/m,
  'find <messageId>': /published/,
  'credentials status': /lastUsedAt[\s\S]*current[\s\S]*previous/,
  'credentials show --show-content': /password +pw/,
  'credentials retire': /previous password is retired/,
  'credentials retire --force': /previous password is retired/,
  'tail --since 10m': /MO Message/,
  urls: /sms\/mo[\s\S]*Basic Auth/,
  'urls --markdown': /Please send our callbacks to these URLs/,
  connect: /Send this to your account manager[\s\S]*receiptOption[\s\S]*X-API-Version/,
  'unrecognized list': /reason[\s\S]*route[\s\S]*done/,
  'unrecognized list --reason mo-unauthenticated': /sms\/receipt/,
  'unrecognized list --reason rbm-unverified': /rbm/,
  'unrecognized show <eventId>': /means[\s\S]*todo[\s\S]*bucket[\s\S]*key/,
  'unrecognized show <eventId> --show-content': /what is this/,
  'unrecognized dismiss --id <eventId>': /^1 dismissed, 0 failed/,
  'unrecognized reprocess --all': /^3 sent again, 0 failed/,
  'unrecognized reprocess --reason mo-unauthenticated --vouch': /^1 sent again, 0 failed/,
  'unrecognized reprocess --reason rbm-unverified --vouch': /^1 sent again, 0 failed/,
  'undelivered redrive --subscription Outcomes': /^0 sent again, 0 left/,
  'outcomes list --since 10m': /No outcome changed since/,
  'outcomes rebuild --from <from>': /^0 same, 0 missing/,
  'replay --from <from> --to <to> --rule <rule>': /COMPLETED/,
};

/** These report problems, and exit with 1. */
const troubled: Readonly<Record<string, RegExp>> = {
  status: /dead +2[\s\S]*answered 5XX/,
  // Nothing is undelivered here; in rehearsals/undelivered.test.ts something is.
  'undelivered drop --id <messageId>': /^0 deleted, 0 left/m,
  doctor: /event sources[\s\S]*MO secret[\s\S]*RBM secret[\s\S]*addresses[\s\S]*concurrency/,
  'doctor --settings settings.second.json': /settings.second.json/,
};

const lines = new Map(opsLines(page).map((words) => [words.join(' '), words]));

/** Whether the command only reads. */
function reads(words: readonly string[]): boolean {
  const named = (count: number) => opsCommands.find(({ name }) => name === words.slice(0, count).join(' '));
  return (named(2) ?? named(1))?.kind === 'reads';
}

/**
 * How many of the commands so far change something, by their first word. Commands with another first word change other
 * things, so they can share a round.
 */
const used = new Map<string, number>();
const roundOf = (words: readonly string[]) => {
  if (reads(words)) return 0;
  const [noun = ''] = words;
  used.set(noun, (used.get(noun) ?? 0) + 1);
  return used.get(noun) ?? 0;
};
/** Before each round there is something of everything again. Round 0 only reads. */
const rounds = [...lines].map(([line, words]) => [line, roundOf(words), words] as const).sort((a, b) => a[1] - b[1]);
let filledFor = -1;

it.each(rounds)('%s', async (line, round, words) => {
  // Round 0 leaves everything to round 1.
  const fillingRound = Math.max(1, round);
  if (fillingRound !== filledFor) await somethingOfEverything();
  filledFor = fillingRound;
  const directory = newFolder();
  if (words.includes('settings.second.json'))
    writeSettings(join(directory, 'settings.second.json'), ['alarmEmail=oncall@example.com']);
  const changes =
    /^((dead|undelivered) (redrive|drop)|\w+ (reprocess|dismiss|requeue|rotate|retire|rebuild)|replay)/.test(line)
      ? ['--yes']
      : [];
  const follow = line.startsWith('tail') ? ['--no-follow'] : [];
  const argv = [
    ...words.map((word) => filled(word, words[0] ?? '', directory)),
    ...changes,
    ...follow,
    '--local',
    '--data',
    cloud.dataDir,
  ];
  // A replay must end ten minutes ago or earlier, so it is typed a quarter of an hour later.
  const now = line.startsWith('replay') ? () => Date.now() + 15 * 60_000 : Date.now;
  const run = () => runOpsCommand(argv, { directory, columns: 200, now });
  let { code, out, err } = await run();
  // A busy machine may answer a test 5XX.
  while (line.startsWith('smoke') && code === 1 && /\b50[0-9]\b/.test(out)) ({ code, out, err } = await run());
  expect({ line, code, err }).toEqual({ line, code: line in troubled ? 1 : 0, err: expect.any(String) });
  expect(out).toMatch(troubled[line] ?? says[line] ?? /\S/);
});

it('every expectation here is of a command that the pages have', () => {
  expect([...Object.keys(says), ...Object.keys(troubled)].filter((line) => !lines.has(line))).toEqual([]);
});

const others = commandsOf(page)
  .flatMap((code) => code.split('\n').map((line) => line.trim()))
  .filter((line) => line !== '' && !line.startsWith('npm run ops'));

it('accepts each setting that it names, with that value', () => {
  const values: Readonly<Record<string, string>> = {
    '<mail address>': 'oncall@example.com',
    '<address>': '203.0.113.9',
    '<URI>': 's3://bucket/clients-2.pem',
  };
  const folder = newFolder();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'settings.json');
  const domain = ['domainName=callbacks.example.com', 'truststoreUri=s3://bucket/clients.pem'];
  writeSettings(file, [...domain, 'certificateArn=arn:aws:acm:us-east-1:123456789012:certificate/1']);
  const named = others.filter((line) => /^npm run settings -- (?!--file)\w/.test(line));
  expect(named.length).toBeGreaterThan(5);
  for (const line of named) {
    const setting = line.replace('npm run settings -- ', '').replaceAll(/<[^>]+>/g, (name) => values[name] ?? name);
    expect(() => writeSettings(file, [setting])).not.toThrow();
  }
});

it('each search of the functions’ logs is one that CloudWatch Logs has', async () => {
  const logs = new CloudWatchLogsClient(clientOptions(cloud.dataDir));
  const searches = others.flatMap((line) => {
    const match = /^logs (\w+) '([^']+)'/.exec(line);
    return match === null ? [] : [{ output: match[1] ?? '', filterPattern: match[2] ?? '' }];
  });
  expect(searches.length).toBeGreaterThan(4);
  for (const { output, filterPattern } of searches) {
    const command = new FilterLogEventsCommand({ logGroupName: cloud.outputs[output], filterPattern });
    await expect(logs.send(command)).resolves.toBeDefined();
  }
});

/** What only AWS, or only a shell, can do, and what looks at it instead: at the spelling and the outputs alone in `scripts/test/docs`. */
const shownElsewhere: readonly (readonly [line: RegExp, by: string])[] = [
  [/^npx vibes-callbacks /, 'scripts/package/own-apps.ts'],
  [/^npm run package -- /, 'scripts/check-package.ts'],
  [/^npx cdk (bootstrap|deploy|destroy|diff|drift)/, 'packages/proof/bin/check-independent.ts'],
  [/^aws (cloudformation|cloudwatch|dynamodb|lambda|logs|s3|secretsmanager|sqs) /, 'scripts/test/docs/runbook.test.ts'],
  [/^aws (acm|resourcegroupstaggingapi) /, 'scripts/test/docs/runbook.test.ts'],
  [
    /^(STACK=|LEVER=|PRIVATE=|out\(\)|queue_arn\(\)|logs\(\)|version\(\)|export |grep |printf |for |done$)/,
    'scripts/test/docs/runbook.test.ts',
  ],
  [/^npm ci$|^npm i |^git (fetch|tag|checkout) /, 'scripts/test/docs/runbook.test.ts'],
  [/^npm run settings|^logs \w+ '/, 'packages/cli/test/promises/runbook.test.ts'],
];

it('what is not run here is of a kind that is shown elsewhere', () => {
  expect(others.filter((line) => !shownElsewhere.some(([kind]) => kind.test(line)))).toEqual([]);
  expect(shownElsewhere.filter(([, by]) => !existsSync(join(root, by)))).toEqual([]);
});
