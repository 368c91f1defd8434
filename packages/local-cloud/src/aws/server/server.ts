import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Server as Listener } from 'node:net';
import { LocalCloudError } from '../../base/local-cloud-error';
import { readBodyUpTo } from '../../base/read-body';
import { isFromThisMachine } from '../../control/is-from-this-machine';
import { meetFault } from '../../faults/meet-fault';
import type { ServiceFaults } from '../../faults/service-faults';
import type { Authorizer } from '../iam/authorizer';
import { type Denial, eventSourceMappingToken } from '../iam/caller';
import type { GrantUse } from '../iam/grant-use';
import type { Allows, AwsCall, AwsService, Reply } from '../protocols/call';
import { commonError, errorReply } from '../protocols/error-reply';
import { type ServiceName, services } from '../protocols/services';
import type { CallCounts } from './call-counts';
import type { KnownCaller } from './callers';
import { readCall } from './read-call';
import type { Signatures, VerifiedHead } from './signatures';
import type { WarmUpCalls } from './warm-up-calls';

export interface AwsServerParts {
  /** Read at each call: the cloud around it adds some once it runs. */
  readonly serviceOf: (name: ServiceName) => AwsService | undefined;
  readonly signatures: Signatures;
  readonly authorizer: Authorizer;
  readonly grantUse: GrantUse;
  readonly faults: ServiceFaults;
  readonly functionCalls: CallCounts;
  readonly mappingCalls: CallCounts;
  readonly warmUp: Pick<WarmUpCalls, 'carryOut'>;
  readonly random: () => number;
  readonly onCrash: (sessionToken: string) => void;
  readonly onDenied: (denial: Denial) => void;
}

export interface AwsServer {
  stop(): Promise<void>;
}

/** How long a caller may take to send a whole call; over the loopback interface it takes milliseconds. */
const patienceMs = 60_000;
/** How much of a refused body is read and discarded, so that its sender can read why. */
const maxDiscardedBytes = 64 * 1024 * 1024;
const defaultMaxBodyBytes = 2 * 1024 * 1024;

/**
 * The only way to the services: verifies who calls, evaluates its policies, counts, and applies faults.
 * @param place the URL to listen at, or what listens already
 */
export async function startAwsServer(place: string | Listener, parts: AwsServerParts): Promise<AwsServer> {
  const stopping = new AbortController();
  const take = (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response, parts, stopping.signal).catch((error: unknown) => response.destroy(error as Error));
  };
  const server = createServer({ requestTimeout: patienceMs, connectionsCheckingInterval: 5000 }, take);
  // A caller that asks before it sends a body gets a refusal before the body comes.
  server.on('checkContinue', take);
  // An idle connection that the server closes just as a client writes to it would look like a failed call.
  server.keepAliveTimeout = 0;
  await listen(server, place);
  return {
    stop: async () => {
      stopping.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  parts: AwsServerParts,
  stopped: AbortSignal,
): Promise<void> {
  // A web page cannot hide where it comes from, and has no business here, even with a valid key.
  if (!isFromThisMachine(request)) return void response.writeHead(403).end();
  const head = parts.signatures.verifyHead(request);
  if ('status' in head) return refuse(request, response, head);
  const { maxBodyBytes = defaultMaxBodyBytes } = services[head.address.service];
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes)
    return refuse(request, response, tooLarge(head.address));
  if (request.headers.expect !== undefined) response.writeContinue();
  const body = await readBodyUpTo(request, maxBodyBytes);
  if (body === undefined) return refuse(request, response, tooLarge(head.address));
  const forged = head.checkBody(body);
  const call = forged ?? readCall(head.address, request, body);
  const reply = 'status' in call ? call : await answer(head, call, response, parts, stopped);
  if (reply === undefined || stopped.aborted) response.destroy();
  else send(response, reply, request.method === 'HEAD');
}

