import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConsumerPage } from '@parley/shared/access/consumer';
import { DeliveryPage } from '@parley/shared/webhooks/delivery';
import { EventPublished } from '@parley/shared/webhooks/event';
import { expect, test } from 'vitest';
import { startChild } from '../support/child.ts';
import { findFreePort } from '../support/free-port.ts';
import { type Credential, openRest, read } from '../support/rest.ts';
import { signIn } from '../support/staff.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const demoFile = join(import.meta.dirname, 'demo.ts');

test('the demo shows a company with live traffic to whom it prints the way in, and leaves nothing behind', async () => {
  using folder = createTemporaryFolder();
  const port = await findFreePort();
  const environment = { ...process.env, PARLEY_PORT: String(port), TMPDIR: folder.path };
  await using demo = startChild(demoFile, [], environment);
  const [, password = ''] = await demo.waitForOutput(/Password +(\S+)\n/);
  const [, secret, event = ''] = await demo.waitForOutput(/Bearer (\S+)'[^]*-d '(.+)'\n/);
  const url = `http://127.0.0.1:${port}`;

  const rest = (credential: Credential) => openRest(url, credential);
  const staff = await signIn({ url, rest }, { email: 'demo@parley.example', password });
  await using integrator = rest(secret ?? '');
  const published = await integrator.post('/v1/events', JSON.parse(event));
  const consumers = read(ConsumerPage, await staff.rest.get('/v1/consumers')).items;
  const list = async () => read(DeliveryPage, await staff.rest.get('/v1/deliveries?environment=live')).items;
  await expect.poll(list).toContainEqual(expect.objectContaining({ status: 'delivered' }));
  await staff.rest[Symbol.asyncDispose]();
  demo.process.kill('SIGINT');
  const { code } = await demo.ended;

  expect(read(EventPublished, published, 201)).toMatchObject({ environment: 'test', deliveryCount: 1 });
  expect(consumers.length).toBeGreaterThanOrEqual(8);
  expect(code).toBe(0);
  expect(readdirSync(folder.path)).toEqual([]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
