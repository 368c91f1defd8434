// The floor: what one signed SendMessage costs without any SDK. Not for production: it does not distinguish errors.
const { createHash, createHmac } = process.getBuiltinModule('node:crypto');
const http = process.getBuiltinModule('node:http');

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

/** Signature Version 4 of a POST to the root (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). */
function signedHeaders(host, target, body) {
  const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  const time = `${new Date().toISOString().replace(/[-:]|\..*/g, '')}Z`;
  const scope = `${time.slice(0, 8)}/${AWS_REGION}/sqs/aws4_request`;
  const headers = { 'content-type': 'application/x-amz-json-1.0', host, 'x-amz-date': time, 'x-amz-target': target };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = `POST\n/\n\n${lines.join('')}\n${names}\n${sha256(body)}`;
  const key = [AWS_REGION, 'sqs', 'aws4_request'].reduce(hmac, hmac(`AWS4${AWS_SECRET_ACCESS_KEY}`, time.slice(0, 8)));
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`).toString('hex');
  const credential = `Credential=${AWS_ACCESS_KEY_ID}/${scope}`;
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

export const handler = (event) =>
  new Promise((resolve, reject) => {
    const { host, hostname, port } = new URL(process.env.AWS_ENDPOINT_URL);
    const body = JSON.stringify({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify(event) });
    const headers = signedHeaders(host, 'AmazonSQS.SendMessage', body);
    const request = http.request({ hostname, port, method: 'POST', headers }, (response) => {
      response.resume();
      response.on('end', () => resolve({ statusCode: response.statusCode === 200 ? 200 : 503, body: '' }));
    });
    request.on('error', reject);
    request.end(body);
  });
