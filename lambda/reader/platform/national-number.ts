/** A phone number as version 1 of Vibes' API writes it: only digits (wire contract §4). */
const nationalMdn = /"mdn"\s*:\s*"\d{7,15}"/;

/** Whether a Platform event has a phone number without its country code. */
export function hasNationalNumber(json: string): boolean {
  return nationalMdn.test(json);
}
