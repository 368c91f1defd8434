import { type TProperties, Type } from '@sinclair/typebox';

/** Any member may be missing or null, and there may be others: this is what Vibes' pages show (wire contract §4). */
export function members<T extends TProperties>(properties: T, description: string) {
  return Type.Optional(Type.Object(properties, { additionalProperties: true, description }));
}

export function text(description: string) {
  return Type.Optional(Type.Union([Type.String(), Type.Null()], { description }));
}

/** Whatever you sent. */
export function anyMembers(description: string) {
  return Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description }));
}

export function date(what: string) {
  return text(`${what}: ISO 8601, perhaps without seconds (\`2017-01-14T14:30Z\`).`);
}

export const url = text('Its resource in the Platform API.');
