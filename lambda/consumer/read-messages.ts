import type { SQSRecord } from 'aws-lambda';
import { decodeEnvelope, type Envelope } from '../shared/envelope';
import { errorCode } from '../shared/error-code';
import type { ConsumerDeps } from './deps';
import type { Invocation } from './invocation';
import { type ObjectReference, readMessage } from './message';
import { failedReceipt, type Receipt, type Settled, type Work } from './outcome';

/** An envelope, at hand or still in the overflow bucket. */
export interface Parcel {
  readonly receipt: Receipt;
  /** Bytes that opening it brings into memory, about. */
  readonly size: number;
  open(signal: AbortSignal): Promise<Envelope>;
}

/** Splits a batch's messages into parcels and messages that nobody can read. Nothing is fetched yet. */
export function unpack(
  records: readonly SQSRecord[],
  deps: ConsumerDeps,
): { parcels: Parcel[]; unreadable: Settled[] } {
  const parcels: Parcel[] = [];
  const unreadable: Settled[] = [];
  for (const { messageId, receiptHandle, body } of records) {
    const receipt = { messageId, receiptHandle };
    try {
      parcels.push(...parcelsOf(body, receipt, deps));
    } catch (error) {
      unreadable.push(failedReceipt(receipt, errorCode(error)));
    }
  }
  return { parcels, unreadable };
}

function parcelsOf(body: string, receipt: Receipt, deps: ConsumerDeps): Parcel[] {
  const message = readMessage(body);
  switch (message.kind) {
    case 'envelope': {
      const { envelope } = message;
      return [{ receipt, size: body.length, open: async () => envelope }];
    }
    case 'overflow':
      return message.objects.map((object) => overflowParcel(object, receipt, deps));
    case 'test-event':
      deps.log({ level: 'info', code: 'TestEventDropped', messageId: receipt.messageId });
      return [];
    default:
      return message satisfies never;
  }
}

function overflowParcel({ key, size }: ObjectReference, receipt: Receipt, { store }: ConsumerDeps): Parcel {
  const open = async (signal: AbortSignal) =>
    decodeEnvelope(Buffer.from(await store.get(key, signal)).toString('utf8'));
  return { receipt, size, open };
}

/** Opens parcels and reads their callbacks. */
export async function openParcels(
  parcels: readonly Parcel[],
  invocation: Invocation,
  deps: ConsumerDeps,
): Promise<{ works: Work[]; failed: Settled[] }> {
  const works: Work[] = [];
  const failed: Settled[] = [];
  const opened = await Promise.all(parcels.map((parcel) => openParcel(parcel, invocation, deps)));
  for (const result of opened) 'fate' in result ? failed.push(result) : works.push(result);
  return { works, failed };
}

async function openParcel(parcel: Parcel, invocation: Invocation, deps: ConsumerDeps): Promise<Work | Settled> {
  const { receipt } = parcel;
  if (!invocation.hasTimeForWave()) return failedReceipt(receipt, 'out-of-time');
  try {
    const envelope = await parcel.open(invocation.preparing);
    return { receipt, envelope, callback: await deps.readCallback(envelope, deps.policy) };
  } catch (error) {
    return failedReceipt(receipt, errorCode(error));
  }
}
