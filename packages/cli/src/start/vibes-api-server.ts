/** An emulator of Vibes' Callback API, supplied by the program that starts the local cloud. */
export interface VibesApiServer {
  /** What it can do differently, each with a description. */
  readonly rules: Readonly<Record<string, string>>;
  serve(options: VibesApiServerOptions): Promise<ServedVibesApi>;
}

export interface VibesApiServerOptions {
  /** 0: a free one. */
  readonly port: number;
  readonly rules: readonly string[];
  /** Called with each call of a registered URL. */
  onCall(call: { readonly url: string; readonly eventId: string; readonly outcome: string }): void;
}

export interface ServedVibesApi {
  readonly url: string;
  readonly company: string;
  readonly username: string;
  readonly password: string;
}
