import { type TProperties, Type } from '@sinclair/typebox';

/**
 * Any member may be missing or null, and there may be others: these are the ones that Vibes' pages show (wire contract
 * §4).
 */
export function members<T extends TProperties>(properties: T, description: string) {
  return Type.Optional(Type.Object(properties, { additionalProperties: true, description }));
}

export function text(description: string) {
  return Type.Optional(Type.Union([Type.String(), Type.Null()], { description }));
}

/** An object with members of your own. */
export function anyMembers(description: string) {
  return Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description }));
}

export function date(what: string) {
  return text(`${what}.`);
}

export const url = text('Its resource in the Platform API.');
