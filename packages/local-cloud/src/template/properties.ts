import { LocalCloudError } from '../base/local-cloud-error';
import type { LocalResource } from './deployment';

export type Properties = Readonly<Record<string, unknown>>;

/**
 * Refuses what the local cloud would have to ignore although it matters.
 * @param supported the properties that are read
 * @param harmless the properties that change nothing on one machine (tags, descriptions, tracing)
 * @throws LocalCloudError that names the resource and the property
 */
export function refuseUnknown(
  { type, logicalId }: Pick<LocalResource, 'type' | 'logicalId'>,
  properties: Properties,
  supported: readonly string[],
  harmless: readonly string[] = [],
): void {
  const unknown = Object.keys(properties).filter((name) => !supported.includes(name) && !harmless.includes(name));
  if (unknown.length > 0) {
    throw new LocalCloudError(
      'unsupported',
      `The local cloud does not support ${unknown.join(', ')} of ${type} "${logicalId}".`,
    );
  }
}

export function refuse({ type, logicalId }: Pick<LocalResource, 'type' | 'logicalId'>, what: string): never {
  throw new LocalCloudError('unsupported', `The local cloud does not support ${what} of ${type} "${logicalId}".`);
}

/** @throws LocalCloudError: the deployment would fail */
export function refusedByAws({ type, logicalId }: Pick<LocalResource, 'type' | 'logicalId'>, why: string): never {
  throw new LocalCloudError('refused-by-aws', `AWS would refuse ${type} "${logicalId}": ${why}.`);
}

/**
 * A whole number within its service's bounds, also where the template has it as text.
 * @throws LocalCloudError for another one: the deployment would fail
 */
export function numberWithin(
  resource: Pick<LocalResource, 'type' | 'logicalId'>,
  properties: Properties,
  name: string,
  { least, most, otherwise }: { readonly least: number; readonly most: number; readonly otherwise: number },
): number {
  const value = properties[name];
  if (value === undefined) return otherwise;
  const number = Number(value);
  if (isWholeWithin(number, least, most)) return number;
  return refusedByAws(resource, `${name} is ${String(value)}, and must be from ${least} to ${most}`);
}

export function isWholeWithin(number: number, least: number, most: number): boolean {
  return Number.isInteger(number) && number >= least && number <= most;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

export function asRecords(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A property that must be text. CloudFormation takes numbers and booleans for text as well. */
export function textOf(resource: LocalResource, name: string): string {
  const value = optionalText(resource.properties[name]);
  return value ?? refuse(resource, `a missing ${name}`);
}

export function optionalText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A number, even if the template has it as text. */
export function numberOf(value: unknown, otherwise: number): number {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : otherwise;
}

/** One value or a list of them, as IAM policies have it. */
export function asTexts(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === 'string');
}
