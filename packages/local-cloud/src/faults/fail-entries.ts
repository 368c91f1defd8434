import type { AwsCall, Reply } from '../aws/protocols/call';
import { jsonReply } from '../aws/protocols/error-reply';

type Entries = readonly Readonly<Record<string, unknown>>[];

/** How a call of many entries is cut down to those that do not fail, and its answer filled up again. */
interface Batch {
  keep(
    call: AwsCall,
    keeps: () => boolean,
  ): { readonly input: Record<string, unknown>; readonly kept: number } & Refill;
}

interface Refill {
  refill(answer: Record<string, unknown>): Record<string, unknown>;
}

const batches: Readonly<Record<string, Batch>> = {
  'events:PutEvents': { keep: putEvents },
  'dynamodb:BatchWriteItem': { keep: batchWriteItem },
  'sqs:SendMessageBatch': { keep: sqsBatch },
  'sqs:DeleteMessageBatch': { keep: sqsBatch },
};

export function hasEntries({ service, action }: { readonly service: string; readonly action: string }): boolean {
  return batches[`${service}:${action}`] !== undefined;
}

/** Carries a call out without the entries that fail, and reports these as the service does. */
export async function failEntries(
  call: AwsCall,
  fails: () => boolean,
  carryOut: (call: AwsCall) => Promise<Reply>,
): Promise<Reply> {
  const batch = batches[nameOf(call)];
  if (batch === undefined) return carryOut(call);
  const { input, kept, refill } = batch.keep(call, () => !fails());
  if (kept === 0) return jsonReply(call.service, refill({}));
  const reply = await carryOut({ ...call, input, body: Buffer.from(JSON.stringify(input)) });
  if (reply.status !== 200) return reply;
  return jsonReply(call.service, refill(JSON.parse(reply.body.toString())));
}

function putEvents({ input }: AwsCall, keeps: () => boolean): ReturnType<Batch['keep']> {
  const entries = listOf(input.Entries);
  const verdicts = entries.map(() => keeps());
  const failure = { ErrorCode: 'InternalFailure', ErrorMessage: 'The fault made this entry fail.' };
  return {
    input: { ...input, Entries: entries.filter((_entry, index) => verdicts[index]) },
    kept: verdicts.filter(Boolean).length,
    refill: (answer) => {
      const answered = listOf(answer.Entries)[Symbol.iterator]();
      const results = verdicts.map((kept) => (kept ? answered.next().value : failure));
      return { Entries: results, FailedEntryCount: results.filter((result) => result && 'ErrorCode' in result).length };
    },
  };
}

function batchWriteItem({ input }: AwsCall, keeps: () => boolean): ReturnType<Batch['keep']> {
  const verdicts = Object.entries({ ...(input.RequestItems as object) }).map(([table, requests]) => {
    const judged = listOf(requests).map((request) => ({ request, kept: keeps() }));
    return { table, judged };
  });
  const select = (wanted: boolean) =>
    Object.fromEntries(
      verdicts
        .map(({ table, judged }) => [table, judged.filter(({ kept }) => kept === wanted).map(({ request }) => request)])
        .filter(([, requests]) => requests !== undefined && requests.length > 0),
    );
  return {
    input: { ...input, RequestItems: select(true) },
    kept: verdicts.flatMap(({ judged }) => judged).filter(({ kept }) => kept).length,
    refill: (answer) => ({ ...answer, UnprocessedItems: select(false) }),
  };
}

function sqsBatch({ input }: AwsCall, keeps: () => boolean): ReturnType<Batch['keep']> {
  const entries = listOf(input.Entries);
  const verdicts = entries.map(() => keeps());
  const failed = entries
    .filter((_entry, index) => !verdicts[index])
    .map(({ Id }) => ({ Id, SenderFault: false, Code: 'InternalError', Message: 'The fault made this entry fail.' }));
  return {
    input: { ...input, Entries: entries.filter((_entry, index) => verdicts[index]) },
    kept: verdicts.filter(Boolean).length,
    refill: ({ Successful = [], Failed = [] }) => ({ Successful, Failed: [...listOf(Failed), ...failed] }),
  };
}

function nameOf({ service, action }: AwsCall): string {
  return `${service}:${action}`;
}

function listOf(value: unknown): Entries {
  return Array.isArray(value) ? value : [];
}
