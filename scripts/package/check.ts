/** One thing that was looked at: a sentence of fact, and what was found where it does not hold. */
export interface CheckedFact {
  readonly fact: string;
  readonly failure?: string;
}
