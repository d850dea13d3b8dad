import type { SignatureCheckView, SignatureFinding } from '@parley/shared/webhooks/signature-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { Receiver, type Received } from '../../testing/receiver.ts';
import { type Client, dialects, invoiceGenerated, type RestAnswer, TestHub } from '../../testing/test-hub.ts';

const path = '/v1/signature-checks';

const signed = ({ headers }: Received) => ({
  'webhook-id': String(headers['webhook-id']),
  'webhook-timestamp': String(headers['webhook-timestamp']),
  'webhook-signature': String(headers['webhook-signature']),
});

const createEndpoint = async (client: Client, receiver: Receiver, more: object = {}) =>
  (await client.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'], ...more } })).body;

/** An endpoint, and the first webhook that it received. */
const deliver = async (client: Client, receiver: Receiver, more: object = {}) => {
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  const endpoint = await createEndpoint(client, receiver, more);
  await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount: 1200 } } });
  const [webhook] = await receiver.count(1);
  await expect
    .poll(async () => (await client.rest('/v1/deliveries?status=delivered')).body.items)
    .toHaveLength(1);
  return { endpoint, webhook: webhook!, headers: signed(webhook!) };
};

const wrong = ({ body }: Pick<RestAnswer, 'body'>) =>
  (body as SignatureCheckView).findings.filter(({ ok }) => !ok).map(({ code }) => code);
const found = ({ body }: Pick<RestAnswer, 'body'>, check: SignatureFinding['check']) =>
  (body as SignatureCheckView).findings.find((finding) => finding.check === check)!;

