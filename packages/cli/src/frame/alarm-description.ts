/** What the stack says about one of its alarms, in the alarm's description (`lib/alarms.ts` writes it). */
export interface AlarmDescription {
  /**
   * `act now`: callbacks are lost or late unless someone acts; `check now`: some may be; `can wait`: until the morning.
   * Null for an alarm that is not the stack's, and for a stack deployed by a version that did not say it.
   */
  readonly urgency: Urgency | null;
  /** What to type first, as in `dead list`. */
  readonly command: string | null;
  /** Its section of the runbook: `docs/RUNBOOK.md#deadletters`. */
  readonly runbook: string | null;
}

const urgencies = ['act now', 'check now', 'can wait'] as const;
export type Urgency = (typeof urgencies)[number];

/** Deployed from a clone, or from the package. */
const typed = /\bType: (?:npm run ops --|npx vibes-callbacks) ([a-z -]+?)(?: --stack [^\s.]+)?(?=\.)/;

export function readAlarmDescription(text: string): AlarmDescription {
  const said = /\bUrgency: ([a-z ]+)\./.exec(text)?.[1];
  return {
    urgency: urgencies.find((one) => one === said) ?? null,
    command: typed.exec(text)?.[1] ?? null,
    runbook: /\bRunbook: (\S+)/.exec(text)?.[1] ?? null,
  };
}

/** The description with a command that asks the local cloud at `place`. */
export function describedAt(place: string, text: string): string {
  return text.replace(typed, (command) => `${command}${place}`);
}
