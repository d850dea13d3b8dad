/** Something that Schemathesis does not like. */
export interface Finding {
  /** Which of its checks. */
  check: string;
  /** Method and path of the document. */
  operation: string;
  /** The method that was sent. */
  method: string;
  status: number;
  /** Of the problem that was answered; empty without one. */
  code: string;
  detail: string;
  /** What Schemathesis says. */
  said: string;
}

/** Something that it does not like although Parley is right. */
interface FalseAlarm {
  name: string;
  /** Why Parley is right. */
  reason: string;
  isIt: (finding: Finding) => boolean;
}

const refuses = (finding: Finding, code: string, detail: RegExp): boolean =>
  finding.check === 'positive_data_acceptance' && finding.code === code && detail.test(finding.detail);

/** The alarms that are known, by name. Everything else that it finds is a fault. */
export const falseAlarms: readonly FalseAlarm[] = [
  {
    name: 'a method that nobody has',
    reason: 'A method that the whole server does not know is refused with 501: RFC 9110, 9.1.',
    isIt: ({ check, status, code }) =>
      check === 'not_a_server_error' && status === 501 && code === 'request.method_unknown',
  },
  {
    name: 'a state of its own making',
    reason:
      'What was changed since the answer that `If-Match` names is not changed. It names answers that never were.',
    isIt: (finding) => refuses(finding, 'request.precondition_failed', /./),
  },
  {
    name: 'a state that its own pattern does not allow',
    reason:
      'Where it tries other fields out it sends `0` as `If-Match` beside them; the pattern in the document asks for quotes.',
    isIt: (finding) => refuses(finding, 'request.invalid', /^If-Match takes/),
  },
  {
    name: 'a secret that has ended',
    reason:
      'It repeats a used Idempotency-Key; the answer that was kept holds a secret that it has since revoked.',
    isIt: ({ code }) => code === 'idempotency.secret_ended',
  },
  {
    name: 'a cursor of its own making',
    reason: 'A cursor is what a page answered. No schema can say so, and another one is refused.',
    isIt: (finding) => refuses(finding, 'request.invalid', /cursor/),
  },
  {
    name: 'a time that has passed',
    reason: 'What ends has to end later. A schema knows no clock.',
    isIt: (finding) => refuses(finding, 'request.invalid', /in the past|still to come/),
  },
  {
    name: 'a used Idempotency-Key',
    reason: 'It sends one key with many bodies. A key is for one request, and all others are refused.',
    isIt: (finding) => refuses(finding, 'idempotency.mismatch', /./),
  },
  {
    name: 'nothing to recover',
    reason: 'A recovery of an endpoint to which nothing was ever sent.',
    isIt: (finding) => refuses(finding, 'recovery.empty', /./),
  },
  {
    name: 'an example beside its schema',
    reason: 'The example and the mapping of an event type have to fit the schema that comes with them.',
    isIt: (finding) =>
      refuses(finding, 'event_type.example_invalid', /./) ||
      refuses(finding, 'event_type.downcast_invalid', /./),
  },
  {
    name: 'an event type that nobody declared',
    reason: 'Events are published of types that are in the catalogue, and versions are pinned of those.',
    isIt: (finding) =>
      refuses(finding, 'event_type.unknown', /./) ||
      refuses(finding, 'event_type.version_not_found', /There is no event type/),
  },
  {
    name: 'neither a document nor its files',
    reason: 'One of `document` and `files` with `entry` is needed: a rule that spans three fields.',
    isIt: (finding) => refuses(finding, 'request.invalid', /"path":"\/(?:document|entry)"/),
  },
  {
    name: 'an id that looks like ours',
    reason: 'Nobody may name an event as Parley names its own. The pattern of that would be read by nobody.',
    isIt: (finding) => refuses(finding, 'request.invalid', /does not begin as Parley’s own do/),
  },
  {
    name: 'a body that is not of its encoding',
    reason: 'With `bodyEncoding` `base64` the body has to be that: a rule that spans two fields.',
    isIt: (finding) => refuses(finding, 'request.invalid', /"\/body","message":"Not base64/),
  },
  {
    name: 'headers that are no texts',
    reason:
      'A union with a map is described as any object: its inner types would break clients in Java and Go.',
    isIt: (finding) => refuses(finding, 'request.invalid', /headers as an object of texts/),
  },
  {
    name: 'data beside its event type',
    reason: 'What `data` takes, the schema of the event type says, which somebody declared.',
    isIt: (finding) => refuses(finding, 'event.data_invalid', /./),
  },
  {
    name: 'an audience of nobody',
    reason: 'A consumer is named that does not exist.',
    isIt: (finding) => refuses(finding, 'event.audience_unknown', /./),
  },
  {
    name: 'no OpenAPI document',
    reason: 'A text or an object is uploaded as a contract that is none.',
    isIt: (finding) =>
      refuses(finding, 'contract.unsupported', /./) || refuses(finding, 'contract.invalid', /Not valid YAML/),
  },
];
