import { findNode24 } from '../../../../scripts/tools/find-node24.cjs';

/** A Node.js 24: jest itself may run on an older one. */
export function node24(): string {
  return findNode24();
}
