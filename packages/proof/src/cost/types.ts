/** `confirmed`: read in documentation or in several dated public places on the table's day; `known`: not read again that day. */
export type Sureness = 'confirmed' | 'known';

export interface Price {
  readonly usd: number;
  readonly per: number;
  readonly unit: string;
  readonly source: string;
  readonly sure: Sureness;
}

export interface Assumption {
  readonly value: number;
  readonly why: string;
}

export interface Quota {
  readonly value: number;
  readonly unit: string;
  readonly adjustable: boolean;
  readonly source: string;
  readonly sure: Sureness;
}

type CallCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What was counted in one run of the local cloud. */
export interface Measurement {
  readonly callbacks: number;
  /** New callbacks a second, or null: as many at once as the machine took. */
  readonly perSecond: number | null;
  readonly ingestInvocations: number;
  /** Of the authorizer that asks for credentials. */
  readonly challengeInvocations: number;
  readonly consumerInvocations: number;
  /** AWS calls of the functions, by service and action. */
  readonly calls: CallCounts;
  /** AWS calls of the event source mapping, empty polls included. */
  readonly mappingCalls: CallCounts;
  readonly published: number;
  /** Of all events together. */
  readonly eventBytes: number;
  readonly bucketBytes: number;
  /** Lines that the functions wrote. */
  readonly logBytes: number;
}

/** What the template holds, as far as the bill and the limits need it. */
export interface Inventory {
  readonly alarmMetrics: number;
  readonly compositeAlarms: number;
  readonly dashboards: number;
  /** What the functions count when something fails. */
  readonly failureMetrics: number;
  readonly secrets: number;
  readonly archiveDays: number;
  readonly logDays: number;
  readonly ingestMemoryMb: number;
  readonly challengeMemoryMb: number;
  readonly consumerMemoryMb: number;
  /** Each polls its queue. */
  readonly eventSourceMappings: number;
  /** Of the mapping that reads callbacks that have not failed yet. */
  readonly batchSize: number;
  readonly consumerConcurrency: number;
  readonly stageRate: number;
  readonly stageBurst: number;
}

export interface Measured {
  readonly date: string;
  readonly how: string;
  /** One callback at a time: each is its own batch. */
  readonly trickle: Measurement;
  /** An import: batches are full. */
  readonly burst: Measurement;
  readonly inventory: Inventory;
}

/** What the outcomes function used in one run of the local cloud. */
export interface OutcomesMeasurement {
  readonly receipts: number;
  readonly messages: number;
  /** Outcomes that were published. */
  readonly versions: number;
  readonly invocations: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Of all items together, with DynamoDB's overhead. */
  readonly storedBytes: number;
  /** Of all outcomes together. */
  readonly eventBytes: number;
  readonly logBytes: number;
}

/** What the template has with `messageOutcomes`, besides what it has without. */
export interface OutcomesInventory {
  readonly alarmMetrics: number;
  readonly memoryMb: number;
  readonly batchSize: number;
  readonly concurrency: number;
  readonly archiveDays: number;
  readonly logDays: number;
}

export interface MeasuredOutcomes extends OutcomesInventory {
  readonly date: string;
  readonly how: string;
  readonly trickle: OutcomesMeasurement;
  readonly burst: OutcomesMeasurement;
}
