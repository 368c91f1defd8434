import { useEffect, useRef, useState } from 'preact/hooks';
import type { CallbackSummary, CallbackWay } from '../inbox/inbox-shapes';
import { ask, messageOf } from './ask';
import { BytesView, Pieces } from './bytes-view';
import { Deliveries } from './deliveries';
import { Dismiss } from './dismiss';
import { MessageView } from './message-view';
import { Facts, Headers, LogLines, Part, SubPart } from './parts';
import { Text } from './text';
import { clockTime, momentInWords, outcomes } from './words';

interface DetailProps {
  readonly id: number;
  /** Its entry in the list: when that changes, there is more to show. */
  readonly summary: CallbackSummary | undefined;
  /** How often it changed while it was not in the list. */
  readonly changes: number;
}

/** One callback's whole way: its event, what each target did with it, and how it arrived. */
export function CallbackDetailView({ id, summary, changes }: DetailProps) {
  const [detail, setDetail] = useState<CallbackWay>();
  const [failure, setFailure] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    let isCurrent = true;
    const shown = (next: CallbackWay) => isCurrent && setDetail(next);
    const failed = (error: unknown) => isCurrent && setFailure(messageOf(error));
    ask<CallbackWay>('GET', `callbacks/${id}`).then(shown, failed);
    return () => {
      isCurrent = false;
    };
  }, [id, summary, changes]);
  const isThere = detail !== undefined;
  useEffect(() => {
    // On a phone it replaces the list, so move the focus there.
    if (isThere && matchMedia('(max-width: 800px)').matches) heading.current?.focus();
  }, [isThere]);
  return (
    <article class="detail" aria-labelledby="detail-title">
      <p class="back">
        <a href="#/">Back to the list</a>
      </p>
      <h2 id="detail-title" ref={heading} tabIndex={-1}>
        {detail === undefined ? `Callback ${id}` : detail.family}
      </h2>
      {failure !== '' && detail === undefined && <p role="alert">It is no longer kept: {failure}</p>}
      {detail !== undefined && <Way detail={detail} />}
    </article>
  );
}

function Way({ detail }: { readonly detail: CallbackWay }) {
  const { request, answer, envelope, identity, ledger, event, deliveries } = detail;
  const [word, look] = outcomes[detail.outcome];
  return (
    <>
      <p class="became">
        <span class={`badge ${look}`}>{word}</span> <Text text={detail.note} />{' '}
        {!detail.isEarlier && <a href={`#/send/${detail.id}`}>Send it again</a>}
      </p>
      {detail.outcome === 'unrecognized' && (
        <Dismiss ids={[detail.id]} label="Dismiss">
          If it is junk, dismiss it: <code>status</code> no longer counts it. Its bytes stay in the bucket as long as
          before.
        </Dismiss>
      )}
      {detail.isEarlier && (
        <p class="faint">An earlier run published it. Only its event and its row in the ledger are kept.</p>
      )}
      {detail.isForgotten && (
        <p class="faint">Its bytes, headers and log lines are no longer kept: newer callbacks took their place.</p>
      )}
      <Facts
        facts={[
          ['Received', momentInWords(detail.at)],
          ['Vibes’ id', detail.vibesId],
          ['Request id', detail.requestId],
          ['Answered', answer === null ? 'by an earlier run' : `${answer.status} in ${answer.tookMs.toFixed(1)} ms`],
          ['Proof', proofOf(detail)],
        ]}
      />
      <Part title="Event">
        {event === null ? (
          <p class="faint">None: {whyNoEvent(detail)}.</p>
        ) : (
          <BytesView cut={event} name="event" isJson />
        )}
      </Part>
      {detail.message !== null && <MessageView message={detail.message} />}
      <Part title="Targets">
        <Deliveries deliveries={deliveries} none={`No rule took it to a target${inThisRun(detail)}.`} />
      </Part>
      <Part title="How it arrived">
        <SubPart title="Request">
          {request === null ? (
            <p class="faint">It is not known here{whyNoRequest(detail)}.</p>
          ) : (
            <>
              <p>
                <code>
                  <Text text={`${request.method} ${request.path}${request.query === '' ? '' : `?${request.query}`}`} />
                </code>{' '}
                from <Text text={request.sourceIp} />
              </p>
              <Headers headers={request.headers} name="Headers of the request" />
              <Kept cut={request.body} name="body" />
            </>
          )}
        </SubPart>
        {answer !== null && (
          <SubPart title="Answer">
            <Headers headers={answer.headers} name="Headers of the answer" />
            {answer.body !== '' && <Pieces text={answer.body} name="body of the answer" />}
          </SubPart>
        )}
        <SubPart title="Envelope">
          {envelope === null ? (
            <p class="faint">None: {whyNoEnvelope(detail)}.</p>
          ) : (
            <Pieces text={JSON.stringify(envelope, null, 2)} name="envelope" />
          )}
        </SubPart>
        <SubPart title="Queue">
          {detail.receives.length === 0 ? (
            <p class="faint">The consumer has not received it{inThisRun(detail)}.</p>
          ) : (
            <ol class="steps">
              {detail.receives.map(({ at, queue, count }) => (
                <li key={at}>
                  <time dateTime={at}>{clockTime(at)}</time> given to the consumer from {queue}, the {ordinal(count)}{' '}
                  time
                </li>
              ))}
            </ol>
          )}
        </SubPart>
        <SubPart title="Function logs">
          <LogLines lines={detail.log} name="log lines" none={`Nothing yet${inThisRun(detail)}.`} />
        </SubPart>
        <SubPart title="Identity and ledger">
          <p>{identity === null ? <span class="faint">None yet.</span> : <Text text={identity} />}</p>
          {ledger !== null && <Pieces text={JSON.stringify(ledger, null, 2)} name="row of the ledger" />}
        </SubPart>
      </Part>
    </>
  );
}

function Kept({ cut, name }: { readonly cut: NonNullable<CallbackWay['request']>['body']; readonly name: string }) {
  if (cut === null) return <p class="faint">Its bytes are no longer kept: newer ones took their place.</p>;
  return <BytesView cut={cut} name={name} />;
}

const proofs: Readonly<Record<string, string>> = {
  'basic:current': 'the password',
  'basic:previous': 'the password before',
  certificate: 'a client certificate',
  signature: 'its signature',
  source: 'its address alone',
};

function proofOf({ proof, status }: CallbackWay): string {
  if (proof !== null) return `${proofs[proof] ?? proof} (${proof})`;
  return status === 401 ? 'none: no or wrong credentials' : 'not known';
}

function inThisRun({ isEarlier }: CallbackWay): string {
  return isEarlier ? ' in this run' : '';
}

function whyNoRequest({ isEarlier, isForgotten }: CallbackWay): string {
  if (isEarlier) return ': an earlier run answered it';
  return isForgotten ? '' : ': its message has not been read yet';
}

function whyNoEnvelope({ outcome, isEarlier, isForgotten }: CallbackWay): string {
  if (isEarlier) return 'an earlier run had it';
  if (isForgotten) return 'it is no longer kept';
  if (outcome === 'refused') return 'it was not stored';
  return outcome === 'looked' ? 'there was nothing to keep' : 'it did not come through the queue';
}

function whyNoEvent({ outcome }: CallbackWay): string {
  if (outcome === 'repeat') return 'the first copy was published; see its event';
  return outcome === 'refused' || outcome === 'looked' ? 'it was not stored' : 'not published, or no longer kept';
}

function ordinal(count: number): string {
  const ending = { 1: 'st', 2: 'nd', 3: 'rd' }[count] ?? 'th';
  return `${count}${ending}`;
}
