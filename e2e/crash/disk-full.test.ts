import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EventDetail, EventPublished } from '@parley/shared/webhooks/event';
import { ProblemView } from '@parley/shared/words/problem-view';
import { expect, test } from 'vitest';
import { createIntegrator, type Integrator } from '../support/integrator.ts';
import { startParley } from '../support/parley.ts';
import { startReceiver } from '../support/receiver.ts';
import { read } from '../support/rest.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { drain } from './crashes.ts';

const mount = (...args: string[]): string | null => {
  const { status, stderr, error } = spawnSync('/bin/mount', args, { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr).trim();
};

/** A disk of this many MiB that can grow, or why there cannot be one here. */
const mountSmallDisk = (folder: string, mib: number) => {
  mkdirSync(folder);
  const refusal = mount('-t', 'tmpfs', '-o', `size=${mib}m,mode=700`, 'tmpfs', folder);
  return {
    refusal,
    grow: (toMib: number) => mount('-o', `remount,size=${toMib}m`, folder),
    [Symbol.dispose]: () => {
      if (refusal === null) spawnSync('/bin/umount', ['-l', folder]);
    },
  };
};

const note = 'n'.repeat(50_000);
const publishesMax = 2000;

/** Publishes large events until one is refused. */
const publishUntilRefused = async ({ rest }: Integrator) => {
  const ids: string[] = [];
  for (let amount = 0; amount < publishesMax; amount += 1) {
    const answer = await rest.post('/v1/events', { type: 'payment.captured', data: { amount, note } });
    if (answer.status !== 201) return { ids, refusal: ProblemView.parse(answer.body) };
    ids.push(EventPublished.parse(answer.body).id);
  }
  throw new Error('The disk never filled.');
};

test('a full disk answers 507, and what was acknowledged is kept and delivered', async (context) => {
  using folder = createTemporaryFolder();
  using disk = mountSmallDisk(join(folder.path, 'disk'), 24);
  if (disk.refusal !== null) {
    process.stderr.write(`SKIPPED: a full disk cannot be tried here: ${disk.refusal}\n`);
    context.skip(disk.refusal);
    return;
  }
  await using receiver = await startReceiver();
  await using parley = await startParley({
    folder: join(folder.path, 'disk'),
    retrySchedule: [0, 1, 1, 2, 2],
    environment: { PARLEY_LOG_LEVEL: 'silent' },
  });
  const integrator = await createIntegrator(parley);
  await integrator.createEndpoint(receiver.url('/ledger'));

  const { ids, refusal } = await publishUntilRefused(integrator);
  const whileFull = await integrator.rest.get(`/v1/events/${ids.at(-1)}`);
  const grown = disk.grow(256);
  const afterwards = await integrator.publish({ amount: 1 });
  const unfinished = await drain(integrator.rest);

  expect(refusal).toMatchObject({ status: 507, code: 'storage.full' });
  expect(ids.length).toBeGreaterThan(10);
  expect(read(EventDetail, whileFull).id).toBe(ids.at(-1));
  expect(grown).toBeNull();
  expect(unfinished).toBe(0);
  const arrived = new Set(receiver.received.map(({ headers }) => headers['webhook-id']));
  expect([...ids, afterwards.id].filter((id) => !arrived.has(id))).toEqual([]);
});
