import { explainDifference, withDifference } from './body-difference.ts';
import { bodyForms } from './body-forms.ts';
import { type Candidate, type Fault, right } from './fault.ts';
import type { ReceivedWebhook } from './received-webhook.ts';

/** What is joined before the body. Standard Webhooks, "Signature scheme". */
export const startOf = (id: string, timestamp: string): string => `${id}.${timestamp}.`;

const headerFault = (code: Fault['code'], message: string, fix: string): Fault => ({
  check: 'header',
  code,
  message,
  fix,
});

const oneRequest = 'Take all three headers and the body from one and the same request.';

/** The time is not that of the request that was signed; `seconds` is, where it is known. */
export const otherTimestamp = (seconds: string | null): Fault =>
  headerFault(
    'header_other_timestamp',
    seconds === null
      ? 'Parley made no attempt at this webhook-timestamp.'
      : `The signature is of another attempt: it was made for webhook-timestamp ${seconds}.`,
    oneRequest,
  );

const otherEvent = (id: string): Fault =>
  headerFault(
    'header_other_event',
    `The signature is of another event: it was made for webhook-id ${id}.`,
    oneRequest,
  );

const swapped = headerFault(
  'header_swapped',
  'The signature was made with id and timestamp in the wrong order.',
  'Sign and verify id.timestamp.body, in this order.',
);

const notSigned = headerFault(
  'header_not_signed',
  'The signature was made without webhook-id or webhook-timestamp in front of the body.',
  'Sign and verify id.timestamp.body: all three, joined with dots.',
);

const alone = (value: string, fault: Fault): Candidate<string> => ({ value, fault, weight: 2 });

/**
 * What may stand before the body: id and time as received, the time in seconds where it is not (`timestamps` begins with
 * the one received), and ids and times of other requests.
 */
export const startCandidates = (
  { sent, otherIds }: ReceivedWebhook,
  id: string,
  [timestamp, ...readings]: readonly [string, ...string[]],
): Candidate<string>[] => {
  const attempts = (sent ?? []).flatMap(({ timestamps }) => timestamps.map(String));
  return [
    right(startOf(id, timestamp)),
    // The clock tells what is wrong with such a time.
    ...readings.map((text): Candidate<string> => ({ value: startOf(id, text), fault: null, weight: 1 })),
    alone(startOf(timestamp, id), swapped),
    ...['', `${timestamp}.`, `${id}.`].map((text) => alone(text, notSigned)),
    ...attempts
      .filter((text) => text !== timestamp && !readings.includes(text))
      .map((text) => alone(startOf(id, text), otherTimestamp(text))),
    ...otherIds
      .filter((other) => other !== id)
      .map((other) => alone(startOf(other, timestamp), otherEvent(other))),
  ];
};

/** What the body may have been: as received, the forms that it may have lost, and what Parley sent under this id. */
export const bodyCandidates = ({ body, sent }: ReceivedWebhook): Candidate<Buffer>[] => {
  const others = (sent ?? []).filter((one) => !one.body.equals(body));
  const forms = bodyForms(body).map(({ bytes, fault }): Candidate<Buffer> => {
    const isSent = others.some((one) => one.body.equals(bytes));
    return { value: bytes, fault: isSent ? withDifference(fault, body, bytes) : fault, weight: 1 };
  });
  return [
    right(body),
    ...forms,
    ...others.map((one): Candidate<Buffer> => ({
      value: one.body,
      fault: explainDifference(body, one.body),
      weight: 1,
    })),
  ];
};
