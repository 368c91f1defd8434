import { calledAction } from '../reads/called-action';
import { OpsError, type OpsErrorCode } from './ops-error';

/** Where a command looked, so that a sentence about a failure can name it. */
export interface Place {
  /** Of the local cloud; undefined for an AWS account. */
  readonly dataFolder: string | undefined;
  readonly profile: string | undefined;
}

type Explanation = (error: Named, place: Place) => string | undefined;

/** Why a command could not answer: the code is for programs, the sentence says what to do. */
export interface Explained {
  readonly code: OpsErrorCode;
  readonly message: string;
}

interface Named {
  readonly name: string;
  readonly message: string;
  readonly code: string;
}

const explanations: readonly (readonly [OpsErrorCode, Explanation])[] = [
  ['local-cloud-not-running', notRunning],
  ['no-credentials', noCredentials],
  ['credentials-expired', expired],
  ['not-authorized', notAuthorized],
  ['credentials-unknown', unknownKey],
  ['no-region', noRegion],
  ['unreachable', offline],
  ['aws-call-failed', throttled],
];

/** A failure as one sentence that says what to do. Never a stack trace. */
export function explainError(error: unknown, place: Place): string {
  return explain(error, place).message;
}

export function explain(error: unknown, place: Place): Explained {
  if (error instanceof OpsError) return { code: error.code, message: error.message };
  const named = toNamed(error);
  for (const [code, sentenceOf] of explanations) {
    const message = sentenceOf(named, place);
    if (message !== undefined) return { code, message };
  }
  const action = calledAction(error);
  const message = `${action === undefined ? '' : `${action} failed: `}${oneLine(named)}`;
  return { code: 'aws-call-failed', message };
}

/** AWS refused the call because a policy does not allow it. */
export function isAccessDenied(error: unknown): boolean {
  const { name, code } = toNamed(error);
  return /^(AccessDenied|AccessDeniedException|AuthorizationError|AuthorizationErrorException|UnauthorizedOperation)$/.test(
    name === 'Error' ? code : name,
  );
}

function notRunning({ code, message }: Named, { dataFolder }: Place): string | undefined {
  if (dataFolder === undefined || !/ECONNREFUSED|ECONNRESET/.test(`${code} ${message}`)) return undefined;
  return notRunningSentence(dataFolder);
}

export function notRunningSentence(dataFolder: string): string {
  return `No local cloud is running on the data folder ${dataFolder}: start one ("npm start" in a clone, "npx vibes-callbacks start" in an app of your own), or name its folder with --data.`;
}

function noCredentials({ name }: Named, { profile }: Place): string | undefined {
  if (!/^(CredentialsProviderError|ProviderError|TokenProviderError)$/.test(name)) return undefined;
  return profile === undefined
    ? 'There are no AWS credentials in this shell: log in (for example "aws sso login"), or name a profile with --profile. For the local cloud add --local.'
    : `The profile ${profile} has no AWS credentials: log in again ("aws sso login --profile ${profile}"), or name another with --profile.`;
}

function expired({ name, code }: Named, { profile }: Place): string | undefined {
  if (
    !/^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/.test(
      `${name === 'Error' ? code : name}`,
    )
  ) {
    return undefined;
  }
  const login = profile === undefined ? 'aws sso login' : `aws sso login --profile ${profile}`;
  return `The AWS credentials of this shell have expired: log in again (for example "${login}"), then try again.`;
}

function unknownKey({ name }: Named): string | undefined {
  const unknown =
    /^(UnrecognizedClientException|InvalidClientTokenId|InvalidClientTokenIdException|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature)$/;
  return unknown.test(name)
    ? 'AWS rejects these credentials: log in again, or name another profile with --profile.'
    : undefined;
}

function notAuthorized({ cause }: Named & { readonly cause?: unknown }): string | undefined {
  const action = deniedAction(cause);
  if (action === undefined) return undefined;
  return `These credentials do not allow ${action}: attach the policy docs/OPERATOR-POLICY.json to their user or role.`;
}

/**
 * The action that AWS refused, as in `events:ListRules`; undefined for any other failure. AWS names it in the message.
 * S3 does not, so there it is taken from the call.
 */
export function deniedAction(error: unknown): string | undefined {
  if (!isAccessDenied(error)) return undefined;
  const named = /not authorized to perform:? ([\w-]+:\w+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return named ?? calledAction(error) ?? 'an action';
}

function noRegion({ message }: Named): string | undefined {
  return /Region is missing/i.test(message)
    ? "No AWS Region is set: name the stack's Region with --region, or set AWS_REGION."
    : undefined;
}

function offline({ code, name, message }: Named): string | undefined {
  return /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|TimeoutError/.test(`${code} ${name} ${message}`)
    ? 'Cannot reach AWS: check the network and the Region, then try again.'
    : undefined;
}

function throttled({ name, cause }: Named & { readonly cause?: unknown }): string | undefined {
  return /^(Thrott|TooManyRequests|RequestLimitExceeded|SlowDown)/.test(name)
    ? `AWS throttles ${calledAction(cause) ?? 'these calls'}: try again in a minute.`
    : undefined;
}

function toNamed(error: unknown): Named & { readonly cause: unknown } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), code: '', cause: error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { name: error.name, message: error.message, code, cause: error };
}

function oneLine({ name, message }: Named): string {
  const text = message.split('\n')[0]?.trim() ?? '';
  return text === '' || text === 'UnknownError' ? name : `${name === 'Error' ? '' : `${name}: `}${text}`;
}
