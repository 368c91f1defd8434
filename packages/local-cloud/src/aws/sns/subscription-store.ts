import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { replaceFile } from '../../base/replace-file';

export interface Subscription {
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** Undefined until it is confirmed. */
  readonly arn: string | undefined;
}

/** Subscriptions that were made besides the template's. */
export interface SubscriptionStore {
  list(topicArn: string): readonly Subscription[];
  /** Not confirmed, which is impossible on this machine. */
  add(topicArn: string, protocol: string, endpoint: string): Subscription;
}

export function openSubscriptionStore(path: string): SubscriptionStore {
  const all: Subscription[] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
  return {
    list: (topicArn) => all.filter((one) => one.topicArn === topicArn),
    add: (topicArn, protocol, endpoint) => {
      const known = all.find((one) => one.topicArn === topicArn && one.endpoint === endpoint);
      if (known !== undefined) return known;
      const confirmed = protocol === 'email' || protocol === 'email-json' ? undefined : `${topicArn}:${randomUUID()}`;
      const added = { topicArn, protocol, endpoint, arn: confirmed };
      all.push(added);
      replaceFile(path, JSON.stringify(all));
      return added;
    },
  };
}
