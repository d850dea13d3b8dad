import { describe, expect, test } from 'vitest';
import { type Answer, AnswerReader } from './answer.ts';

const limits = { bodyBytesMax: 1000, headBytesMax: 2000, interimBytesMax: 2000, framingBytesMax: 500 };

/** What is made of these bytes when they come in pieces of this size, and then the peer closes if it is asked to. */
const read = (bytes: string, { pieces = 100_000, closes = false } = {}): Answer | 'incomplete' => {
  const reader = new AnswerReader(limits);
  const sent = Buffer.from(bytes, 'latin1');
  for (let at = 0; at < sent.length && !reader.isDone; at += pieces)
    reader.push(sent.subarray(at, at + pieces));
  if (!reader.isDone && !(closes && reader.end())) return 'incomplete';
  return reader.take();
};

const lines = (...all: string[]): string => all.map((line) => `${line}\r\n`).join('');

const kept: [name: string, bytes: string, status: number, body: string][] = [
  ['a length', lines('HTTP/1.1 200 OK', 'Content-Length: 2', '') + 'ok', 200, 'ok'],
  ['no body', lines('HTTP/1.1 204 No Content', ''), 204, ''],
  [
    'chunks',
    lines('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '1;a=b', 'o', '1', 'k', '0', ''),
    200,
    'ok',
  ],
  [
    'trailers',
    lines('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', '2', 'ok', '0', 'x-sum: 1', ''),
    200,
    'ok',
  ],
  ['no reason', lines('HTTP/1.1 200', 'content-length: 0', ''), 200, ''],
  [
    '100 Continue',
    lines('HTTP/1.1 100 Continue', '') + lines('HTTP/1.1 200 OK', 'content-length: 0', ''),
    200,
    '',
  ],
  [
    'interim answers of every kind',
    lines('HTTP/1.1 102 Processing', '', 'HTTP/1.1 103 Early Hints', 'link: </a>', '', 'HTTP/1.1 199 X', '') +
      lines('HTTP/1.1 201 Created', 'content-length: 0', ''),
    201,
    '',
  ],
  ['a status outside of the classes', lines('HTTP/1.1 999 Denied', 'content-length: 0', ''), 999, ''],
];

const dropped: [name: string, bytes: string, status: number, body: string][] = [
  [
    'chunks beside a length',
    lines('HTTP/1.1 200 OK', 'content-length: 9', 'transfer-encoding: chunked', '', '2', 'ok', '0', ''),
    200,
    'ok',
  ],
  [
    'a doubled equal length',
    lines('HTTP/1.1 200 OK', 'content-length: 2', 'Content-Length: 2', '') + 'ok',
    200,
    'ok',
  ],
  ['a list of equal lengths', lines('HTTP/1.1 200 OK', 'content-length: 2, 2', '') + 'ok', 200, 'ok'],
  ['folded headers', lines('HTTP/1.1 200 OK', 'x-a: b', ' c', '\td', 'content-length: 0', ''), 200, ''],
  ['a fold before the first header', lines('HTTP/1.1 200 OK', ' odd', 'content-length: 0', ''), 200, ''],
  ['a line without a colon', lines('HTTP/1.1 200 OK', 'no colon', 'content-length: 0', ''), 200, ''],
  ['a space before the colon', lines('HTTP/1.0 200 OK', 'content-length : 0', ''), 200, ''],
  ['HTTP/1.0', lines('HTTP/1.0 200 OK', 'content-length: 2', '') + 'ok', 200, 'ok'],
  ['a version in words only', lines('HTTP/2 200', 'content-length: 0', ''), 200, ''],
  ['a body where none can be', lines('HTTP/1.1 204 No Content', 'content-length: 2', '') + 'ok', 204, ''],
  ['more than the answer', lines('HTTP/1.1 200 OK', 'content-length: 0', '', 'HTTP/1.1 500 X'), 200, ''],
  ['an empty line in front', lines('', 'HTTP/1.1 200 OK', 'content-length: 0', ''), 200, ''],
  ['a wish to close', lines('HTTP/1.1 200 OK', 'connection: Close', 'content-length: 0', ''), 200, ''],
  ['chunks that are none', lines('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', 'plain text'), 200, ''],
  ['another protocol', lines('HTTP/1.1 101 Switching Protocols', 'upgrade: x', ''), 101, ''],
  [
    'a body past the limit',
    lines('HTTP/1.1 200 OK', 'content-length: 5000', '') + 'a'.repeat(1500),
    200,
    'a'.repeat(1000),
  ],
  [
    'a chunk extension past the limit',
    lines('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '') + `2;${'x'.repeat(1000)}\r\nok\r\n`,
    200,
    '',
  ],
  [
    'trailers past the limit',
    lines('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', '2', 'ok', '0') + 'x: y\r\n'.repeat(500),
    200,
    'ok',
  ],
];

describe.each([1, 7, 100_000])('in pieces of %i bytes', (pieces) => {
  test.each(kept)('%s is taken, and the connection kept', (_name, bytes, status, body) => {
    const answer = read(bytes, { pieces });

    expect(answer).toMatchObject({ status, body: Buffer.from(body) });
    expect(answer).toHaveProperty('keepAliveMs', 15_000);
  });

  test.each(dropped)('%s is taken, and the connection not used again', (name, bytes, status, body) => {
    const answer = read(bytes, { pieces });

    expect(answer).toMatchObject({ status, body: Buffer.from(body) });
    // Byte by byte the reader is done before what follows: the connection sees that.
    if (name !== 'more than the answer' || pieces > 1) expect(answer).toHaveProperty('keepAliveMs', 0);
  });

  test.each(kept)('%s with bare line feeds is the same', (_name, bytes, status, body) => {
    expect(read(bytes.replaceAll('\r', ''), { pieces })).toMatchObject({ status, body: Buffer.from(body) });
  });
});

const faults: [name: string, bytes: string, words: RegExp][] = [
  [
    'another protocol',
    '220 mail.example ESMTP\r\n',
    /^The answer is not HTTP: it began with “220 mail.example ESMTP”\.$/,
  ],
  [
    'an alert of TLS',
    '\x15\x03\x03\0\x02\x02F',
    /^The answer is not HTTP but TLS: .+ “\\x15\\x03\\x03.+has to begin with https\.$/,
  ],
  ['frames of HTTP/2', '\0\0\x12\x04\0\0\0\0\0', /^The answer is HTTP\/2, which was not asked for/],
  ['a body without a head', '{"ok":true}', /^The answer is not HTTP: it began with “{"ok":true}”\.$/],
  ['no status', 'HTTP/1.1 OK\r\n', /^The status line of the answer is not valid: “HTTP\/1\.1 OK”\.$/],
  ['a status of none', 'HTTP/1.1 000 None\r\n', /^The answer has the status 000;/],
  ['a status of four digits', 'HTTP/1.1 2000 OK\r\n', /^The answer has the status 2000;/],
  [
    'two lengths',
    lines('HTTP/1.1 200 OK', 'content-length: 2', 'content-length: 3', ''),
    /two different lengths, Content-Length 2 and 3\.$/,
  ],
  [
    'a length in words',
    lines('HTTP/1.1 200 OK', 'content-length: two', ''),
    /Content-Length that is no number: “two”\.$/,
  ],
  [
    'a negative length',
    lines('HTTP/1.1 200 OK', 'content-length: -1', ''),
    /Content-Length that is no number/,
  ],
  [
    'one long header',
    `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(3000)}`,
    /^The headers of the answer are too large\.$/,
  ],
  [
    'many headers',
    `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(1000)}`,
    /^The headers of the answer are too large\.$/,
  ],
  [
    'interim answers without an end',
    'HTTP/1.1 103 X\r\na: b\r\n\r\n'.repeat(1000),
    /^Too many interim answers \(1xx\)/,
  ],
  [
    'bare interim answers without an end',
    'HTTP/1.1 100\n\n'.repeat(1000),
    /^Too many interim answers \(1xx\)/,
  ],
];

test.each(faults)('%s is refused in words of its own', (_name, bytes, words) => {
  expect(() => read(bytes)).toThrow(words);
  expect(() => read(bytes, { pieces: 3 })).toThrow(/^(?:The|Too) /);
});

test('an answer without a length ends where the peer closes; one with a length that is cut short is incomplete', () => {
  const head = lines('HTTP/1.1 200', '');

  expect(read(head)).toBe('incomplete');
  expect(read(`${head}half`, { closes: true })).toMatchObject({ status: 200, body: Buffer.from('half') });
  expect(read(`${lines('HTTP/1.1 200', 'content-length: 9', '')}half`, { closes: true })).toBe('incomplete');
  expect(read(lines('HTTP/1.1 200', 'transfer-encoding: chunked', '', '9', 'half'), { closes: true })).toBe(
    'incomplete',
  );
  expect(read('HTTP/1.1 200', { closes: true })).toBe('incomplete');
});

test('interim headers are dropped, and headers of one name joined', () => {
  const answer = read(
    lines(
      'HTTP/1.1 103 X',
      'link: </a>',
      '',
      'HTTP/1.1 200 OK',
      'Set-Cookie: a',
      'set-cookie: b',
      '__proto__: c',
      'Content-Length: 0',
      '',
    ),
  );

  expect(answer !== 'incomplete' && Object.entries(answer.headers)).toEqual([
    ['set-cookie', 'a, b'],
    ['__proto__', 'c'],
    ['content-length', '0'],
  ]);
});

test('a connection is kept for less than the peer says', () => {
  const answer = (timeout: string) =>
    read(lines('HTTP/1.1 204 X', `keep-alive: timeout=${timeout}, max=9`, ''));

  expect(answer('5')).toHaveProperty('keepAliveMs', 4000);
  expect(answer('1')).toHaveProperty('keepAliveMs', 0);
  expect(answer('600')).toHaveProperty('keepAliveMs', 15_000);
});
