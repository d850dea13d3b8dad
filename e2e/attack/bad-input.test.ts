import { EndpointPage } from '@parley/shared/webhooks/endpoint';
import { EventPage } from '@parley/shared/webhooks/event';
import { problems } from '@parley/shared/problem';
import { ProblemView } from '@parley/shared/words/problem-view';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Integrator, integratorScopes, prepareIntegrator } from '../support/integrator.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { type Answer, read, type Rest } from '../support/rest.ts';
import { createOwner, type Staff } from '../support/staff.ts';

let parley: Parley;
let staff: Staff;
let integrator: Integrator;

beforeAll(async () => {
  // As a company runs it: nothing private may be called.
  parley = await startParley({ environment: { PARLEY_OUTBOUND_ALLOW: '' } });
  staff = await createOwner(parley);
  integrator = await prepareIntegrator(parley, await staff.createKey('Northwind Billing', integratorScopes));
});

afterAll(async () => {
  await parley[Symbol.asyncDispose]();
});

const table: Record<string, { status: number; title: string }> = problems;

/** The problem that an answer is, held to the one error shape, to the table of problems, and to its page. */
const problemOf = async (answer: Answer): Promise<ProblemView> => {
  const problem = ProblemView.strict().parse(answer.body);
  const page = await parley.rest(null).get(new URL(problem.type).pathname);

  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json\b/);
  expect(answer.headers['x-request-id']).toBe(problem.requestId);
  expect(answer.status).toBe(problem.status);
  const { status, title } = table[problem.code]!;
  expect(problem).toMatchObject({ status, title });
  expect(problem.detail).not.toBe('');
  expect(JSON.stringify(problem)).not.toMatch(/node_modules|\.ts:\d|select .* from|sqlite/i);
  expect(page.status).toBe(200);
  expect(page.body).toContain(problem.code);
  return problem;
};

const countStored = async ({ rest }: Integrator): Promise<[number, number]> => [
  read(EventPage, await rest.get('/v1/events?limit=200')).items.length,
  read(EndpointPage, await rest.get('/v1/endpoints?limit=200')).items.length,
];

/** Sends what has to be refused, and holds that nothing was stored. */
const refusalOf = async (send: (rest: Rest) => Promise<Answer>): Promise<ProblemView> => {
  const before = await countStored(integrator);
  const problem = await problemOf(await send(integrator.rest));

  expect(await countStored(integrator)).toEqual(before);
  return problem;
};

const good = { type: 'payment.captured', data: { amount: 1 } };

test('an event type that is not in the catalogue is named', async () => {
  const event = { ...good, type: 'payment.capturd' };

  const problem = await refusalOf(async (rest) => rest.post('/v1/events', event));

  expect(problem.code).toBe('event_type.unknown');
  expect(problem.detail).toContain('payment.capturd');
});

test('a payload that breaks its schema is told every place', async () => {
  const event = { ...good, data: { amount: -1, note: 5, extra: true } };

  const { code, errors } = await refusalOf(async (rest) => rest.post('/v1/events', event));

  expect(code).toBe('event.data_invalid');
  expect(errors?.map(({ path }) => path).toSorted()).toEqual(['/data', '/data/amount', '/data/note']);
  expect(JSON.stringify(errors)).toContain('extra');
});

test.each<[string, object, string]>([
  ['an unknown field', { ...good, audiance: 'own' }, '/audiance'],
  ['a missing field', { type: 'payment.captured' }, '/data'],
  ['a type that is no name', { ...good, type: '../secrets' }, '/type'],
  ['a time that is none', { ...good, occurredAt: 'yesterday' }, '/occurredAt'],
  ['an id with spaces', { ...good, id: 'two words' }, '/id'],
])('an event with %s is told the place', async (_name, body, path) => {
  const { code, errors } = await refusalOf(async (rest) => rest.post('/v1/events', body));

  expect(code).toBe('request.invalid');
  expect(errors?.map((error) => error.path)).toContain(path);
});

const withNote = (note: string): string => `{"type":"payment.captured","data":{"amount":1,"note":"${note}"}}`;
const withData = (data: string): string => `{"type":"payment.captured","data":${data}}`;
const notUtf8 = [Buffer.from(withNote('').slice(0, -3)), Buffer.from([0xff, 0xfe]), Buffer.from('"}}')];

