import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { runCommand } from '../../support/run-command';
import { writeTemplate } from '../assembly';
import { CheckFailed, type CheckOutcome, check } from '../outcome';
import type { Tool } from '../tools';
import { type AdaptedTemplate, adaptForMinistack } from './adapt-for-ministack';
import { compareWithSchemas, compareWithSent, missingObjects, objectsNamedBy } from './read-findings';
import { answerToStranger, sendEveryFamily, tapEvents } from './send-every-family';
import { deployToMinistack, type Ministack, type StackOnMinistack, startMinistack } from './start-ministack';

/** Allows the address of the simulator, which runs on this machine, and turns on every kind of authentication. */
const settings = { CALLBACKS_EXTRA_ADDRESSES: '127.0.0.1', CALLBACKS_RBM_SECRET: 'create' };

const byHand = [
  'set: extraAddresses=127.0.0.1, from where the simulator calls; rbmSecret=create',
  'asked at /_aws/execute-api/<API>/: the host name of the outputs is one that AWS alone answers',
];

/**
 * Deploys the written template to an emulator by other authors, with TLS, signatures and IAM, and sends every family through its
 * API Gateway, Lambda, SQS, DynamoDB, S3 and EventBridge.
 */
export async function checkMinistack(python: Tool): Promise<CheckOutcome> {
  const openssl = await runCommand('openssl', ['version']);
  const missing = 'there is no openssl here to make its certificate';
  const certificates = openssl.code === 0 ? { path: 'openssl' } : { missing };
  return check('the whole stack on MiniStack', [python, certificates], async (path) => {
    const written = await writeTemplate('ministack', settings);
    const adapted = adaptForMinistack(written.template);
    const ministack = await startMinistack(path);
    try {
      return await runThrough(ministack, await deployToMinistack(ministack, written, adapted.template), adapted);
    } finally {
      await ministack.stop();
    }
  });
}

async function runThrough(
  ministack: Ministack,
  stack: StackOnMinistack,
  adapted: AdaptedTemplate,
): Promise<Pick<CheckOutcome, 'detail' | 'notes'>> {
  const readEvents = await tapEvents(ministack, stack.outputs.EventBusName ?? '');
  const stranger = await answerToStranger(ministack, stack);
  const deliveries = await sendEveryFamily(ministack, stack);
  const events = await readEvents();
  const s3 = new S3Client({ ...ministack.access, forcePathStyle: true });
  const objects = objectsNamedBy(events.map((event) => JSON.parse(event)));
  const overflow = await s3.send(new ListObjectsV2Command({ Bucket: stack.outputs.BucketName, Prefix: 'overflow/' }));
  const wrong = [
    ...(stranger === undefined || stranger === 403 ? [] : [`an address that is not let in was answered ${stranger}`]),
    ...compareWithSent(deliveries, events),
    ...compareWithSchemas(events),
    ...(await missingObjects(s3, objects)),
    ...((overflow.KeyCount ?? 0) > 0 ? [] : ['no callback went through the overflow bucket']),
  ];
  if (wrong.length > 0) throw new CheckFailed(`${wrong.length} things are not as expected`, wrong.join('\n'));
  const kinds = new Set(deliveries.map(({ callback }) => callback.kind)).size;
  const seen = `${deliveries.length} callbacks of ${kinds} kinds became ${events.length} events, as expected`;
  const stored = `${objects.length} objects, ${overflow.KeyCount} overflow objects`;
  return { detail: `${seen}; ${stored}`, notes: [...adapted.adaptations, ...byHand] };
}
