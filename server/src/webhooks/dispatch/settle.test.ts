import { describe, expect, test } from 'vitest';
import { answering, Receiver } from '../../testing/receiver.ts';
import { dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';
import { claimDue } from '../delivery/claim.service.ts';
import { settle, type Settlement } from './settle.service.ts';

describe.each(dialects)('recording attempts on %s', (dialect) => {
  test('a batch that is recorded twice, because its first commit gave no answer, is one attempt', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect, { variables: { PARLEY_RETRY_SCHEDULE: '0,3600' } });
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    await client.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });
    receiver.script(answering(500));
    await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount: 1 } } });
    await expect
      .poll(async () => (await client.rest('/v1/deliveries?status=failed')).body.items)
      .toHaveLength(1);
    const { store } = hub.hub.parts;
    const now = Date.now() + 2 * 3_600_000;
    const claim = { owner: 'wrk_test', now, leaseUntil: now + 60_000, limit: 10, perEndpoint: 10 };
    const [job] = await claimDue(store, { ...claim, full: [], letters: null });
    expect(job).toBeDefined();
    const settlement: Settlement = {
      job: job!,
      attemptId: 'att_0000000000000000000000000x',
      url: receiver.url,
      startedAt: now,
      outcome: {
        kind: 'answered',
        status: 204,
        headers: {},
        body: Buffer.alloc(0),
        connectMs: 1,
        firstByteMs: 4,
        durationMs: 5,
      },
      isDelivered: true,
      isThrottled: false,
      waitMs: 0,
      retryAt: null,
      pausedUntil: 0,
    };

    for (let time = 0; time < 2; time += 1) await settle(store, 'wrk_test', [settlement], now);

    const { body } = await client.rest('/v1/deliveries?status=delivered');
    const one = await client.rest(`/v1/deliveries/${body.items[0].id}`);
    expect(one.body).toMatchObject({ status: 'delivered', attemptCount: 2 });
    expect(one.body.attempts).toHaveLength(2);
  });
});
