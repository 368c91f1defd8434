import type { Duration } from 'aws-cdk-lib';
import type { ExpectedFamily } from './expect-traffic';

/** How long each family may be silent: `{ receipts: Duration.hours(1) }`. Texts such as `1h` are deprecated. */
export type ExpectedSilence = Partial<Record<ExpectedFamily, Duration | string>>;
