// In place of `@aws-sdk/client-sqs`: takes every message at once, so that what is left is the function's own work.
export class SendMessageCommand {
  constructor(readonly input: object) {}
}

export class SQSClient {
  async send(command: SendMessageCommand): Promise<object> {
    return command;
  }
}
