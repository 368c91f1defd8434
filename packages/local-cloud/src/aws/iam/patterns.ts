/** `*` any text, `?` one character: as in IAM's actions, resources and `Like` conditions. */
export function wildcard(pattern: string, flags = ''): (text: string) => boolean {
  if (flags === '' && !/[*?]/.test(pattern)) return (text) => text === pattern;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, `s${flags}`);
  return (text) => expression.test(text);
}

/** Each of an ARN's six parts by itself: a `*` in one does not reach into the next (IAM reference, `ArnLike`). */
export function arnLike(pattern: string): (arn: string) => boolean {
  const parts = arnParts(pattern).map((part) => wildcard(part));
  return (arn) => {
    const given = arnParts(arn);
    return given.length === parts.length && parts.every((matches, index) => matches(given[index] ?? ''));
  };
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
