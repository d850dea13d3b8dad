import { ProblemView } from '@parley/shared/words/problem-view';
import { type RawAnswer, sendRaw } from '../../support/raw-socket.ts';
import type { Attack } from '../attack.ts';

const event = '{"type":"thing.made","data":{}}';
const length = `Content-Length: ${event.length}`;
const chunked = `${event.length.toString(16)}\r\n${event}\r\n0\r\n\r\n`;

type Ambiguous = [name: string, lines: (key: string) => string[], body: string];

/** Requests that two readers may take for two different ones. */
const ambiguous: Ambiguous[] = [
  ['two Hosts', (key) => [key, 'Host: parley', 'Host: evil', length], event],
  ['the same Host twice', (key) => [key, 'Host: parley', 'host: parley', length], event],
  ['no Host', (key) => [key, length], event],
  ['an empty Host', (key) => [key, 'Host:', length], event],
  ...['parley/v1', 'parley@evil', 'par ley', 'parley, evil', 'parley:80:90', 'http://parley'].map(
    (host): Ambiguous => [`the Host ${host}`, (key) => [key, `Host: ${host}`, length], event],
  ),
  ['two keys', (key) => [key, 'Authorization: Bearer other', 'Host: parley', length], event],
  ['a key with _', (key) => [key, 'Host: parley', 'Idempotency_Key: a', length], event],
  [
    'two Idempotency-Keys',
    (key) => [key, 'Host: parley', 'Idempotency-Key: a', 'idempotency-key: b', length],
    event,
  ],
  ['two Origins', (key) => [key, 'Host: parley', 'Origin: http://a', 'Origin: http://b', length], event],
  ['two Cookies', (key) => [key, 'Host: parley', 'Cookie: a=1', 'Cookie: a=2', length], event],
  ['two types', (key) => [key, 'Host: parley', 'Content-Type: text/plain', length], event],
  ['two lengths', (key) => [key, 'Host: parley', length, 'Content-Length: 5'], event],
  ['a length that is a list', (key) => [key, 'Host: parley', `${length}, ${event.length}`], event],
  ['a length with a sign', (key) => [key, 'Host: parley', `Content-Length: +${event.length}`], event],
  ['length and chunks', (key) => [key, 'Host: parley', length, 'Transfer-Encoding: chunked'], chunked],
  ['chunks and length', (key) => [key, 'Host: parley', 'Transfer-Encoding: chunked', length], chunked],
  [
    'chunks twice',
    (key) => [key, 'Host: parley', 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'],
    chunked,
  ],
  ['chunks of something', (key) => [key, 'Host: parley', 'Transfer-Encoding: gzip, chunked'], chunked],
  ['an encoding that is none', (key) => [key, 'Host: parley', 'Transfer-Encoding: xchunked'], chunked],
  ['a folded header', (key) => [key, 'Host: parley', 'X-Note: a\r\n b', length], event],
  ['a space before the colon', (key) => [key, 'Host : parley', length], event],
];

const targets: [name: string, line: string, lines: string[]][] = [
  ['another host in the address', 'GET http://evil/v1/openapi.json HTTP/1.1', ['Host: parley']],
  ['a user in the address', 'GET http://parley@evil/v1/openapi.json HTTP/1.1', ['Host: parley']],
  ['chunks in HTTP/1.0', 'GET /healthz HTTP/1.0', ['Host: parley', 'Transfer-Encoding: chunked']],
  [
    'two lengths in a GET',
    'GET /healthz HTTP/1.1',
    ['Host: parley', 'Content-Length: 0', 'Content-Length: 0'],
  ],
];

const assertRefused = (name: string, { status, headers, body, text }: RawAnswer): void => {
  if (status !== 400) throw new Error(`${name}: answered ${status || 'nothing'}.`);
  if (!headers['content-type']?.startsWith('application/problem+json'))
    throw new Error(`${name}: no problem: ${text}`);
  const problem = ProblemView.parse(JSON.parse(body));
  if (
    problem.detail === '' ||
    headers['connection'] !== 'close' ||
    text.match(/^HTTP\/1\.1 \d{3} /gm)?.length !== 1
  )
    throw new Error(`${name}: answered as ${text}`);
};

/** One path in several spellings; those that lead to a procedure and those that lead nowhere. */
const spellings = [
  '/%76%31/events',
  '/v1/%65vents',
  '//v1/events',
  '/v1/../v1/events',
  '/V1/events',
  '/v1//events',
];
const unknown = ['/%76%31/nowhere', '/v1/nowhere', '/V1/nowhere', '/trpc/nothing'];

const assertHeaders = (name: string, { status, headers }: RawAnswer): void => {
  if (status < 400 || status > 404) throw new Error(`${name}: answered ${status}.`);
  if (headers['x-content-type-options'] !== 'nosniff' || headers['cache-control'] !== 'no-store')
    throw new Error(`${name}: answered without our headers: ${JSON.stringify(headers)}`);
};

/** Requests that a proxy and we could take for different ones. */
export const attack: Attack = {
  name: 'a request that may be read in two ways is refused with 400 and words, however its path is spelt',
  databases: ['sqlite'],
  run: async ({ start }) => {
    await using parley = await start();
    const { secret } = await parley.createKey('Northwind', 'events:publish,event-types:write,events:read');
    const rest = parley.rest(secret);
    await rest.post('/v1/event-types', { name: 'thing.made', description: 'A thing.', schema: {} });
    const ask = async (line: string, lines: string[], body: string) =>
      sendRaw(parley.port, [`${[line, ...lines].join('\r\n')}\r\n\r\n${body}`]);

    const key = `Authorization: Bearer ${secret}\r\nContent-Type: application/json`;
    for (const [name, lines, body] of ambiguous)
      assertRefused(name, await ask('POST /v1/events HTTP/1.1', lines(key), body));
    for (const [name, line, lines] of targets) assertRefused(name, await ask(line, lines, ''));
    for (const path of [...spellings, ...unknown])
      assertHeaders(path, await ask(`GET ${path} HTTP/1.1`, ['Host: parley'], ''));

    const absolute = await ask('GET http://parley/healthz HTTP/1.1', ['Host: parley'], '');
    if (absolute.status !== 200) throw new Error(`The absolute form was answered ${absolute.status}.`);
    const once = await ask('POST /v1/events HTTP/1.1', [key, 'Host: parley', length], event);
    if (once.status !== 201) throw new Error(`An honest request was answered ${once.status}.`);
    const { body: stored } = await rest.get('/v1/events');
    if (JSON.stringify(stored).split('"thing.made"').length !== 2)
      throw new Error('A request that was refused has published.');
    return `${ambiguous.length + targets.length} refused in words; ${spellings.length + unknown.length} spellings carry the headers`;
  },
};
