import type { LocalAws } from './local-aws';

const targets = { sqs: 'AmazonSQS', secretsmanager: 'secretsmanager', dynamodb: 'DynamoDB_20120810' } as const;
const contentTypes = {
  sqs: 'application/x-amz-json-1.0',
  secretsmanager: 'application/x-amz-json-1.1',
  dynamodb: 'application/x-amz-json-1.0',
} as const;

/** The server's answer was none of success. */
export class OwnerCallError extends Error {
  override readonly name = 'OwnerCallError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** One call of the operator to the AWS server. The server knows callers by their key, and verifies no signature. */
export async function ownerCall(
  { endpoint, operator }: Pick<LocalAws, 'endpoint' | 'operator'>,
  service: keyof typeof targets,
  action: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const scope = `${operator.accessKeyId}/20260101/us-east-1/${service}/aws4_request`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': contentTypes[service],
      'x-amz-target': `${targets[service]}.${action}`,
      'x-amz-date': '20260101T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=local`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok)
    throw new OwnerCallError(response.status, `${service}:${action} answered ${response.status}: ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
