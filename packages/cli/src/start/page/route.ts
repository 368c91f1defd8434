/** Where the page is, as the fragment of its URL says. */
export type PageRoute =
  | { readonly view: 'callbacks'; readonly id: number | undefined }
  /** With the form filled in: a sample, or the bytes of a callback. */
  | { readonly view: 'send'; readonly sample: string | undefined; readonly id: number | undefined }
  /** The stack's queues and tables, one of them opened by its logical id. */
  | { readonly view: 'contents'; readonly kind: 'queues' | 'tables' | undefined; readonly id: string }
  | { readonly view: 'faults' };

export function readRoute(hash: string): PageRoute {
  const [view = '', what = ''] = hash.replace(/^#\/?/, '').split('/');
  const id = /^-?\d+$/.test(what) ? Number(what) : undefined;
  if (view === 'faults') return { view };
  if (view === 'queues' || view === 'tables') {
    return { view: 'contents', kind: what === '' ? undefined : view, id: what };
  }
  if (view === 'send') return { view, id, sample: id === undefined && what !== '' ? what : undefined };
  return { view: 'callbacks', id: view === 'callback' ? id : undefined };
}
