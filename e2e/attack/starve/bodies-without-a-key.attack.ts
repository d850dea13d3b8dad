import { largeRequest, sendRaw } from '../../support/raw-socket.ts';
import type { Attack } from '../attack.ts';
import { describeWatched, watch } from '../watch.ts';

const mib = 1024 * 1024;
const bytes = 47 * mib;
const answerMsMax = 2000;

const heads: [name: string, status: number, head: string[]][] = [
  ['without a key', 401, ['POST /v1/apis/parley/check HTTP/1.1', 'Host: parley']],
  [
    'with a key that is none',
    401,
    ['POST /v1/events HTTP/1.1', 'Host: parley', 'Authorization: Bearer nobody'],
  ],
  ['over tRPC', 401, ['POST /trpc/contract.upload HTTP/1.1', 'Host: parley']],
  ['in a batch', 401, ['POST /trpc/contract.upload,event.publish?batch=1 HTTP/1.1', 'Host: parley']],
  ['to sign in', 413, ['POST /trpc/session.signIn HTTP/1.1', 'Host: parley']],
  ['to an address that is none', 404, ['POST /v1/nowhere HTTP/1.1', 'Host: parley']],
  ['with a method that is none of its', 405, ['PUT /v1/events HTTP/1.1', 'Host: parley']],
  ['with a GET', 400, ['GET /healthz HTTP/1.1', 'Host: parley']],
];

/** Large bodies of senders who hold nothing. */
export const attack: Attack = {
  name: 'a body of 47 MB of somebody without a credential is refused before it is read',
  databases: ['sqlite'],
  run: async ({ start, isShort }) => {
    await using parley = await start();
    const times = isShort ? 1 : 8;
    const body = { bytes, first: '{"document":"', last: '"}' };
    let slowest = 0;

    const watched = await watch(parley, async () => {
      for (let round = 0; round < times; round += 1)
        await Promise.all(
          heads.map(async ([name, status, head]) => {
            const answer = await sendRaw(parley.port, largeRequest(head, body));
            if (answer.status !== status) throw new Error(`A body ${name} was answered ${answer.status}.`);
            slowest = Math.max(slowest, answer.firstByteMs);
          }),
        );
    });

    if (slowest > answerMsMax) throw new Error(`An answer took ${Math.round(slowest)} ms.`);
    return `${times * heads.length} refused within ${Math.round(slowest)} ms; ${describeWatched(watched)}`;
  },
};
