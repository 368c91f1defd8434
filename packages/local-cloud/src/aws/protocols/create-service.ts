import type { Requirement } from '../iam/authorizer';
import { AwsError } from './aws-error';
import type { AwsCall, AwsService, Caller } from './call';
import { commonError, errorReply } from './error-reply';
import type { ServiceName } from './services';
import { writeAnswer } from './write-answer';

export type Input = AwsCall['input'];

/** One action of a service. */
export interface Action {
  /** What the caller's policies must allow; none where IAM asks for nothing. */
  requires(input: Input): readonly Requirement[];
  /** From the call's members to the answer's. @throws AwsError */
  answer(input: Input, caller: Caller): unknown;
}

/** A service made of actions, which need not know the protocol. Any other action is refused with a sentence. */
export function createService(name: ServiceName, actions: Readonly<Record<string, Action>>): AwsService {
  return {
    actions: Object.keys(actions).sort(),
    requirements: (call) => actions[call.action]?.requires(call.input) ?? [],
    handle: async (call, _allows, caller = nobody) => {
      const action = actions[call.action];
      if (action === undefined) {
        return commonError(call, 'unknown-action', `The local cloud does not support ${name}:${call.action}.`);
      }
      try {
        return writeAnswer(call, await action.answer(call.input, caller));
      } catch (error) {
        if (error instanceof AwsError) return errorReply(call, error);
        throw error;
      }
    },
  };
}

const nobody: Caller = { arn: '', userId: '' };
