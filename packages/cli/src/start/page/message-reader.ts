/** Reads a stream piece by piece. Lines end in `\n`, as the local cloud's do. */
export function messageReader(onMessage: (name: string, data: string) => void): (text: string) => void {
  const pieces: string[] = [];
  return (text) => {
    // A message of many megabytes comes in thousands of pieces: they are joined once.
    pieces.push(text);
    if (!text.includes('\n')) return;
    const messages = pieces.join('').split('\n\n');
    pieces.splice(0, pieces.length, messages.pop() ?? '');
    for (const message of messages) {
      const fields = new Map(message.split('\n').map(splitField));
      const data = fields.get('data');
      if (data !== undefined) onMessage(fields.get('event') ?? 'message', data);
    }
  };
}

/** A comment has an empty name. */
function splitField(line: string): readonly [string, string] {
  const index = line.indexOf(':');
  return [line.slice(0, index), line.slice(index + 1).replace(/^ /, '')];
}
