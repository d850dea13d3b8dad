import { createIntegrator } from '../../support/integrator.ts';
import { startReceiver } from '../../support/receiver.ts';
import type { Attack } from '../attack.ts';
import { describeWatched, watch } from '../watch.ts';
import { doubling, refused } from './hostile-schemas.ts';
import { keepRow } from './kept-rows.ts';

/** Filters of other consumers, new ones and one from before. */
export const attack: Attack = {
  name: 'a filter that costs too much neither stops a publisher nor loses an event',
  databases: ['sqlite'],
  run: async ({ start, createDatabase }) => {
    await using receiver = await startReceiver();
    const url = await createDatabase();
    const environment = { PARLEY_DATABASE_URL: url };
    const key = await (async () => {
      await using parley = await start({ environment });
      const integrator = await createIntegrator(parley);
      const body = { url: receiver.url('/filtered'), eventTypes: ['*'] };
      for (const [what, filter] of Object.entries(refused)) {
        const { status } = await integrator.rest.post('/v1/endpoints', { ...body, filter });
        if (status !== 422) throw new Error(`A filter of ${what} answered ${status} instead of 422.`);
      }
      await integrator.rest.post('/v1/endpoints', { ...body, filter: { required: ['amount'] } });
      await parley.stop();
      return integrator.secret;
    })();
    keepRow(url, 'update endpoint set filter = ?', JSON.stringify(doubling));

    await using parley = await start({ environment });
    const rest = parley.rest(key);
    const watched = await watch(parley, async () => {
      for (let amount = 1; amount <= 5; amount += 1) {
        const { status } = await rest.post('/v1/events', { type: 'payment.captured', data: { amount } });
        if (status !== 201) throw new Error(`Publishing answered ${status} instead of 201.`);
      }
      await receiver.waitForCount('/filtered', 5);
    });

    return `5 of 5 delivered; ${describeWatched(watched)}`;
  },
};
