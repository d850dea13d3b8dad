// Webhooks as they arrive at receivers, for the tests of the diagnosis: made by the official library, then broken.
import { createHmac, generateKeyPairSync, sign as signWithKey } from 'node:crypto';
import type { SignatureCheckView, SignatureFaultCode } from '@parley/shared/signature-check';
import { Webhook } from 'standardwebhooks';
import { newSigningSecret } from '../lib/webhook-secret.ts';
import { readHeaders } from './received-headers.ts';
import type { ReceivedWebhook, SentWebhook } from './received-webhook.ts';
import type { KnownSecret } from './signing-keys.ts';

/** `secret` signs for the endpoint, `previous` did before the rotation, `sibling` and `twin` are of other endpoints. */
export const keys = {
  secret: newSigningSecret(),
  previous: newSigningSecret(),
  sibling: newSigningSecret(),
  twin: newSigningSecret(),
  stranger: newSigningSecret(),
};
const { secret, previous, sibling, twin, stranger } = keys;

const now = new Date('2026-11-22T09:30:10.400Z');
/** In milliseconds. */
export const hour = 3_600_000;

/** Of the webhook that all samples are about: its id, time and body. */
export const id = 'evt_01m3k7q2x8e5v9r4t6w1y0z3ab';
export const sentAt = new Date('2026-11-22T09:30:00.000Z');
export const seconds = String(sentAt.getTime() / 1000);
const event = {
  type: 'invoice.generated',
  timestamp: '2026-11-22T09:29:59.000Z',
  data: { amount: 1200, note: 'Zoë & <Ålund> "42" a/b', lines: ['x', 'y'] },
};
export const body = JSON.stringify(event);

/** What Parley knows of the consumer. */
export const known: KnownSecret[] = [
  { text: secret, owner: { kind: 'current' } },
  { text: sibling, owner: { kind: 'other_endpoint', name: 'the endpoint https://b.example' } },
  { text: twin, owner: { kind: 'other_environment', name: 'another endpoint in test' } },
];

/** After a rotation whose overlap ends so many milliseconds from now. */
export const rotated = (until: number): KnownSecret[] => [
  ...known,
  { text: previous, owner: { kind: 'previous', until: new Date(now.getTime() + until) } },
];

/** Signs as any sender does. */
export const sign = (content = body, key = secret, at = sentAt, as = id): string =>
  new Webhook(key).sign(as, at, content);

/** A signature that no library makes: over anything, with any bytes as the key. */
const signRaw = (
  content: string | Buffer,
  key: string | Buffer = Buffer.from(secret.slice(6), 'base64'),
): string => `v1,${createHmac('sha256', key).update(content).digest('base64')}`;

/** What a sample has of its own. */
interface Given extends Partial<Omit<ReceivedWebhook, 'headers' | 'body'>> {
  headers?: Record<string, string> | string;
  body?: string | Buffer;
  signature?: string;
}

const headersWith = (signature: string) => ({
  'webhook-id': id,
  'webhook-timestamp': seconds,
  'webhook-signature': signature,
});

/** The sample with these parts changed. */
export const webhook = ({
  headers,
  body: given = body,
  signature = sign(),
  ...rest
}: Given): ReceivedWebhook => ({
  headers: readHeaders(headers ?? headersWith(signature)),
  body: Buffer.from(given),
  receivedAt: null,
  now,
  pasted: null,
  secrets: known,
  publicKey: null,
  sent: [],
  otherIds: [],
  ...rest,
});

/** What Parley sent under the id, at these seconds besides its own. */
export const sent = (content = body, ...timestamps: string[]): SentWebhook[] => [
  { body: Buffer.from(content), timestamps: [seconds, ...timestamps].map(Number) },
];

const withoutId = { 'webhook-timestamp': seconds, 'webhook-signature': sign() };
const pair = generateKeyPairSync('ed25519');
const publicKey = `whpk_${Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64')}`;

