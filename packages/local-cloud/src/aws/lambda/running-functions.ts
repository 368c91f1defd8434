/** The running functions and mappings, as Lambda's API describes them. */
export interface RunningFunctions {
  /** A function's configuration by its name or ARN. */
  find(nameOrArn: string): DescribedFunction | undefined;
  readonly count: number;
  mappings(): readonly DescribedMapping[];
  /** Starts or stops the polling of a mapping. */
  setEnabled(mappingId: string, enabled: boolean): void;
}

export interface DescribedFunction {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly handler: string;
  readonly runtime: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroupName: string;
  /** When it was deployed. */
  readonly changedAt: Date;
}

export interface DescribedMapping {
  readonly id: string;
  readonly functionArn: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly maxConcurrency: number | undefined;
  readonly reportsBatchItemFailures: boolean;
  readonly enabled: boolean;
  /** Batches that were begun before it was disabled are still under way. */
  readonly settling: boolean;
  readonly changedAt: Date;
}
