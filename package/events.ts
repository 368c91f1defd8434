/** What a handler of events imports: types, JSON Schemas and type guards. Nothing here loads the CDK or the AWS SDK. */
export { type DeliveredEvent, isCallback } from '../lambda/reader/delivered-event';
export * from '../lambda/reader/event-guards';
export * from '../lambda/reader/event-schemas';
export type { DetailType, EventType } from '../lambda/reader/families';
