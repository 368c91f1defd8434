import type { EventType } from '../lambda/reader/families';
import { filterMistakes, subscribedTypes } from './check-filter';
import { nameAdvice } from './nearest-name';

const options = ['types', 'filter', 'target', 'failureDestination'];
/** What `onCallback` itself adds. */
const own = ['alarms', 'bus', 'redelivery', 'removalPolicy', 'senderTypes', 'waitedDays'];

interface Checked {
  readonly types: readonly EventType[];
  readonly filter?: unknown;
  readonly target: unknown;
}

/** What is wrong with a subscription, one clause each. In TypeScript, the compiler reports most of it too. */
export function subscriptionMistakes(id: string, props: Checked): readonly string[] {
  const types = typeMistakes(props.types);
  return [
    ...(/^[\w.-]{1,64}$/.test(id) ? [] : ['EventBridge allows letters, digits, . - and _']),
    ...Object.keys(props).flatMap((key) =>
      [...options, ...own].includes(key) ? [] : [unknownName(key, 'an option', options)],
    ),
    ...types,
    ...targetMistakes(props.target),
    // The fields go by the types.
    ...(types.length > 0 ? [] : filterMistakes(props.filter ?? {}, props.types)),
  ];
}

function typeMistakes(types: unknown): readonly string[] {
  if (!Array.isArray(types)) return [`types needs a list, as in ['MO Message']`];
  if (types.length === 0) return ['name at least one type'];
  return types.flatMap((type) =>
    subscribedTypes.includes(type) ? [] : [unknownName(String(type), 'a type of event', subscribedTypes)],
  );
}

function targetMistakes(target: unknown): readonly string[] {
  if (typeof target === 'object' && target !== null && 'bind' in target && typeof target.bind === 'function') return [];
  return ['target needs one of aws-cdk-lib/aws-events-targets, as in new LambdaFunction(answer)'];
}

function unknownName(name: string, kind: string, names: readonly string[]): string {
  return `"${name}" is not ${kind}: ${nameAdvice(name, names)}`;
}
