import { setTimeout as pause } from 'node:timers/promises';
import { createIntegrator, integratorScopes } from '../../support/integrator.ts';
import type { Answer, Rest } from '../../support/rest.ts';
import { createOwner } from '../../support/staff.ts';
import type { Attack } from '../attack.ts';
import { describeWatched, watch } from '../watch.ts';
import { branching, manyObjects, nested, refused } from './hostile-schemas.ts';

const assertStatus = (what: string, { status, body }: Answer, wanted: number): void => {
  if (status !== wanted)
    throw new Error(
      `${what}: answered ${status} instead of ${wanted}: ${JSON.stringify(body).slice(0, 300)}`,
    );
};

const declare = async (rest: Rest, name: string, schema: unknown): Promise<Answer> =>
  rest.post('/v1/event-types', { name, description: 'Hostile.', schema });

/** Schemas that are refused, and those that are taken and cost too much only with the data that is sent then. */
const attackWith = async (rest: Rest, rounds: number): Promise<void> => {
  for (const [what, schema] of Object.entries(refused))
    assertStatus(what, await declare(rest, 'hostile.refused', schema), 422);
  assertStatus('branching', await declare(rest, 'hostile.branching', branching), 201);
  const unique = { properties: { a: { type: 'array', uniqueItems: true } } };
  assertStatus('unique', await declare(rest, 'hostile.unique', unique), 201);
  for (let round = 0; round < rounds; round += 1) {
    const [deep, wide] = await Promise.all([
      rest.post('/v1/events', { type: 'hostile.branching', data: nested(60) }),
      rest.post('/v1/events', { type: 'hostile.unique', data: manyObjects }),
    ]);
    assertStatus('branching data', deep, 422);
    assertStatus('unique data', wide, 201);
  }
};

/** Somebody who publishes all the while; answers how many. */
const publishBeside = async (publish: () => Promise<unknown>, over: AbortSignal): Promise<number> => {
  let count = 0;
  for (; !over.aborted; count += 1) {
    await publish();
    await pause(20);
  }
  return count;
};

/** Schemas that cost much to compile or to check. */
export const attack: Attack = {
  name: 'a schema that costs too much costs its own publisher an answer, and the event loop nothing',
  databases: ['sqlite', 'postgresql'],
  run: async ({ start, isShort }) => {
    await using parley = await start();
    const staff = await createOwner(parley);
    const honest = await createIntegrator(parley, staff);
    const hostile = parley.rest((await staff.createKey('Hostile', integratorScopes)).secret);
    const over = new AbortController();
    let count = 0;

    const watched = await watch(parley, async () => {
      const beside = publishBeside(async () => honest.publish({ amount: 1 }), over.signal);
      await attackWith(hostile, isShort ? 1 : 10).finally(() => over.abort());
      count = await beside;
    });

    return `${count} published beside; ${describeWatched(watched)}`;
  },
};