/** The `v1a` signature of the sample. */
export const asymmetric = `v1a,${signWithKey(null, Buffer.from(`${id}.${seconds}.${body}`), pair.privateKey).toString('base64')}`;
const hex = Buffer.from(sign().slice(3), 'base64').toString('hex');
const reversed = JSON.stringify({ data: event.data, timestamp: event.timestamp, type: event.type });

/** Requests that are as they should be. */
// oxfmt-ignore
export const validSamples: [name: string, given: Given][] = [
  ['as it was sent', {}],
  ['with the names of the headers in any case', { headers: { 'Webhook-Id': id, 'WEBHOOK-TIMESTAMP': seconds, 'Webhook-Signature': sign() } }],
  ['with the headers as CGI writes them', { headers: { HTTP_WEBHOOK_ID: id, HTTP_WEBHOOK_TIMESTAMP: seconds, HTTP_WEBHOOK_SIGNATURE: sign() } }],
  ['with the headers as text of a request', { headers: `POST /hook HTTP/1.1\r\nHost: a.example\r\nwebhook-id: ${id}\r\nwebhook-timestamp: ${seconds}\r\nwebhook-signature: ${sign()}\r\n\r\n${body}` }],
  ['with the headers as curl shows them', { headers: `> webhook-id: ${id}\n> webhook-timestamp: ${seconds}\n> webhook-signature: ${sign()}` }],
  ['with the headers as a curl command has them', { headers: `-H 'webhook-id: ${id}' \\\n  -H 'webhook-timestamp: ${seconds}' \\\n  -H 'webhook-signature: ${sign()}'` }],
  ['with the headers as Node prints them', { headers: `{\n  'webhook-id': '${id}',\n  'webhook-timestamp': '${seconds}',\n  'webhook-signature': '${sign()}'\n}` }],
  ['with the headers as JSON', { headers: JSON.stringify(headersWith(sign())) }],
  ['signed by both secrets of a rotation', { signature: `${sign(body, previous)} ${sign()}`, secrets: rotated(hour) }],
  ['signed by the secret before the rotation alone, while it still signs', { signature: sign(body, previous), secrets: rotated(hour) }],
  ['with the secret that the receiver pasted', { pasted: secret }],
  ['with a pasted secret without its prefix', { pasted: secret.slice(6) }],
  ['with an event that Parley sent', { sent: sent() }],
  ['with a body that is no text', { body: Buffer.from([0xff, 0xfe]), signature: signRaw(Buffer.concat([Buffer.from(`${id}.${seconds}.`), Buffer.from([0xff, 0xfe])])) }],
  ['when the arrival is told', { receivedAt: new Date(sentAt.getTime() + 1000), now: new Date(now.getTime() + 99 * hour) }],
  ['signed with ed25519', { signature: asymmetric, publicKey }],
  ['signed with ed25519 and the secret', { signature: `${asymmetric} ${sign()}`, publicKey: null }],
];

type Row = [name: string, cause: SignatureCheckView['cause'], code: SignatureFaultCode, given: Given];

// oxfmt-ignore
const headers: Row[] = [
  ['a header is missing', 'header', 'header_missing', { headers: withoutId }],
  ['there are no headers', 'header', 'header_missing', { headers: 'nothing here' }],
  ['the signature is empty', 'header', 'header_missing', { headers: headersWith('') }],
  ['the headers are called svix-…', 'header', 'header_renamed', { headers: { 'svix-id': id, 'svix-timestamp': seconds, 'svix-signature': sign() } }],
  ['one header is called x-webhook-id', 'header', 'header_renamed', { headers: { ...withoutId, 'x-webhook-id': id } }],
  ['id and timestamp are swapped', 'header', 'header_swapped', { headers: { ...headersWith(sign()), 'webhook-id': seconds, 'webhook-timestamp': id } }],
  ['id and timestamp were signed in the wrong order', 'header', 'header_swapped', { signature: signRaw(`${seconds}.${id}.${body}`) }],
  ['the body was signed alone', 'header', 'header_not_signed', { signature: signRaw(body) }],
  ['the id was joined to itself with a comma', 'header', 'header_repeated', { headers: { ...headersWith(sign()), 'webhook-id': `${id}, ${id}` } }],
  ['a header stands there twice', 'header', 'header_repeated', { headers: `webhook-id: ${id}\nwebhook-id: ${id}\nwebhook-timestamp: ${seconds}\nwebhook-signature: ${sign()}` }],
  ['signatures are joined with commas', 'header', 'header_repeated', { signature: `${sign(body, stranger)}, ${sign()}` }],
  ['a value has spaces and quotes around it', 'header', 'header_padded', { headers: { ...headersWith(sign()), 'webhook-id': ` "${id}"\n` } }],
  ['the id is of another event', 'header', 'header_other_event', { signature: sign(body, secret, sentAt, 'evt_other'), otherIds: ['evt_none', 'evt_other'] }],
  ['the timestamp is of another attempt', 'header', 'header_other_timestamp', { signature: sign(body, secret, new Date(sentAt.getTime() - 5000)), sent: sent(body, String(Number(seconds) - 5)) }],
];

