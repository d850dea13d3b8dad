import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, floods, startFaultReceiver } from '../../support/fault-receiver.ts';
import { integratorScopes, prepareIntegrator } from '../../support/integrator.ts';
import { memoryMibOf } from '../../support/memory.ts';
import { startReceiver } from '../../support/receiver.ts';
import { createOwner } from '../../support/staff.ts';
import type { Attack } from '../attack.ts';
import { describeWatched, watch } from '../watch.ts';

const many = (text: string): Buffer => Buffer.from(text.repeat(Math.ceil((256 * 1024) / text.length)));

const head = 'HTTP/1.1 200 OK\r\n';
const chunked = `${head}transfer-encoding: chunked\r\n\r\n`;

/** Answers without an end, each by another part of HTTP. */
const floodsOf: Fault[] = [
  floods('', many(`HTTP/1.1 103 Early Hints\r\nlink: </${'a'.repeat(1000)}>\r\n\r\n`)),
  floods('', many('HTTP/1.1 102 Processing\r\n\r\n')),
  floods('', many('HTTP/1.1 100\n\n')),
  floods(head, many('x-header: value\r\n')),
  floods(`${head}x-long: `, many('a')),
  floods(`${chunked}2;`, many('extension')),
  floods(chunked, many('1;ext=aaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\nx\r\n')),
  floods(`${chunked}0\r\n`, many('trailer: value\r\n')),
  floods(`${head}x: a\r\n`, many(' folded\r\n')),
  floods('', many('\r\n')),
  floods(`${head}\r\n`, many('body')),
  floods('', Buffer.alloc(256 * 1024)),
];

/** What the memory may grow by: a budget for each answer under way, and what the runtime keeps. */
const growthMibMax = 150;

/** Receivers whose answers never end, in the head, between chunks, after the body. */
export const attack: Attack = {
  name: 'answers without an end cost a budget each and nobody else anything',
  databases: ['sqlite'],
  run: async ({ start, isShort }) => {
    await using parley = await start({ retrySchedule: [0, 0, 0] });
    await using honest = await startReceiver();
    const staff = await createOwner(parley);
    const { createEndpoint, publish } = await prepareIntegrator(
      parley,
      await staff.createKey('Floods', [...integratorScopes]),
    );
    await using stack = new AsyncDisposableStack();
    for (const flood of floodsOf) await createEndpoint(stack.use(await startFaultReceiver(flood)).url);
    await createEndpoint(honest.url('/honest'));
    const before = memoryMibOf(parley.port);
    const events = isShort ? 10 : 100;

    const watched = await watch(parley, async () => {
      for (let amount = 0; amount < events; amount += 1) await publish({ amount });
      await honest.waitForCount('/honest', events, 20_000);
      await sleep(isShort ? 1000 : 20_000);
    });

    const growth = watched.memoryMib - before;
    if (growth > growthMibMax) throw new Error(`The memory grew by ${Math.round(growth)} MiB.`);
    return `${events} events to ${floodsOf.length} floods, grew by ${Math.round(growth)} MiB; ${describeWatched(watched)}`;
  },
};
