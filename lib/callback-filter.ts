import type { CallbackDetail } from '../lambda/reader/event-schemas';
import type { DetailType, EventType } from '../lambda/reader/families';

/**
 * What the `detail` of events of these types must match, as an event pattern: an object for each object, and a list
 * of alternatives for each value.
 * @example { data: { destination: { address: ['12345'] }, text: [{ prefix: { 'equals-ignore-case': 'order' } }] } }
 */
export type CallbackFilter<T extends EventType = DetailType> = T extends EventType
  ? ObjectFilter<CallbackDetail<T>>
  : never;

/** One of the alternatives for a value; `Match` of `aws-cdk-lib/aws-events` makes lists of them as well. */
export type FilterTest = string | number | boolean | null | FilterComparison;

/** The comparison operators of EventBridge. */
export type FilterComparison =
  | { readonly prefix: Text }
  | { readonly suffix: Text }
  | { readonly 'equals-ignore-case': string }
  | { readonly wildcard: string }
  | { readonly 'anything-but': OneOrMore<string> | OneOrMore<number> | Refused }
  | { readonly numeric: readonly (string | number)[] }
  | { readonly cidr: string }
  | { readonly exists: boolean };

type OneOrMore<T> = T | readonly T[];
type Text = string | { readonly 'equals-ignore-case': string };
type Refused =
  | { readonly prefix: OneOrMore<string> }
  | { readonly suffix: OneOrMore<string> }
  | { readonly 'equals-ignore-case': OneOrMore<string> }
  | { readonly wildcard: OneOrMore<string> };

type ObjectFilter<T> = { readonly [K in keyof T]?: FieldFilter<NonNullable<T[K]>> } & {
  /** One of these must match. */
  readonly $or?: readonly ObjectFilter<T>[];
};

type Scalar = string | number | boolean;

/** Any element of a list may match. Fields that may hold any JSON are not checked. */
type FieldFilter<T> = [T] extends [Scalar]
  ? readonly FilterTest[]
  : [T] extends [readonly (infer Item)[]]
    ? FieldFilter<NonNullable<Item>>
    : [T] extends [object]
      ? [keyof T] extends [never]
        ? AnyFilter
        : ObjectFilter<T>
      : AnyFilter;

/** Any list of tests, or any object of them. */
export type AnyFilter = readonly FilterTest[] | { readonly [name: string]: AnyFilter | readonly AnyFilter[] };
