export interface GatewayAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** The gateway's own, with a status that the template changed: it counts as `4XXError`, even if it is now a 5XX. */
  readonly isChanged?: boolean;
}

export type ErrorMetric = '4XXError' | '5XXError';

/** "API Gateway counts modified gateway response status codes as 4XXError errors" (developer guide, metrics). */
export function errorMetric({
  status,
  isChanged,
}: Pick<GatewayAnswer, 'status' | 'isChanged'>): ErrorMetric | undefined {
  if (isChanged === true) return '4XXError';
  if (status >= 500) return '5XXError';
  return status >= 400 ? '4XXError' : undefined;
}