/** S3's own error, and that of all other services (API reference, "Common errors"). */
function tooLarge(address: VerifiedHead['address']): Reply {
  return address.service === 's3'
    ? errorReply(address, {
        code: 'EntityTooLarge',
        status: 400,
        message: 'Your proposed upload exceeds the maximum allowed size',
      })
    : errorReply(address, {
        code: 'RequestEntityTooLargeException',
        status: 413,
        message: 'Problems with the request at the HTTP level. The request entity is too large.',
      });
}

/** Answers a call whose body was not read: the rest of it is discarded. */
function refuse(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  let discarded = 0;
  request.on('error', () => undefined);
  request.on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > maxDiscardedBytes) request.destroy();
  });
  send(response, reply, request.method === 'HEAD');
}

async function answer(
  { caller, sessionToken }: VerifiedHead,
  call: AwsCall,
  response: ServerResponse,
  parts: AwsServerParts,
  stopped: AbortSignal,
): Promise<Reply | undefined> {
  const service = parts.serviceOf(call.service);
  if (service === undefined) {
    return commonError(call, 'unknown-action', `The local cloud does not support the service ${call.service} here.`);
  }
  if (caller.kind === 'operator') return service.handle(call, () => true, caller);
  if (caller.kind === 'guest') return answerGuest(caller, call, service, parts);
  const warmUp = parts.warmUp.carryOut(call);
  if (warmUp !== undefined) return warmUp;
  const allows: Allows = (requirement) => parts.authorizer.deniedToRole(caller.id, [requirement]) === undefined;
  const carryOut = (carried: AwsCall) => service.handle(carried, allows, caller);
  const isMapping = sessionToken === eventSourceMappingToken;
  (isMapping ? parts.mappingCalls : parts.functionCalls).count(call);
  const denial = findDenial(caller.id, call, service, parts);
  if (denial !== undefined) return denial;
  const fault = isMapping ? undefined : parts.faults.meeting(call);
  if (fault === undefined) return carryOut(call);
  const left = new AbortController();
  response.once('close', () => left.abort());
  const crash = () => parts.onCrash(sessionToken);
  const strike = () => parts.faults.strike();
  return meetFault(fault, { call, carryOut, callerLeft: left.signal, crash, stopped, random: parts.random, strike });
}

/**
 * Calls with restricted credentials are evaluated by their policy and, like the operator's, neither counted nor made
 * to fail.
 */
async function answerGuest(
  guest: Extract<KnownCaller, { readonly kind: 'guest' }>,
  call: AwsCall,
  service: AwsService,
  { authorizer }: AwsServerParts,
): Promise<Reply> {
  const denied = authorizer.deniedByPolicy(guest, service.requirements(call));
  if (denied === undefined) {
    return service.handle(call, (one) => authorizer.deniedByPolicy(guest, [one]) === undefined, guest);
  }
  const message = `User: ${guest.arn} is not authorized to perform: ${denied.action} on resource: ${denied.resource} because no session policy allows the ${denied.action} action`;
  return commonError(call, 'denied', message);
}

function findDenial(roleId: string, call: AwsCall, service: AwsService, parts: AwsServerParts): Reply | undefined {
  const requirements = service.requirements(call);
  const denied = parts.authorizer.deniedToRole(roleId, requirements);
  if (denied === undefined) {
    parts.grantUse.note(roleId, requirements);
    return undefined;
  }
  parts.onDenied({ roleLogicalId: roleId, action: denied.action, resource: denied.resource });
  const message = `User: ${roleId} is not authorized to perform: ${denied.action} on resource: ${denied.resource} because no policy of the template allows the ${denied.action} action`;
  return commonError(call, 'denied', message);
}

function send(response: ServerResponse, { status, headers, body }: Reply, isHead: boolean): void {
  if (isHead) response.writeHead(status, headers).end();
  else response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}

async function listen(server: Server, place: string | Listener): Promise<void> {
  if (typeof place !== 'string') {
    await new Promise<void>((resolve) => server.listen(place, resolve));
    return;
  }
  const { hostname, port } = new URL(place);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = new LocalCloudError(
        'port-taken',
        `Port ${port} is taken: stop what listens there, or choose another one.`,
      );
      reject(error.code === 'EADDRINUSE' ? taken : error);
    });
    server.listen(Number(port), hostname, resolve);
  });
}