// oxfmt-ignore
const prefixes: Row[] = [
  ['v1, is missing', 'prefix', 'prefix_missing', { signature: sign().slice(3) }],
  ['sha256= stands in front of hex', 'prefix', 'prefix_other', { signature: `sha256=${hex}` }],
  ['it is v1= as others write it', 'prefix', 'prefix_other', { signature: `t=${seconds},v1=${hex}` }],
  ['the version is a capital letter', 'prefix', 'prefix_other', { signature: sign().replace('v1', 'V1') }],
  ['the version is of the future', 'prefix', 'prefix_other', { signature: sign().replace('v1', 'v2') }],
  ['it is hex', 'prefix', 'encoding_hex', { signature: `v1,${hex}` }],
  ['it is base64url', 'prefix', 'encoding_base64url', { signature: sign().replaceAll('+', '-').replaceAll('/', '_').replace(/=$/, '') }],
  ['it was cut off', 'prefix', 'signature_length', { signature: sign().slice(0, 30) }],
  ['it is ed25519 and the endpoint has no key', 'prefix', 'signature_asymmetric', { signature: asymmetric }],
];

// oxfmt-ignore
const secrets: Row[] = [
  ['the secret before the rotation signed', 'secret', 'secret_previous', { signature: sign(body, previous), secrets: rotated(-hour) }],
  ['the receiver has the secret before the rotation', 'secret', 'secret_previous', { pasted: previous, secrets: rotated(-hour) }],
  ['another endpoint signed', 'secret', 'secret_other_endpoint', { signature: sign(body, sibling) }],
  ['the receiver has the secret of another endpoint', 'secret', 'secret_other_endpoint', { pasted: sibling }],
  ['an endpoint of the other environment signed', 'secret', 'secret_other_environment', { signature: sign(body, twin) }],
  ['the receiver has a secret of the other environment', 'secret', 'secret_other_environment', { pasted: twin }],
  ['the text of the secret was the key', 'secret', 'secret_not_decoded', { signature: signRaw(`${id}.${seconds}.${body}`, secret) }],
  ['the base64 of the secret was the key', 'secret', 'secret_not_decoded', { signature: signRaw(`${id}.${seconds}.${body}`, secret.slice(6)) }],
  ['the receiver’s secret ends in a line break', 'secret', 'secret_padded', { pasted: `${secret}\n` }],
  ['the receiver has an API key', 'secret', 'secret_malformed', { pasted: 'parley_live_0123456789' }],
  ['the receiver has something else', 'secret', 'secret_malformed', { pasted: 'correct horse!' }],
  ['the receiver has an unknown secret', 'secret', 'secret_not_of_endpoint', { pasted: stranger }],
  ['the receiver’s unknown secret signed', 'secret', 'secret_not_of_endpoint', { pasted: stranger, signature: sign(body, stranger) }],
  ['somebody else signed what Parley sent', 'secret', 'secret_unknown', { signature: sign(body, stranger), sent: sent() }],
];

