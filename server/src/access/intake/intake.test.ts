import { connect } from 'node:net';
import { dayMs } from '@parley/shared/words/time';
import { describe, expect, test } from 'vitest';
import { MailServer } from '../../testing/mail-server.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const written = {
  purpose: 'Books invoices.',
  contactEmail: 'ada@clinic.example',
  eventTypes: ['invoice.*'],
};

/** A link to a draft of a new consumer; `claim` opens it. */
const makeLink = async (hub: TestHub, more: object = {}) => {
  const consumerId = await hub.consumer();
  const { link, intakeUrl } = await hub.admin.intakeLink.create({ consumerId, ...more });
  const token = new URL(intakeUrl).hash.slice(1);
  const claim = async (keepAs = 'credential') => hub.rest('/v1/intake/claim', { body: { token, keepAs } });
  return { consumerId, link, intakeUrl, token, claim };
};

/** Whoever opened a link, as REST. */
const integrator = async (hub: TestHub, more: object = {}) => {
  const made = await makeLink(hub, more);
  const { body } = await made.claim();
  const headers = { authorization: `Bearer ${body.credential}` };
  const rest = async (path: string, call: Parameters<TestHub['rest']>[1] = {}) =>
    hub.rest(path, { ...call, headers: { ...headers, ...call.headers } });
  return { ...made, credential: body.credential as string, rest };
};

const refused = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

