const number = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * The number in a JSON text, as EventBridge compares it: undefined for one that a double cannot hold to the last
 * digit (an id of 19 digits, say), which is compared as text only.
 */
export function comparableNumber(text: string): number | undefined {
  const value = Number(text);
  if (!number.test(text) || !Number.isFinite(value)) return undefined;
  return canonical(String(value)) === canonical(text) ? value + 0 : undefined;
}

/** Sign, digits without zeros around them, and the exponent of the last digit: the same for `1e2`, `100` and `100.0`. */
function canonical(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = number.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
