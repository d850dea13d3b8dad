import { EndpointWithSecret } from '@parley/shared/webhooks/endpoint';
import { EventDetail, EventPublished } from '@parley/shared/webhooks/event';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { createIntegrator } from '../support/integrator.ts';
import { startParley } from '../support/parley.ts';
import { startReceiver } from '../support/receiver.ts';
import { read } from '../support/rest.ts';

const data =
  '{ "id" : 1541815603606036480, "x":9007199254740993,"rate":123456789.123456789123,\n"zero":-0,"one":1.0,"10":1E+2,"2":"\\u0041\\/é" }';

test('the text that is published is what is signed, sent, sent again and shown', async () => {
  await using parley = await startParley();
  await using receiver = await startReceiver();
  receiver.script('/', { status: 500 }, { status: 204 });
  const { rest, secret } = await createIntegrator(parley);
  const type = '{"name":"ledger.changed","description":"A ledger changed.","schema":{"type":"object"}}';
  expect((await rest.send('POST', '/v1/event-types', type)).status).toBe(201);
  const endpoint = read(
    EndpointWithSecret,
    await rest.post('/v1/endpoints', {
      url: receiver.url('/'),
      eventTypes: ['ledger.changed'],
      retrySchedule: [0, 0.1],
    }),
    201,
  );

  const body = `{"type":"ledger.changed","occurredAt":"2026-11-27T06:00:00.1239+01:00","data":${data}}`;
  const event = read(EventPublished, await rest.send('POST', '/v1/events', body), 201);

  const arrived = await receiver.waitForCount('/', 2);
  const webhook = new Webhook(endpoint.secret);
  for (const { body: bytes, headers } of arrived) {
    expect(bytes.toString()).toBe(
      `{"type":"ledger.changed","timestamp":"2026-11-27T05:00:00.123Z","data":${data}}`,
    );
    expect(() => webhook.verify(bytes, JSON.parse(JSON.stringify(headers)))).not.toThrow();
  }
  const shown = read(EventDetail, await rest.get(`/v1/events/${event.id}`));
  expect([shown.dataText, shown.occurredAt]).toEqual([data, '2026-11-27T05:00:00.123Z']);
  const answer = await fetch(`${parley.url}/v1/events/${event.id}`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  expect(await answer.text()).toContain(`"data":${data}`);
});
