/** Where the page is, as the fragment of its URL says. */
export type PageRoute =
  | { readonly view: 'callbacks'; readonly id: number | undefined }
  /** With the form filled in: a sample, or the bytes of a callback. */
  | { readonly view: 'send'; readonly sample: string | undefined; readonly id: number | undefined }
  | { readonly view: 'faults' };

export function readRoute(hash: string): PageRoute {
  const [view = '', what = ''] = hash.replace(/^#\/?/, '').split('/');
  const id = /^-?\d+$/.test(what) ? Number(what) : undefined;
  if (view === 'faults') return { view };
  if (view === 'send') return { view, id, sample: id === undefined && what !== '' ? what : undefined };
  return { view: 'callbacks', id: view === 'callback' ? id : undefined };
}
