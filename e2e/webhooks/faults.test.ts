import { gzipSync } from 'node:zlib';
import { DeliveryDetail } from '@parley/shared/webhooks/delivery';
import { EventDetail } from '@parley/shared/webhooks/event';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  cuts,
  drips,
  type Fault,
  floods,
  hangs,
  sends,
  startFaultReceiver,
} from '../support/fault-receiver.ts';
import { type Integrator, integratorScopes, prepareIntegrator } from '../support/integrator.ts';
import { memoryMibOf } from '../support/memory.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { read } from '../support/rest.ts';
import { createOwner, type Staff } from '../support/staff.ts';

const deadlineMs = 20_000;
const bodyBytesMax = 64 * 1024;
/** Half of the time that a receiver may hold a delivery: whoever waits for it is later than this. */
const promptMs = deadlineMs / 2;

let parley: Parley;
let receiver: Receiver;
let staff: Staff;

beforeAll(async () => {
  receiver = await startReceiver();
  parley = await startParley({ retrySchedule: [0] });
  staff = await createOwner(parley);
});

afterAll(async () => {
  await receiver[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

const register = async (name: string): Promise<Integrator> =>
  prepareIntegrator(parley, await staff.createKey(name, [...integratorScopes]));

/** The finished delivery of an event to an endpoint. */
const finished = async ({ rest }: Integrator, eventId: string, endpointId: string, timeoutMs = 60_000) => {
  const event = read(EventDetail, await rest.get(`/v1/events/${eventId}`));
  const { id } = event.deliveries.find((delivery) => delivery.endpointId === endpointId)!;
  const load = async () => read(DeliveryDetail, await rest.get(`/v1/deliveries/${id}`));
  await expect.poll(async () => (await load()).status, { timeout: timeoutMs }).not.toBe('pending');
  return load();
};

/** Publishes to a healthy endpoint and to one with this fault; the healthy one may not notice. */
const deliverBesideHealthy = async (name: string, url: string) => {
  const integrator = await register(name);
  const path = `/healthy/${encodeURIComponent(name)}`;
  await integrator.createEndpoint(receiver.url(path));
  const faulty = await integrator.createEndpoint(url);
  const { id } = await integrator.publish({ amount: 1 });
  await receiver.waitForCount(path, 1, promptMs);
  return finished(integrator, id, faulty.id);
};

const head = (status: string, ...headers: string[]) =>
  `HTTP/1.1 ${[status, ...headers].join('\r\n')}\r\n\r\n`;

const huge = 'a'.repeat(1024 * 1024);

const refusals: [name: string, fault: Fault, attempt: object][] = [
  [
    'a 500',
    sends(head('500 Internal Server Error', 'content-length: 4'), 'oops'),
    { outcome: 'refused', responseStatus: 500, responseBody: 'oops', error: 'Answered 500.' },
  ],
  [
    'an answer that is not HTTP',
    sends('220 mail.example ESMTP ready\r\n\r\n'),
    {
      outcome: 'unreachable',
      responseStatus: null,
      error: 'The answer is not HTTP: it began with “220 mail.example ESMTP ready”.',
    },
  ],
  [
    'an alert of TLS',
    sends(Buffer.from([21, 3, 3, 0, 2, 2, 70])),
    { outcome: 'unreachable', error: expect.stringMatching(/^The answer is not HTTP but TLS/) },
  ],
  [
    'interim answers in a flood',
    sends(head('103 Early Hints', `link: </${'a'.repeat(1000)}>`).repeat(100)),
    { outcome: 'unreachable', error: 'Too many interim answers (1xx) came before the answer.' },
  ],
  [
    'a status that is none',
    sends(head('000 Nothing', 'content-length: 0')),
    { outcome: 'unreachable', error: expect.stringMatching(/^The answer has the status 000/) },
  ],
  [
    'two lengths of one body',
    sends(head('200 OK', 'content-length: 2', 'content-length: 3'), 'abc'),
    {
      outcome: 'unreachable',
      responseStatus: null,
      error: 'The answer has two different lengths, Content-Length 2 and 3.',
    },
  ],
  [
    'a megabyte of headers',
    sends(head('200 OK', `x-huge: ${huge}`, 'content-length: 0')),
    { outcome: 'unreachable', responseStatus: null, error: 'The headers of the answer are too large.' },
  ],
  [
    'a reset in the middle of the answer',
    cuts(`${head('200 OK', 'content-length: 100')}half`, 'reset'),
    { outcome: 'unreachable', responseStatus: null, error: 'The connection was reset.' },
  ],
  [
    'an end in the middle of the answer',
    cuts(`${head('200 OK', 'content-length: 100')}half`, 'end'),
    {
      outcome: 'unreachable',
      responseStatus: null,
      error: 'The connection closed before the answer was complete.',
    },
  ],
  [
    'an end before the answer',
    cuts('', 'end'),
    { outcome: 'unreachable', error: 'The connection closed before the answer was complete.' },
  ],
];

test.each(refusals)(
  '%s is a failed attempt that says why, and a healthy endpoint beside it does not notice',
  async (name, fault, attempt) => {
    await using faulty = await startFaultReceiver(fault);

    const delivery = await deliverBesideHealthy(name, faulty.url);

    expect(delivery.status).toBe('exhausted');
    expect(delivery.attempts).toMatchObject([attempt]);
    expect(faulty.requests()).toBe(1);
  },
);

const interim = (...statuses: string[]) => statuses.map((status) => head(status)).join('');
const accepted: [name: string, fault: Fault][] = [
  ['100 Continue unasked', sends(interim('100 Continue'), head('200 OK', 'content-length: 2'), 'ok')],
  [
    'other interim answers',
    sends(interim('102 Processing', '103 Early Hints'), head('200', 'content-length: 2'), 'ok'),
  ],
  [
    'chunks beside a length',
    sends(head('200 OK', 'content-length: 2', 'transfer-encoding: chunked'), '2\r\nok\r\n0\r\n\r\n'),
  ],
  [
    'a promise of chunks beside a plain body',
    sends(head('200 OK', 'content-length: 2', 'transfer-encoding: chunked'), 'ok'),
  ],
  ['a doubled length', sends(head('200 OK', 'content-length: 2', 'content-length: 2'), 'ok')],
  ['folded headers', sends(head('200 OK', 'x-a: b', ' c', 'content-length: 2'), 'ok')],
  ['a header without a colon', sends(head('200 OK', 'no colon', 'content-length: 2'), 'ok')],
  ['bare line feeds', sends('HTTP/1.1 200 OK\ncontent-length: 2\n\nok')],
  ['HTTP/1.0', sends('HTTP/1.0 200 OK\r\n\r\nok')],
  ['no headers', cuts('HTTP/1.1 200\r\n\r\n', 'end')],
  ['no length, and an open connection', sends(head('200 OK'), 'ok')],
  [
    'chunk extensions of a megabyte',
    sends(head('200 OK', 'transfer-encoding: chunked'), `2;${huge}\r\nok\r\n`),
  ],
];

test.each(accepted)('a 200 with %s is delivered', async (name, fault) => {
  await using faulty = await startFaultReceiver(fault);

  const delivery = await deliverBesideHealthy(`200 with ${name}`, faulty.url);

  expect(delivery.attempts).toMatchObject([{ outcome: 'delivered', responseStatus: 200 }]);
});

test('a port where nobody listens is a failed attempt that says so', async () => {
  const gone = await startFaultReceiver(hangs);
  await gone[Symbol.asyncDispose]();

  const delivery = await deliverBesideHealthy('nobody listens', gone.url);

  expect(delivery.attempts).toMatchObject([{ outcome: 'unreachable', error: 'The connection was refused.' }]);
});

test('a redirect is a failure and is not followed', async () => {
  const location = `location: ${receiver.url('/redirected')}`;
  await using faulty = await startFaultReceiver(sends(head('302 Found', location, 'content-length: 0')));

  const delivery = await deliverBesideHealthy('a redirect', faulty.url);

  expect(delivery.status).toBe('exhausted');
  expect(delivery.attempts).toMatchObject([
    { outcome: 'refused', responseStatus: 302, error: 'Answered 302; redirects are not followed.' },
  ]);
  expect(receiver.received.filter(({ path }) => path === '/redirected')).toEqual([]);
});

test('an answer that nobody asked for is not taken for the answer to the next webhook', async () => {
  const refused = head('500 Internal Server Error', 'content-length: 0');
  await using faulty = await startFaultReceiver(sends(refused, head('200 OK', 'content-length: 0')));
  const integrator = await register('Two answers');
  const endpoint = await integrator.createEndpoint(faulty.url);

  for (let amount = 0; amount < 3; amount += 1) {
    const { id } = await integrator.publish({ amount });
    const delivery = await finished(integrator, id, endpoint.id);
    expect(delivery.attempts).toMatchObject([{ outcome: 'refused', responseStatus: 500 }]);
  }
});

const tenGigabytes = 10 * 1024 ** 3;
const block = Buffer.alloc(256 * 1024, 'x');
// Compressed a thousand times: a small body that would fill 100 MiB.
const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024), { level: 9 });

const bodies: [name: string, fault: Fault, bytesMax: number][] = [
  ['a body of 10 GB', floods(head('200 OK', `content-length: ${tenGigabytes}`), block), 16 * 1024 * 1024],
  [
    'a gzip bomb',
    sends(head('200 OK', 'content-encoding: gzip', `content-length: ${bomb.length}`), bomb),
    1e6,
  ],
];

test.each(bodies)('%s is read to 64 kB and not kept in memory', async (name, fault, bytesMax) => {
  await using faulty = await startFaultReceiver(fault);
  const before = memoryMibOf(parley.port);

  const delivery = await deliverBesideHealthy(name, faulty.url);

  expect(delivery.attempts).toMatchObject([{ outcome: 'delivered', responseStatus: 200 }]);
  expect(delivery.attempts[0]!.responseBody!.length).toBeLessThanOrEqual(bodyBytesMax);
  expect(faulty.bytesWritten()).toBeLessThan(bytesMax);
  expect(memoryMibOf(parley.port) - before).toBeLessThan(50);
});

const chunked = head('200 OK', 'transfer-encoding: chunked');
const slow: [name: string, fault: Fault, awaited: string][] = [
  ['says nothing', hangs, 'nothing came'],
  [
    'sends its headers one byte a second',
    drips('HTTP/1.1 200 OK\r\nx-slow: ', 'a', 1000),
    'the headers did not end',
  ],
  [
    'sends its body one byte a second',
    drips(head('200 OK', 'content-length: 1000'), 'a', 1000),
    'the body did not end',
  ],
  ['sends chunks without an end', drips(chunked, '1\r\na\r\n', 1000), 'the body did not end'],
  [
    'sends interim answers without an end',
    drips('', head('103 Early Hints', 'link: </a>'), 100),
    'only interim answers (1xx) came',
  ],
];
const webhooksInTheWay = 40;

test('receivers that never end are given up after 20 seconds, and a healthy endpoint beside them does not wait', async () => {
  const integrator = await register('Slow receivers');
  await using stack = new AsyncDisposableStack();
  const endpoints = new Map<string, { id: string; awaited: string }>();
  for (const [name, fault, awaited] of slow) {
    const faulty = stack.use(await startFaultReceiver(fault));
    const { id } = await integrator.createEndpoint(faulty.url);
    endpoints.set(name, { id, awaited });
  }
  await integrator.createEndpoint(receiver.url('/beside-slow'));

  // Alone, so that it is the oldest of each endpoint: whoever comes behind a full lane waits for those before it.
  const first = await integrator.publish({ amount: 0 });
  await Promise.all(
    Array.from({ length: webhooksInTheWay - 1 }, async (_, index) =>
      integrator.publish({ amount: index + 1 }),
    ),
  );
  await receiver.waitForCount('/beside-slow', webhooksInTheWay, promptMs);
  const deliveries = await Promise.all(
    [...endpoints].map(async ([name, { id, awaited }]) => ({
      name,
      awaited,
      delivery: await finished(integrator, first.id, id, deadlineMs * 3),
    })),
  );
  await integrator.publish({ amount: webhooksInTheWay });
  await receiver.waitForCount('/beside-slow', webhooksInTheWay + 1, promptMs);

  for (const { name, awaited, delivery } of deliveries) {
    expect(delivery.attempts, name).toMatchObject([
      { outcome: 'unreachable', error: `No complete answer within 20 s: ${awaited}.` },
    ]);
    expect(delivery.attempts[0]!.durationMs, name).toBeGreaterThanOrEqual(deadlineMs);
  }
});
