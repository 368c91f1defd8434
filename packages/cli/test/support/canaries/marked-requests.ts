import { createHmac } from 'node:crypto';
import { fileStem, sentRows } from '../../../../../lambda/reader/families';
import { sampleNames, sampleRequest } from '../../../src/commands/send/sample-request';
import { markSample } from './mark-sample';
import type { Marks } from './marks';

export interface MarkedRequest {
  readonly method: string;
  /** Below the endpoint, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Doors {
  readonly username: string;
  readonly password: string;
  readonly rbmSecret: string;
}

/** For documents with several samples, the samples with the most fields. */
const richest = [
  'mo-message-long-part.xml',
  'deliver-passthrough.xml',
  'mt-message-response-failed-part.xml',
  'mms-message-nested.mime',
  'mms-delivery-report-rejected.xml',
  'platform-event-processed.json',
  'rbm-user-message-text.json',
];

/** One sample of each document, for a round under a fault, where all of them would take too long. */
const oneOfEach = [
  ...richest,
  ...sentRows
    .filter(({ url }) => !richest.some((name) => sampleRequest(name).path === `/${url.route}`))
    .flatMap(({ detailType }) => sampleNames(fileStem(detailType)).slice(0, 1)),
];

/** Callbacks with a mark in every field, valid and broken. Each call makes new ones. */
export function markedRequests(
  marks: Marks,
  doors: Doors,
  round: string,
  samples: 'all' | 'one of each',
): readonly MarkedRequest[] {
  const names = samples === 'all' ? sampleNames('') : oneOfEach;
  const good = names.map((name) => requestOf(name, 'fields', { marks, doors, round }));
  const odd = names.map((name) => requestOf(name, 'everything', { marks, doors, round }));
  const door = atTheDoor(marks, doors, round);
  const more = names.map((name) => requestOf(name, 'fields', { marks, doors, round: `${round}-broken` }));
  if (samples === 'all')
    return [...good, ...odd, ...more.flatMap(broken), ...door, ...elsewhere(marks), ...huge(marks)];
  // One thing is wrong with each.
  const some = more.flatMap((request, index) => broken(request).slice(index % 5, (index % 5) + 1));
  return [...good, ...odd, ...some, ...door, ...elsewhere(marks)];
}

interface Round {
  readonly marks: Marks;
  readonly doors: Doors;
  readonly round: string;
}

function requestOf(name: string, extent: 'fields' | 'everything', { marks, doors, round }: Round): MarkedRequest {
  const { method, path, headers, body } = markSample(name, { marks, extent, id: `${round}-${name.split('.')[0]}` });
  return {
    method,
    path: `${path}?origin=${marks.word('content', `${name} query`)}`,
    headers: { ...headers, ...doorOf(path, body, doors), ...ownHeaders(marks, name) },
    body,
  };
}

function doorOf(path: string, body: Buffer, doors: Doors): Record<string, string> {
  if (path === '/sms/mo') return { authorization: basic(doors.username, doors.password) };
  if (path === '/rbm') return { 'x-vibes-signature': sign(body, doors.rbmSecret) };
  return {};
}

/** Headers that a caller may add: published ones, and withheld ones. */
function ownHeaders(marks: Marks, name: string): Record<string, string> {
  return {
    'x-vibes-company': marks.word('content', `${name} x-vibes-company`),
    'user-agent': marks.word('content', `${name} user-agent`),
    cookie: `session=${marks.word('credential', `${name} cookie`)}`,
    'x-api-key': marks.word('credential', `${name} x-api-key`),
    'proxy-authorization': `Bearer ${marks.word('credential', `${name} proxy-authorization`)}`,
  };
}

/** What a broken or hostile caller makes of a request. */
function broken(request: MarkedRequest): readonly MarkedRequest[] {
  const { body } = request;
  const half = body.subarray(0, Math.floor(body.length * 0.6));
  const first = Math.max(0, body.indexOf('>') + 1);
  const with_ = (inner: string | Buffer) => Buffer.concat([body.subarray(0, first), Buffer.from(inner), body]);
  return [
    { ...request, body: half },
    { ...request, body: with_('<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>') },
    { ...request, body: with_(Buffer.from([0, 0x1b, 0x5b, 0x32, 0x4a, 0xff, 0xfe, 0xc0, 0x80])) },
    { ...request, headers: { ...request.headers, 'content-type': 'text/xml; charset=utf-16' } },
    { ...request, method: 'PATCH', headers: { ...request.headers, 'content-type': `text/x; n=${body.length}` } },
  ];
}

/** Passwords, signatures and addresses that open nothing. */
function atTheDoor(marks: Marks, doors: Doors, round: string): readonly MarkedRequest[] {
  const wrong = (what: string) => marks.word('credential', what);
  const message = requestOf('mo-message-long-part.xml', 'fields', { marks, doors, round: `${round}-door` });
  const rbm = requestOf('rbm-user-message-text.json', 'fields', { marks, doors, round: `${round}-door` });
  const shown = (request: MarkedRequest, headers: Record<string, string>): MarkedRequest => ({
    ...request,
    headers: { ...request.headers, ...headers },
  });
  const { authorization: _, ...without } = message.headers;
  return [
    { ...message, headers: without },
    shown(message, { authorization: basic(doors.username, wrong('wrong password')) }),
    shown(message, { authorization: basic(wrong('wrong user'), doors.password) }),
    shown(message, { authorization: `Basic ${wrong('no base64')}` }),
    shown(message, { authorization: `Bearer ${wrong('bearer')}` }),
    // The right one at the wrong route: it must not be kept either.
    { ...message, path: '/sms/receipt' },
    shown(message, { 'x-local-source-ip': '198.51.100.7' }),
    shown(rbm, { 'x-vibes-signature': marks.word('signature', 'no signature') }),
    shown(rbm, { 'x-vibes-signature': signed(marks, rbm.body, 'another secret') }),
    shown(rbm, { 'x-vibes-eventclass': marks.word('content', 'event class') }),
  ];
}

/** Unknown routes, all methods, and bodies that are not documents. */
function elsewhere(marks: Marks): readonly MarkedRequest[] {
  const text = (field: string) => marks.text(field);
  const number = encodeURIComponent(marks.phone('path'));
  return [
    other(marks, `/${number}/${marks.word('content', 'path')}`, 'POST', text('body of no route')),
    other(marks, `/sms/mo/${number}?${marks.word('content', 'name of a query')}=${number}`, 'PUT', text('body')),
    other(marks, `/platform/${encodeURIComponent(text('path'))}`, 'DELETE', text('body')),
    other(marks, `/${marks.word('content', 'path of GET')}?q=${number}`, 'GET', ''),
    other(marks, `/%zz%00${marks.word('content', 'odd path')}`, 'POST', text('body')),
    other(marks, '/platform', 'POST', `{"event_id":"${text('cut')}`),
    other(marks, '/platform', 'PUT', `${'['.repeat(10_000)}${text('deep')}`),
    other(marks, '/mms/mo', 'POST', large(marks, 1_200_000)),
  ];
}

/** Just within the limit of a function's event, and above the gateway's. */
function huge(marks: Marks): readonly MarkedRequest[] {
  return [4_600_000, 11_000_000].map((bytes) => other(marks, '/mms/mo', 'POST', large(marks, bytes)));
}

function other(marks: Marks, path: string, method: string, body: string): MarkedRequest {
  const type = `text/plain; name="${marks.word('content', 'content-type')}"`;
  return { method, path, headers: { 'content-type': type }, body: Buffer.from(body) };
}

function large(marks: Marks, bytes: number): string {
  return `${marks.text('large')}${'x'.repeat(bytes)}${marks.text('large')}`;
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function sign(body: Buffer, secret: string): string {
  return createHmac('sha512', secret).update(body).digest('base64');
}

function signed(marks: Marks, body: Buffer, secret: string): string {
  return marks.add('signature', 'wrong signature', sign(body, secret));
}