const php = body
  .replaceAll('/', '\\/')
  .replaceAll(/[\u0080-\uffff]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`);

// oxfmt-ignore
const bodies: Row[] = [
  ['the body is empty', 'body', 'body_empty', { body: '' }],
  ['the body is [object Object]', 'body', 'body_object', { body: '[object Object]' }],
  ['a line break was added', 'body', 'body_trailing_newline', { body: `${body}\n` }],
  ['a line break was removed', 'body', 'body_trailing_newline', { signature: sign(`${body}\r\n`) }],
  ['the JSON was pretty printed', 'body', 'body_reformatted', { body: JSON.stringify(event, null, 2) }],
  ['the JSON was made compact', 'body', 'body_reformatted', { signature: sign(JSON.stringify(event, null, 2)) }],
  ['LF became CRLF', 'body', 'body_line_endings', { body: '{\r\n"a": 1\r\n}', signature: sign('{\n"a": 1\n}') }],
  ['CRLF became LF', 'body', 'body_line_endings', { body: '{\n"a": 1\n}', signature: sign('{\r\n"a": 1\r\n}') }],
  ['letters and slashes were escaped', 'body', 'body_escapes', { body: php }],
  ['escapes were undone', 'body', 'body_escapes', { body: '{"a":"é"}', signature: sign(String.raw`{"a":"\u00e9"}`) }],
  ['it was escaped for HTML', 'body', 'body_html_escaped', { body: body.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') }],
  ['the keys are in another order', 'body', 'body_key_order', { body: reversed }],
  ['keys inside are in another order than was sent', 'body', 'body_key_order', { body: '{"data":{"b":1,"a":2}}', signature: sign('{"data":{"a":2,"b":1}}'), sent: sent('{"data":{"a":2,"b":1}}') }],
  ['it was pretty printed and escaped', 'body', 'body_reserialised', { body: php.replaceAll(',"', ', "') }],
  ['a byte order mark stands in front', 'body', 'body_bom', { body: `\uFEFF${body}` }],
  ['it was turned to JSON twice', 'body', 'body_quoted', { body: JSON.stringify(body) }],
  ['it is base64', 'body', 'body_base64', { body: Buffer.from(body).toString('base64') }],
  ['it was read as Latin-1', 'body', 'body_charset', { body: Buffer.from(Buffer.from(body).toString('latin1')) }],
  ['its content is not what was sent', 'body', 'body_changed', { body: body.replace('1200', '1300'), sent: sent() }],
];

// oxfmt-ignore
const clocks: Row[] = [
  ['it is an hour old', 'clock', 'clock_too_old', { now: new Date(sentAt.getTime() + hour) }],
  ['it came six minutes before it was sent', 'clock', 'clock_too_new', { receivedAt: new Date(sentAt.getTime() - 360_000) }],
  ['the timestamp is in milliseconds', 'clock', 'clock_milliseconds', { headers: { ...headersWith(sign()), 'webhook-timestamp': `${seconds}123` } }],
  ['milliseconds were signed', 'clock', 'clock_milliseconds', { headers: { ...headersWith(signRaw(`${id}.${seconds}123.${body}`)), 'webhook-timestamp': `${seconds}123` } }],
  ['the timestamp is a date', 'clock', 'clock_not_seconds', { headers: { ...headersWith(sign()), 'webhook-timestamp': sentAt.toISOString() } }],
  ['the timestamp has a fraction', 'clock', 'clock_not_seconds', { headers: { ...headersWith(sign()), 'webhook-timestamp': `${seconds}.25` } }],
];

// oxfmt-ignore
const unexplained: Row[] = [
  ['nobody known signed an unknown event', 'unknown', 'signature_unexplained', { signature: sign(body, stranger) }],
  ['nobody known signed it and nothing may be compared', 'unknown', 'signature_unexplained', { signature: sign(body, stranger), sent: null }],
  ['the body of an unknown event was changed', 'unknown', 'header_unknown_event', { body: body.replace('1200', '1300') }],
  ['the timestamp is text, and so is the rest', 'unknown', 'clock_not_seconds', { headers: { ...headersWith(sign()), 'webhook-timestamp': 'yesterday' } }],
];

/** Requests with one thing wrong, by the part that it belongs to. */
export const brokenSamples = { headers, prefixes, secrets, bodies, clocks, unexplained };
