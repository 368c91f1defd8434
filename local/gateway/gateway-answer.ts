export interface GatewayAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** The error that it is counted as; absent where its status tells. */
  readonly countedAs?: '4XXError' | '5XXError';
}
