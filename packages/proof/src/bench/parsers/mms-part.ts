/** A part of a `DeliverReq`, its transfer encoding undone. */
export interface MmsPart {
  /** With its angle brackets. */
  readonly contentId: string;
  readonly bytes: Uint8Array;
}
