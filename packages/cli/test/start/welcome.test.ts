import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Started, welcome } from '../../src/start/welcome';

const started: Started = {
  mutualTls: false,
  outputs: {
    EndpointUrl: 'http://127.0.0.1:8787/callbacks/',
    SmsMoUrl: 'http://127.0.0.1:8787/callbacks/sms/mo',
    CallbackQueueUrl: 'http://127.0.0.1:9000/000000000000/callbacks',
    PreviousUrl: 'https://callbacks.example.com/',
  },
  credentials: { username: 'vibes', password: "it's" },
  dataDir: '.local',
  pass: 'a-pass',
  isClone: true,
  unsupportedTypes: [],
  notRun: [],
};

test('shows where to post on this machine, and no queue', () => {
  const text = welcome(started);
  expect(text).toContain('SmsMoUrl         http://127.0.0.1:8787/callbacks/sms/mo');
  expect(text).not.toContain('CallbackQueueUrl');
  expect(text).not.toContain('callbacks.example.com');
});

test('its curl line can be pasted, whatever the password is', () => {
  expect(welcome(started)).toContain(`curl -i -u 'vibes:it'\\''s' -H 'Content-Type: text/xml' --data-binary @`);
});

test('names the URL that opens the inbox', () => {
  expect(welcome(started)).toContain('Inbox, in a browser: http://127.0.0.1:8787/_local/#pass=a-pass');
});

test('says how the control API is asked, without the token itself', () => {
  expect(welcome(started)).toContain(
    'curl -H "x-local-token: $(npm run -s ops -- env CALLBACKS_TOKEN --local)" http://127.0.0.1:8787/_local/state',
  );
  expect(welcome({ ...started, dataDir: 'my data' })).toContain("env CALLBACKS_TOKEN --local --data 'my data')\"");
});

test('with mutual TLS the line has a place for the certificate', () => {
  expect(welcome({ ...started, mutualTls: true })).toContain('x-local-client-certificate');
});

test('names what it does not support and what it does not run', () => {
  const text = welcome({ ...started, unsupportedTypes: ['1 × AWS::EC2::VPC'], notRun: ['Fn is not run: Python.'] });
  expect(text).toContain('Not supported here: 1 × AWS::EC2::VPC.');
  expect(text).toContain('Fn is not run: Python.');
});

test('the sample of its curl line is there', () => {
  const [, sample = 'none'] = /--data-binary @(\S+)/.exec(welcome(started)) ?? [];
  expect(existsSync(join(__dirname, '..', '..', '..', '..', sample))).toBe(true);
});

test('in an app of its own, where no sample is at hand, the command sends one', () => {
  const own = { ...started, isClone: false };
  expect(welcome(own)).toMatch(/^ {2}npx vibes-callbacks send mo-message-keyword --local$/m);
  expect(welcome({ ...own, dataDir: 'data' })).toMatch(/send mo-message-keyword --local --data data$/m);
});