test.each<[string, string | Buffer]>([
  ['is cut off', withData('{"amount":').slice(0, -1)],
  ['holds __proto__', withData('{"amount":1,"__proto__":{"isAdmin":true}}')],
  ['holds an escaped __proto__', withData(String.raw`{"amount":1,"\u005f_proto__":{}}`)],
  ['holds a lone surrogate', withNote(String.raw`\ud83d`)],
  ['holds a NUL', withNote(String.raw`\u0000`)],
  ['is not UTF-8', Buffer.concat(notUtf8)],
  ['is nested a thousand levels deep', withData(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`)],
])('a body that %s is refused', async (_name, body) => {
  const { code } = await refusalOf(async (rest) => rest.send('POST', '/v1/events', body));

  expect(code).toBe('request.malformed');
});

test('a body that is no object is refused', async () => {
  const { code } = await refusalOf(async (rest) => rest.post('/v1/events', [good]));

  expect(code).toBe('request.invalid');
});

test('a body of 2 MB is refused', async () => {
  const body = withNote('x'.repeat(2_000_000));

  const { code } = await refusalOf(async (rest) => rest.send('POST', '/v1/events', body));

  expect(code).toBe('request.too_large');
});

test.each(['text/plain', 'application/x-www-form-urlencoded'])(
  'a body of type %s, which other sites can send, is refused',
  async (type) => {
    const { code } = await refusalOf(async (rest) => rest.post('/v1/events', good, { 'content-type': type }));

    expect(code).toBe('request.unsupported_media_type');
  },
);

test.each([
  ['a private address', 'http://10.0.0.1/hook'],
  ['loopback', 'http://127.0.0.1:9000/hook'],
  ['loopback as a number', 'http://2130706433/hook'],
  ['loopback in hexadecimal', 'http://0x7f000001/hook'],
  ['the metadata address', 'http://169.254.169.254/latest/meta-data/'],
  ['the metadata address in octal', 'http://0251.0376.0251.0376/latest/meta-data/'],
  ['Azure’s wire server', 'http://168.63.129.16/hook'],
  ['carrier-grade NAT', 'http://100.64.0.1/hook'],
  ['IPv6 loopback', 'http://[::1]/hook'],
  ['IPv4 mapped into IPv6', 'http://[::ffff:169.254.169.254]/hook'],
  ['NAT64', 'http://[64:ff9b::a9fe:a9fe]/hook'],
  ['an IPv6 unique local address', 'http://[fd00:ec2::254]/hook'],
  ['a name of this machine', 'http://localhost:9000/hook'],
  ['a name of this machine with a final dot', 'http://localhost./hook'],
  ['a name of the metadata service', 'http://metadata.google.internal/computeMetadata/v1/'],
  ['a name of an internal network', 'http://billing.svc/hook'],
  ['a name and password', 'https://user:secret@billing.example/hook'],
  ['the port of a database', 'https://billing.example:5432/hook'],
])('an endpoint at %s is refused', async (_name, url) => {
  const { code } = await refusalOf(async (rest) => rest.post('/v1/endpoints', { url, eventTypes: ['*'] }));

  expect(code).toBe('endpoint.url_refused');
});

test.each(['ftp://billing.example/hook', 'file:///etc/passwd', 'javascript:alert(1)', 'not a url'])(
  'an endpoint at %s is no web address',
  async (url) => {
    const problem = await refusalOf(async (rest) => rest.post('/v1/endpoints', { url, eventTypes: ['*'] }));

    expect(problem).toMatchObject({ code: 'request.invalid', errors: [{ path: '/url' }] });
  },
);

test('an endpoint cannot be moved to a private address afterwards', async () => {
  const url = 'https://billing.example/hook';
  const { id } = await integrator.createEndpoint(url);

  const move = await integrator.rest.patch(`/v1/endpoints/${id}`, { url: 'http://169.254.169.254/' });
  const after = read(EndpointPage, await integrator.rest.get('/v1/endpoints')).items;
  await integrator.rest.delete(`/v1/endpoints/${id}`);

  expect((await problemOf(move)).code).toBe('endpoint.url_refused');
  expect(after).toMatchObject([{ id, url }]);
});

test('a request without a credential is asked for one', async () => {
  const answer = await parley.rest(null).post('/v1/events', good);

  expect((await problemOf(answer)).code).toBe('auth.required');
  expect(answer.headers['www-authenticate']).toContain('Bearer');
});

test.each([
  ['mistyped', (secret: string) => `${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`],
  ['cut off', (secret: string) => secret.slice(0, 20)],
  ['of another product', () => 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'],
])('a key that is %s is called malformed', async (_name, change) => {
  const problem = await problemOf(await parley.rest(change(integrator.secret)).post('/v1/events', good));

  expect(problem.code).toBe('auth.invalid');
  expect(problem.detail).toContain('malformed');
  expect(JSON.stringify(problem)).not.toContain(integrator.secret.slice(12, 30));
});

test('a revoked key is refused at once, and told why', async () => {
  const key = await staff.createKey('Leaving', integratorScopes);
  const rest = parley.rest(key.secret);
  const before = await rest.post('/v1/events', good);
  await staff.rest.post(`/v1/api-keys/${key.keyId}/revoke`);

  const after = await problemOf(await rest.post('/v1/events', good));

  expect(before.status).toBe(201);
  expect(after.code).toBe('auth.invalid');
  expect(after.detail).toContain('revoked');
});

test('a key without the scope is told which one it lacks', async () => {
  const key = await staff.createKey('Reader', ['events:read']);

  const problem = await problemOf(await parley.rest(key.secret).post('/v1/events', good));

  expect(problem.code).toBe('auth.scope_missing');
  expect(problem.detail).toContain('events:publish');
});

test('an address that does not exist says so', async () => {
  const problem = await problemOf(await integrator.rest.get('/v1/nothing'));

  expect(problem.code).toBe('request.not_found');
});

test('a method that an address does not take is told the ones that it takes', async () => {
  const answer = await integrator.rest.delete('/v1/events');

  expect((await problemOf(answer)).code).toBe('request.method_not_allowed');
  expect(String(answer.headers.allow).split(', ').toSorted()).toEqual(['GET', 'HEAD', 'OPTIONS', 'POST']);
});
