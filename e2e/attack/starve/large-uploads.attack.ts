import { randomUUID } from 'node:crypto';
import type { CreatedKey } from '../../support/parley.ts';
import { largeRequest, sendRaw } from '../../support/raw-socket.ts';
import type { Attack } from '../attack.ts';
import { describeWatched, watch } from '../watch.ts';

const mib = 1024 * 1024;
const sizes = [47 * mib, 24 * mib, 8 * mib];

/** What one body may look like: text, a deep object, thousands of small values, several files, no JSON at all. */
const bodies: [first: string, last: string][] = [
  ['{"document":"', '"}'],
  ['{"document":{"openapi":"3.1.0","info":{"title":"', '","version":"1"},"paths":{}}}'],
  ['{"files":{"a.yaml":"', '"},"entry":"a.yaml"}'],
  ['{"slug":"other","document":"', '"}'],
  ['[', ']'],
];

const scopes = 'contracts:read,contracts:write,events:publish,event-types:write';
const expected = [201, 200, 400, 413, 422, 503];

/** Uploads of the largest size, by somebody who may. */
export const attack: Attack = {
  name: 'contracts of 47 MB, many at once, are read one after another, and nobody else waits for them',
  databases: ['sqlite', 'postgresql'],
  run: async ({ start, isShort }) => {
    await using parley = await start();
    const keys: CreatedKey[] = [];
    for (const name of isShort ? ['Northwind'] : ['Northwind', 'Meadowlark', 'Contoso'])
      keys.push(await parley.createKey(name, scopes));
    const [first] = keys;
    const honest = parley.rest(first?.secret ?? '');
    await honest.post('/v1/event-types', { name: 'thing.made', description: 'A thing.', schema: {} });
    const uploads = keys.flatMap(({ secret }) =>
      (isShort ? sizes.slice(0, 1) : sizes).flatMap((bytes) =>
        bodies.map(([begin, end], index) => ({ secret, bytes, begin, end, isCheck: index % 2 === 0 })),
      ),
    );
    const statuses: number[] = [];
    let published = 0;

    const watched = await watch(parley, async () => {
      const sending = Promise.all(
        uploads.map(async ({ secret, bytes, begin, end, isCheck }) => {
          const head = [
            `POST /v1/apis/parley/${isCheck ? 'check' : 'versions'} HTTP/1.1`,
            'Host: parley',
            `Authorization: Bearer ${secret}`,
          ];
          const { status } = await sendRaw(
            parley.port,
            largeRequest(head, { bytes, first: begin, last: end }),
          );
          statuses.push(status);
        }),
      );
      const over = new AbortController();
      void sending.finally(() => over.abort()).catch(() => undefined);
      while (!over.signal.aborted) {
        const id = randomUUID();
        const { status } = await honest.post('/v1/events', { id, type: 'thing.made', data: {} });
        if (status !== 201) throw new Error(`An event beside the uploads was answered ${status}.`);
        published += 1;
      }
      await sending;
    });

    const odd = statuses.filter((status) => !expected.includes(status));
    if (odd.length > 0) throw new Error(`Uploads were answered ${[...new Set(odd)].join(', ')}.`);
    const busy = statuses.filter((status) => status === 503).length;
    return `${statuses.length} uploads, ${busy} told to come later, ${published} events published beside them; ${describeWatched(watched)}`;
  },
};
