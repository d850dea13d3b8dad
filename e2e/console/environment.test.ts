import { DeliveryPage } from '@parley/shared/webhooks/delivery';
import { RecoveryView } from '@parley/shared/webhooks/recovery';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Console, startConsole } from '../support/console.ts';
import { createIntegrator } from '../support/integrator.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { read } from '../support/rest.ts';
import { createOwner, type Staff } from '../support/staff.ts';
import { startVisitor, type Visitor } from '../support/visitor.ts';

let console: Console;
let receiver: Receiver;
let parley: Parley;
let staff: Staff;
let visitor: Visitor;

/** Pages of objects of live, by the list of their kind. */
const objects = new Map<string, string>();

beforeAll(async () => {
  [console, receiver, parley] = await Promise.all([startConsole(), startReceiver(), startParley()]);
  staff = await createOwner(parley);
  const integrator = await createIntegrator(parley, staff);
  const endpoint = await integrator.createEndpoint(receiver.url('/hook'));
  const event = await integrator.publish({ amount: 1 });
  const deliveries = async () =>
    read(DeliveryPage, await integrator.rest.get('/v1/deliveries?status=delivered')).items;
  const [delivery] = await vi.waitFor(async () => {
    const items = await deliveries();
    if (items.length !== 1) throw new Error(`${items.length} were delivered.`);
    return items;
  });
  const plan = { scope: 'everything', environment: 'live' };
  const recovery = read(RecoveryView, await staff.rest.post('/v1/recoveries', plan), 201);
  for (const [list, id] of [
    ['/deliveries', delivery!.id],
    ['/endpoints', endpoint.id],
    ['/events', event.id],
    ['/api-keys', integrator.keyId],
    ['/recoveries', recovery.id],
  ] as const)
    objects.set(list, `${list}/${id}`);
  visitor = await startVisitor(await console.open(parley, staff), '/');
});

afterAll(async () => {
  for (const one of [console, receiver, parley]) await one[Symbol.asyncDispose]();
});

const chosen = async (name: string): Promise<boolean> =>
  visitor.page.getByRole('radiogroup', { name: 'Environment' }).getByRole('radio', { name }).isChecked();

test.each(['/deliveries', '/endpoints', '/events', '/api-keys', '/recoveries'])(
  'an object of %s decides at which environment the console looks; to look at the other leads to the list',
  async (list) => {
    await visitor.visit(`${objects.get(list)}?env=test`);

    await expect.poll(() => chosen('Live')).toBe(true);
    expect(new URL(visitor.page.url()).searchParams.get('env')).toBeNull();
    await visitor.page.getByRole('radiogroup', { name: 'Environment' }).getByText('Test').click();
    await expect.poll(() => new URL(visitor.page.url()).pathname).toBe(list);
    await expect.poll(() => chosen('Test')).toBe(true);
  },
);

test.each([
  ['/deliveries', '?dialog=replay', /Replay this delivery\?\s*Live/],
  ['/endpoints', '?dialog=disable', /Disable this endpoint\?\s*Live/],
  ['/endpoints', '?dialog=test', /Send a test event\s*Live/],
  ['/endpoints', '?dialog=rotate', /Rotate the signing secret\s*Live/],
  ['/endpoints', '?dialog=remove', /Remove this endpoint\?\s*Live/],
  ['/api-keys', '?dialog=revoke', /Revoke .*\?\s*Live/],
  ['/api-keys', '?dialog=rotate', /Rotate .*\s*Live/],
])('a dialog of %s%s names the environment of what it acts on', async (list, search, name) => {
  await visitor.visit(`${objects.get(list)}${search}&env=test`);

  await expect.poll(() => visitor.page.getByRole('dialog', { name }).isVisible()).toBe(true);
});
