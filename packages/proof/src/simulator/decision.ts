import type { SimulationReport } from './simulate';

/** The promise: nothing lost for good, nothing accepted and lost, nothing published twice without a way to tell. */
export function isSound({ delivery, publication, interrupted }: SimulationReport): boolean {
  // Some callbacks were not sent or not checked.
  if (interrupted) return false;
  if (delivery.lostForGood > 0) return false;
  if (publication === null) return true;
  return publication.lost.length === 0 && publication.unexpected.length === 0 && publication.repeatsWithAnotherId === 0;
}