describe.each(dialects)('signature checks on %s', (dialect) => {
  test('a received webhook is valid, and an altered one is told where it was altered', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const { endpoint, webhook, headers } = await deliver(client, receiver, { signatures: ['v1', 'v1a'] });
    const check = async (more: object) =>
      client.rest(path, { body: { endpointId: endpoint.id, headers, body: webhook.body, ...more } });

    const valid = await check({});
    const altered = await check({ body: webhook.body.replace('1200', '1300') });
    const encoded = await check({
      body: Buffer.from(`${webhook.body}\n`).toString('base64'),
      bodyEncoding: 'base64',
    });
    const asymmetric = await check({
      headers: {
        ...headers,
        'webhook-signature': headers['webhook-signature'].split(' ').find((one) => one.startsWith('v1a,')),
      },
    });

    expect([valid.status, valid.body.verdict, valid.body.cause]).toEqual([200, 'valid', null]);
    expect(found(valid, 'body').message).toBe('The body is byte for byte what Parley sent.');
    expect([altered.status, altered.body.cause, wrong(altered)]).toEqual([200, 'body', ['body_changed']]);
    expect(found(altered, 'body').message).toContain(`byte ${webhook.body.indexOf('1200') + 1}:`);
    expect(wrong(encoded)).toEqual(['body_trailing_newline']);
    expect(asymmetric.body.verdict).toBe('valid');
    expect(JSON.stringify([valid.body, altered.body])).not.toContain(endpoint.secret.slice(6, 30));
  });

  test('a secret from before the rotation signs during the overlap, and is recognised afterwards', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const { endpoint, webhook, headers } = await deliver(client, receiver);
    await client.rest(`/v1/endpoints/${endpoint.id}/rotate-secret`, { body: { overlapSeconds: 600 } });
    const input = {
      endpointId: endpoint.id,
      headers,
      body: webhook.body,
      secret: endpoint.secret,
      receivedAt: new Date(Number(headers['webhook-timestamp']) * 1000).toISOString(),
    };

    const during = await client.rest(path, { body: input });
    hub.advance(601_000);
    const after = await client.rest(path, { body: input });

    expect([during.body.verdict, wrong(during)]).toEqual(['valid', []]);
    expect([after.body.cause, wrong(after)]).toEqual(['secret', ['secret_previous']]);
  });

  test('the secret of another endpoint of the consumer is recognised; of the other environment a key learns no more', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const inTest = await hub.client({ consumerId: client.consumerId, environment: 'test' });
    const { endpoint, webhook, headers } = await deliver(client, receiver);
    const sibling = await createEndpoint(client, receiver);
    const twin = await createEndpoint(inTest, receiver);
    const foreign = await createEndpoint(await hub.client(), receiver);
    const { api: viewer } = await hub.browser('viewer');
    const inputFor = (secret: string) => ({
      endpointId: endpoint.id,
      headers: {
        ...headers,
        'webhook-signature': new Webhook(secret).sign(
          headers['webhook-id'],
          new Date(Number(headers['webhook-timestamp']) * 1000),
          webhook.body,
        ),
      },
      body: webhook.body,
    });

    const [ofSibling, ofTwin, ofStranger] = await Promise.all(
      [sibling, twin, foreign].map(({ secret }) => client.rest(path, { body: inputFor(secret) })),
    );
    const forStaff = { body: await viewer.signatureCheck.run(inputFor(twin.secret)) };

    expect(wrong(ofSibling!)).toEqual(['secret_other_endpoint']);
    expect(found(ofSibling!, 'secret').message).toContain(sibling.id);
    expect(wrong(ofTwin!)).toEqual(['secret_other_environment']);
    expect(JSON.stringify(ofTwin!.body)).not.toContain(twin.id);
    expect(wrong(ofStranger!)).toEqual(['secret_unknown']);
    expect(JSON.stringify(ofStranger!.body)).not.toContain(foreign.id);
    expect(found(forStaff, 'secret').message).toContain(twin.id);
  });

  test('headers of another event to the same endpoint are recognised', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const { endpoint, webhook, headers } = await deliver(client, receiver);
    const second = { id: 'order-17', type: 'invoice.generated', data: { amount: 7 } };
    await client.rest('/v1/events', { body: second });
    await receiver.count(2);

    const answer = await client.rest(path, {
      body: {
        endpointId: endpoint.id,
        headers: { ...headers, 'webhook-id': 'order-17' },
        body: webhook.body,
      },
    });

    expect(answer.body.cause).toBe('header');
    expect(wrong(answer)).toContain('header_other_event');
  });

  test('what was sent is compared only for those who may read deliveries', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const { consumerId } = client;
    const limited = await hub.client({ consumerId, scopes: ['endpoints:read'] });
    const { endpoint, headers } = await deliver(client, receiver);
    const input = { endpointId: endpoint.id, headers, body: '{"data":{"amount":1}}' };

    const compared = await client.rest(path, { body: input });
    const blind = await limited.rest(path, { body: input });

    expect(JSON.stringify(compared.body)).toContain('invoice.ge');
    expect([blind.status, blind.body.cause]).toEqual([200, 'unknown']);
    expect(JSON.stringify(blind.body)).not.toContain('invoice');
  });

  test('an endpoint that is absent, removed or not yours is not found', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const stranger = await hub.client();
    const inTest = await hub.client({ consumerId: client.consumerId, environment: 'test' });
    const { endpoint, webhook, headers } = await deliver(client, receiver);
    const call = { body: { endpointId: endpoint.id, headers, body: webhook.body } };

    const others = await Promise.all([stranger.rest(path, call), inTest.rest(path, call)]);
    const removal = await client.rest(`/v1/endpoints/${endpoint.id}`, { method: 'DELETE' });
    const removed = await client.rest(path, call);
    const absent = await client.rest(path, { body: { ...call.body, endpointId: 'ep_absent' } });

    expect([removal.status, removal.body]).toEqual([204, '']);
    for (const { status, body } of [...others, removed, absent])
      expect([status, body.code]).toEqual([404, 'endpoint.not_found']);
  });

  test('a wrong input is refused by field, and nothing is written', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const { body: endpoint } = await client.rest('/v1/endpoints', {
      body: { url: 'https://a.example/', eventTypes: ['*'] },
    });
    const before = await client.rest('/v1/audit-entries');
    const input = { endpointId: endpoint.id, headers: 'webhook-id: a', body: '{}' };
    const refused = [
      ['/headers', { headers: '' }],
      ['/headers', { headers: { a: 1 } }],
      ['/body', { body: 'a'.repeat(400_000) }],
      ['/body', { body: 'é'.repeat(200_000) }],
      ['/body', { body: 'no base64!', bodyEncoding: 'base64' }],
      ['/bodyEncoding', { bodyEncoding: 'latin1' }],
      ['/receivedAt', { receivedAt: 'yesterday' }],
      ['/signature', { signature: 'v1,…' }],
    ] as const;

    for (const [field, change] of refused) {
      const answer = await client.rest(path, { body: { ...input, ...change } });
      expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
      expect(answer.body.errors[0].path).toBe(field);
    }
    const answered = await client.rest(path, { body: input });
    expect([answered.status, answered.body.cause]).toEqual([200, 'header']);
    expect((await client.rest('/v1/audit-entries')).body).toEqual(before.body);
  });
});
