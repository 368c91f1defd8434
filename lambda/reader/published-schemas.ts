import type { Static } from '@sinclair/typebox';
import { dataSchemas } from './data-schemas';
import type { EventType } from './families';
import { Metadata } from './metadata-schema';
import type { MessageSubmitted } from './outcome/message-submitted-schema';
import { OutcomeMetadata } from './outcome/outcome-metadata-schema';
import type { PlatformEvent } from './platform/platform-event-schema';
import type { platformPayloads } from './platform/platform-payloads-schema';

export type { MessageSubmitted, PlatformEvent };
/**
 * Everything that `event-schemas.ts` takes from TypeBox. In the npm package, plain JSON and interfaces replace it
 * (`scripts/package/published-schemas.ts`), so that the package does not need TypeBox.
 */
export { dataSchemas, Metadata, OutcomeMetadata };

/** `data` of an event, by its `detail-type`. */
export type CallbackData = { readonly [T in EventType]: Static<(typeof dataSchemas)[T]> };

/** `payload` of a `Platform Event`, by its type, without what Vibes has not documented. */
export type PlatformPayloads = { readonly [T in keyof typeof platformPayloads]: Static<(typeof platformPayloads)[T]> };