describe.each(dialects)('a link for an integrator, on %s', (dialect) => {
  test('leads from an empty draft to the answer, without an account', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { rest, consumerId, link } = await integrator(hub);
    const { requirement } = hub.admin;
    const key = { consumerId, id: link.requirementId };

    const saved = await rest('/v1/intake', { method: 'PATCH', body: written });
    const submitted = await rest('/v1/intake/submit', { body: {} });
    await requirement.requestChanges({ ...key, answer: 'From where?' });
    const asked = await rest('/v1/intake');
    await rest('/v1/intake/comments', { body: { text: 'From the office.' } });
    await rest('/v1/intake', { method: 'PATCH', body: { networks: ['192.0.2.0/24'] } });
    await rest('/v1/intake/submit', { body: {} });
    await requirement.approve({ ...key, answer: 'Welcome.' });
    const outcome = await rest('/v1/intake');

    expect(saved.body.requirement).toMatchObject({ ...written, status: 'draft' });
    expect(submitted.body.requirement.status).toBe('submitted');
    expect(asked.body.requirement).toMatchObject({ status: 'changes_requested', answer: 'From where?' });
    expect(outcome.body.requirement).toMatchObject({ status: 'approved', answer: 'Welcome.' });
    const { items } = await requirement.history(key);
    expect(items.filter(({ author }) => author.kind === 'integrator').map(({ act }) => act)).toEqual([
      'submit',
      'update',
      'comment',
      'submit',
      'update',
    ]);
    // Whoever of us answered is told to us, and not outside.
    expect(items[0]!.author.name).not.toBeNull();
    expect(outcome.body.entries.map(({ author }: any) => author.name)).toEqual(
      outcome.body.entries.map(() => null),
    );
  });

  test('is opened once, within its days, and until it is revoked', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const used = await makeLink(hub);
    const late = await makeLink(hub, { openWithinDays: 2 });
    const gone = await makeLink(hub);
    await hub.admin.intakeLink.revoke({ consumerId: gone.consumerId, id: gone.link.id });

    const first = await used.claim();
    const again = await used.claim();
    const revoked = await gone.claim();
    hub.advance(2 * dayMs + 1);
    const tooLate = await late.claim();
    const unknown = await hub.rest('/v1/intake/claim', { body: { token: 'x'.repeat(43) } });

    expect(first.status).toBe(200);
    expect([again, revoked, tooLate, unknown].map(refused)).toEqual(
      Array.from({ length: 4 }, () => [404, 'intake.not_found']),
    );
    expect(new Set([again, revoked, tooLate, unknown].map(({ body }) => body.detail)).size).toBe(1);
    const { consumerId, link } = late;
    expect(await hub.admin.intakeLink.get({ consumerId, id: link.id })).toMatchObject({ status: 'expired' });
  });

  test('that was opened ends when it is revoked, replaced or thirty days old', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const [revoked, replaced, old] = [await integrator(hub), await integrator(hub), await integrator(hub)];

    await hub.admin.intakeLink.revoke({ consumerId: revoked.consumerId, id: revoked.link.id });
    await hub.admin.intakeLink.create({
      consumerId: replaced.consumerId,
      requirementId: replaced.link.requirementId,
    });
    const atOnce = [await revoked.rest('/v1/intake'), await replaced.rest('/v1/intake')];
    const still = await old.rest('/v1/intake');
    hub.advance(30 * dayMs + 1000);

    expect(atOnce.map(refused)).toEqual([
      [401, 'auth.required'],
      [401, 'auth.required'],
    ]);
    expect(still.status).toBe(200);
    expect(refused(await old.rest('/v1/intake'))).toEqual([401, 'auth.required']);
    expect(refused(await old.rest('/v1/intake', { method: 'PATCH', body: written }))[0]).toBe(401);
  });

  test('opens its own requirement and nothing else, and no other credential opens that', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const one = await integrator(hub);
    const other = await integrator(hub);
    const client = await hub.client({ consumerId: one.consumerId });
    const { cookie } = await hub.browser('owner');
    await other.rest('/v1/intake', { method: 'PATCH', body: { purpose: 'Number 77001.' } });
    const { requirementId } = other.link;

    const elsewhere = [
      await one.rest(`/v1/consumers/${one.consumerId}`),
      await one.rest(`/v1/consumers/${one.consumerId}/requirements`),
      await one.rest(`/v1/consumers/${other.consumerId}/requirements/${requirementId}`),
      await one.rest('/v1/requirements'),
      await one.rest('/v1/search?text=77001'),
      await one.rest('/trpc/intake.get,consumer.list?batch=1'),
    ];
    const named = await one.rest('/v1/intake', {
      method: 'PATCH',
      body: { ...written, id: requirementId, consumerId: other.consumerId },
    });
    const asOthers = [
      await client.rest('/v1/intake'),
      await hub.rest('/v1/intake', { headers: { cookie } }),
      await hub.rest('/v1/intake', { headers: { authorization: `Bearer ${other.token}` } }),
      await hub.rest('/v1/intake', { headers: { authorization: `Bearer intake_${'x'.repeat(43)}` } }),
    ];

    expect(elsewhere.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 400]);
    expect(JSON.stringify(elsewhere.map(({ body }) => body))).not.toContain('Number 77001');
    expect(refused(named)).toEqual([400, 'request.invalid']);
    expect(asOthers.map(refused)).toEqual(asOthers.map(() => [401, 'auth.required']));
    expect((await other.rest('/v1/intake')).body.requirement.purpose).toBe('Number 77001.');
  });

  test('keeps nothing by which it could be opened', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { token, credential } = await integrator(hub);
    const { store } = hub.hub.parts;

    const rows = [
      ...(await store.all('select * from intake_link')),
      ...(await store.all('select * from audit_entry')),
      ...(await store.all('select * from requirement_entry')),
    ];

    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(credential);
  });

  test('is not opened for another site, nor written by one, and its cookie is for nobody else', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { claim } = await makeLink(hub);
    const answer = await claim('cookie');
    const set = answer.headers.get('set-cookie') ?? '';
    const cookie = set.split(';', 1)[0]!;
    const own = hub.config.publicUrl;
    const save = async (headers: Record<string, string>) =>
      hub.rest('/v1/intake', { method: 'PATCH', body: written, headers: { cookie, ...headers } });

    const foreign = await save({ origin: 'https://evil.example' });
    const without = await save({});
    const form = await hub.rest('/v1/intake/submit', {
      method: 'POST',
      raw: 'a=b',
      headers: { cookie, origin: own, 'content-type': 'text/plain' },
    });
    const rightly = await save({ origin: own });
    const read = await hub.rest('/v1/intake', { headers: { cookie } });

    expect(answer.body.credential).toBeNull();
    expect(set).toMatch(/^parley_intake=intake_[\w-]{43}; HttpOnly; Max-Age=\d+; Path=\/; SameSite=Strict$/);
    expect([foreign, without].map(refused)).toEqual([
      [403, 'auth.origin_refused'],
      [403, 'auth.origin_refused'],
    ]);
    expect(form.status).toBe(415);
    expect([rightly.status, read.status]).toEqual([200, 200]);
    expect(read.headers.get('cache-control')).toContain('no-store');
  });

  test('is guessed at a bounded number of times from one address', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const guesses = Array.from({ length: 30 }, (_, index) => String(index).padStart(43, 'x'));

    const answers = await Promise.all(
      guesses.map(async (token) => hub.rest('/v1/intake/claim', { body: { token } })),
    );

    const throttled = answers.filter(({ body }) => body.code === 'session.throttled');
    expect(throttled.length).toBeGreaterThanOrEqual(9);
    expect(Number(throttled[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('writes no more than so often, and no body that is large', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { rest, link } = await integrator(hub);
    await hub.hub.parts.store.all('update intake_link set writes = 1999 where id = ?', link.id);

    const large = await rest('/v1/intake', { method: 'PATCH', raw: `{"purpose":"${'x'.repeat(70_000)}"}` });
    const last = await rest('/v1/intake', { method: 'PATCH', body: { callsPerDay: 1 } });
    const spent = await rest('/v1/intake', { method: 'PATCH', body: { callsPerDay: 2 } });

    expect(large.status).toBe(413);
    expect(last.status).toBe(200);
    expect(refused(spent)).toEqual([429, 'intake.spent']);
    expect((await rest('/v1/intake')).body.requirement.callsPerDay).toBe(1);
  });

  test('without a credential is refused before a byte of the body', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { hostname, port } = new URL(hub.url);

    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write(
          `PATCH /v1/intake HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n`,
        ),
      );
      socket.once('data', (data) => {
        socket.destroy();
        resolve(data.toString());
      });
      socket.once('error', reject);
    });

    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('is mailed where mail is configured, and its address is answered either way', async () => {
    await using mail = await MailServer.start();
    await using hub = await TestHub.start(dialect, {
      roles: 'api',
      variables: { PARLEY_SMTP_URL: mail.url },
    });

    const { link, token, intakeUrl } = await makeLink(hub, { mailTo: 'ada@clinic.example' });
    const unsent = await makeLink(hub);

    await expect.poll(() => mail.letters).toHaveLength(1);
    const letter = mail.letters[0]!.replaceAll('=\n', '');
    expect([link.mailedTo, unsent.link.mailedTo]).toEqual(['ada@clinic.example', null]);
    expect(letter).toContain('To: ada@clinic.example');
    expect(letter).toContain(token);
    expect(intakeUrl).toBe(`${hub.config.publicUrl}/intake#${token}`);
  });

  test('is not shown again for an Idempotency-Key once it was opened', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const send = async () =>
      client.rest(`/v1/consumers/${client.consumerId}/intake-links`, {
        body: {},
        headers: { 'idempotency-key': 'one' },
      });

    const first = await send();
    const again = await send();
    const token = new URL(first.body.intakeUrl).hash.slice(1);
    await hub.rest('/v1/intake/claim', { body: { token } });
    const late = await send();

    expect(again.body).toEqual(first.body);
    expect(refused(late)).toEqual([410, 'idempotency.secret_ended']);
  });
});
