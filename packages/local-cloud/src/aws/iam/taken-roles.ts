import type { LocalResource } from '../../template/deployment';
import { asRecord, asRecords, asTexts } from '../../template/properties';

/** A role that another service takes, a state machine say, signs no call here: its policies need not be understood. */
export function isTakenHere({ properties }: LocalResource): boolean {
  const services = asRecords(asRecord(properties.AssumeRolePolicyDocument).Statement).flatMap(({ Principal }) =>
    asTexts(asRecord(Principal).Service),
  );
  return services.length === 0 || services.some((service) => /^(?:lambda|events|apigateway)\./.test(service));
}
