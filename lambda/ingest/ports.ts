/** Takes an envelope's JSON, or throws. */
export interface CallbackQueue {
  send(envelope: string, signal: AbortSignal): Promise<void>;
}
