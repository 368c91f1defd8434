/** A failure scenario from a public list for webhook receivers, and what shows it here. */
export interface PublicScenario {
  readonly name: string;
  /** Names of scenarios that show it; none where it does not apply. */
  readonly shownBy: readonly string[];
  /** Where nothing shows it, or where the answer here is another: why. */
  readonly why?: string;
}

export interface PublicSuite {
  readonly title: string;
  /** The page or file that names the scenarios. */
  readonly source: string;
  readonly scenarios: readonly PublicScenario[];
}

const noTimestamp =
  'Vibes sends neither a timestamp nor a message id with its signature, so there is nothing to check against';

// Longer than 200 lines because it is a table.
export const publicSuites: readonly PublicSuite[] = [
  {
    title: 'Standard Webhooks 1.0.0, specification',
    source: 'standard-webhooks/standard-webhooks, spec/standard-webhooks.md',
    scenarios: [
      { name: 'the same webhook id more than once', shownBy: ['copies-at-once', 'copies-a-day-apart'] },
      { name: 'a webhook replayed long after', shownBy: ['copies-a-day-apart', 'copies-two-weeks-apart'] },
      { name: 'zero-downtime secret rotation', shownBy: ['password-rotated-under-load'] },
      {
        name: 'body parsed and serialized before verification',
        shownBy: ['ordinary-day'],
        why: 'RBM is verified over the raw bytes',
      },
      { name: 'request timeout', shownBy: ['every-answer-too-late', 'sqs-slow-2100'] },
      { name: 'connection reset', shownBy: ['everything-dies-under-load'] },
      {
        name: '3xx counts as failure',
        shownBy: [],
        why: 'nothing here answers 3xx; the simulator counts one as a failure',
      },
      {
        name: '410 Gone disables the endpoint',
        shownBy: [],
        why: 'a 4XX would end a Platform event for good: never answered',
      },
      {
        name: '429 Too Many Requests',
        shownBy: ['gateway-throttles', 'ingest-throttled'],
        why: '503 instead, for the same reason',
      },
      { name: 'payloads larger than recommended (20 kB)', shownBy: ['large-mms', 'larger-than-the-gateway-takes'] },
      { name: 'static source addresses', shownBy: ['a-caller-from-elsewhere'] },
      {
        name: 'server-side request forgery',
        shownBy: [],
        why: 'concerns senders: nothing here calls a URL from a caller',
      },
    ],
  },
  {
    title: 'Standard Webhooks, tests of its JavaScript library',
    source: 'standard-webhooks/standard-webhooks, libraries/javascript/src/webhook.test.ts',
    scenarios: [
      {
        name: 'missing signature raises error',
        shownBy: ['rbm-unsigned'],
        why: 'kept as unrecognized instead of refused',
      },
      { name: 'invalid signature throws error', shownBy: ['rbm-signed-with-another-secret'] },
      {
        name: 'partial signature throws error',
        shownBy: ['rbm-signed-with-another-secret'],
        why: 'unit tests cover each length',
      },
      { name: 'valid signature is valid and returns valid json', shownBy: ['ordinary-day'] },
      { name: 'multi sig payload is valid', shownBy: [], why: 'Vibes sends one signature' },
      {
        name: 'missing id, missing timestamp, invalid timestamp, old timestamp, new timestamp',
        shownBy: [],
        why: noTimestamp,
      },
      { name: 'empty key raises error', shownBy: [], why: 'no secret means "not checked", and says so in the event' },
    ],
  },
  {
    title: 'CloudEvents, HTTP 1.1 Web Hooks for Event Delivery',
    source: 'cloudevents/spec, http-webhook.md',
    scenarios: [
      {
        name: 'delivery accepted, not yet processed: 202',
        shownBy: ['ordinary-day'],
        why: '200, the answer that Vibes documents; any 2XX would do',
      },
      { name: 'redirects are not allowed', shownBy: ['ordinary-day'] },
      {
        name: 'rate limit: 429 with Retry-After',
        shownBy: ['gateway-throttles'],
        why: '503: Vibes ends Platform events at a 4XX',
      },
      { name: 'format not understood: 415', shownBy: ['bytes-of-no-format'], why: '200 and kept: refused is lost' },
      { name: 'retired target: 410', shownBy: [], why: 'URLs are not retired' },
      {
        name: 'validation request (OPTIONS, WebHook-Request-Origin)',
        shownBy: [],
        why: 'Vibes makes none; an OPTIONS is kept as unrecognized',
      },
      { name: 'bearer token in header or query', shownBy: [], why: 'Vibes supports Basic Auth at most' },
      {
        name: 'challenge-based schemes',
        shownBy: ['credentials-only-when-asked'],
        why: 'CloudEvents forbids what Basic Auth clients need',
      },
    ],
  },
  {
    title: 'CloudEvents conformance, HTTP protocol binding',
    source: 'cloudevents/conformance, features/http-protocol-binding.feature',
    scenarios: [
      { name: 'binary content mode, structured content mode', shownBy: [], why: 'Vibes sends no CloudEvents' },
      { name: 'application/json with and without charset', shownBy: ['ordinary-day'] },
    ],
  },
  {
    title: 'GitHub, best practices for using webhooks',
    source: 'docs.github.com, webhooks/using-webhooks/best-practices-for-using-webhooks',
    scenarios: [
      { name: 'respond within the timeout', shownBy: ['sqs-slow-2100', 'everything-slow'] },
      { name: 'redelivery under the same delivery id', shownBy: ['copies-a-day-apart'] },
      { name: 'missed deliveries redelivered by hand', shownBy: ['queue-and-bucket-down-for-the-whole-window'] },
      { name: 'requests from addresses that are not allowed', shownBy: ['a-caller-from-elsewhere'] },
      {
        name: 'event types that were not subscribed to',
        shownBy: ['ordinary-day'],
        why: 'unknown types are passed on',
      },
    ],
  },
  {
    title: 'Stripe, best practices for webhooks',
    source: 'docs.stripe.com/webhooks, as paraphrased in public summaries',
    scenarios: [
      { name: 'duplicate events', shownBy: ['copies-at-once'] },
      { name: 'events out of order', shownBy: ['ordinary-day'], why: 'order is neither promised nor needed' },
      { name: 'quickly return 2xx before complex logic', shownBy: ['table-down', 'bus-down-and-redrive'] },
      { name: 'replay within the tolerance', shownBy: ['copies-at-once'], why: `${noTimestamp}; a replay is a copy` },
      {
        name: 'roll endpoint signing secrets',
        shownBy: ['password-rotated-under-load', 'password-rotated-twice'],
      },
    ],
  },
  {
    title: 'Svix, receiving and retries',
    source: 'docs.svix.com: retries, idempotency',
    scenarios: [
      { name: 'receiving idempotency (deduplication)', shownBy: ['copies-at-once', 'copies-two-weeks-apart'] },
      { name: 'endpoint fails through the whole schedule', shownBy: ['queue-and-bucket-down-for-the-whole-window'] },
      {
        name: 'recovery: many messages sent again at once',
        shownBy: ['subscriber-import', 'queue-and-bucket-down-for-the-whole-window'],
      },
      { name: 'endpoint disabled after days of failure', shownBy: [], why: 'Vibes calls the customer instead' },
      { name: 'webhook-delivery: abort-message', shownBy: [], why: 'a header specific to Svix' },
    ],
  },
  {
    title: 'Dev Proxy, webhook delivery resilience',
    source: 'pnp/proxy-samples, samples/webhook-delivery-resilience',
    scenarios: [
      {
        name: '409 duplicate_event',
        shownBy: ['copies-at-once'],
        why: '200: a 4XX would be final or retried for nothing',
      },
      { name: '409 out_of_order', shownBy: ['ordinary-day'], why: '200: order is not promised' },
      {
        name: '401 invalid_signature',
        shownBy: ['rbm-signed-with-another-secret'],
        why: '200, kept as unrecognized; an alarm fires',
      },
      { name: '409 replay_detected', shownBy: ['copies-a-day-apart'], why: '200: a replay is a copy' },
      {
        name: '503 delivery_backpressure',
        shownBy: ['gateway-throttles', 'queue-and-bucket-down-for-the-whole-window'],
      },
      { name: '202 queued after a transient failure', shownBy: ['ingest-throttled', 'sqs-error'] },
    ],
  },
  {
    title: 'Webhook Receiver Contract and Signature Rotation Verifier',
    source: 'apify.com/kingii98/webhook-receiver-contract-and-signature-rotation-verifier',
    scenarios: [
      { name: 'good-delivery', shownBy: ['ordinary-day'] },
      {
        name: 'no-signature-header',
        shownBy: ['rbm-unsigned'],
        why: '200 and kept, not published: Vibes may drop an RBM callback after a 4XX',
      },
      { name: 'wrong-secret', shownBy: ['rbm-signed-with-another-secret', 'wrong-password'] },
      { name: 'tamper and replay probes', shownBy: ['rbm-signed-with-another-secret', 'copies-a-day-apart'] },
      { name: 'oversized body', shownBy: ['larger-than-the-gateway-takes', 'large-mms'] },
      { name: 'old secret during a rotation', shownBy: ['password-rotated-under-load'] },
    ],
  },
];
