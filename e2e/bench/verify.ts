import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Pool } from 'undici';
import { whenWeEnd } from '../support/guard.ts';
import { type Column, rounded, say, sayHeads, sayRow } from './figures.ts';

const program = join(import.meta.dirname, '../../server/src/testing/verify-bench.ts');
const calls = Number(process.env.BENCH_CALLS ?? 20_000);
const connections = 16;

interface Started {
  bare: string;
  parley: string;
  free: string;
  bound: string;
}

interface Steps {
  keyVerificationUs: number;
  tokenVerificationUs: number;
  limitDecisionUs: number;
  guardUs: number;
  guardByTokenUs: number;
}

interface Row {
  what: string;
  us: number;
}

const told = async <Message>(child: ChildProcess, order?: string): Promise<Message> => {
  const heard = once(child, 'message');
  if (order !== undefined) child.send(order);
  const [message] = await heard;
  return message;
};

/** Microseconds of processor time of the server for one request. */
const costOf = async (
  child: ChildProcess,
  { origin, path, secret }: { origin: string; path: string; secret: string | null },
): Promise<number> => {
  const pool = new Pool(origin, { connections });
  const headers = secret === null ? {} : { authorization: `Bearer ${secret}` };
  const send = async (count: number) => {
    let left = count;
    const one = async () => {
      while (left > 0) {
        left -= 1;
        const { statusCode, body } = await pool.request({ method: 'GET', path, headers });
        if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}.`);
        await body.dump();
      }
    };
    await Promise.all(Array.from({ length: connections }, one));
  };
  await send(calls / 5);
  const before = await told<{ cpuUs: number }>(child, 'cpu');
  await send(calls);
  const after = await told<{ cpuUs: number }>(child, 'cpu');
  await pool.close();
  return (after.cpuUs - before.cpuUs) / calls;
};

/**
 * What it costs to know who calls and how often they may: processor time of each step, and as a share of a bare Fastify route of
 * the same run.
 */
export const reportVerify = async (): Promise<object> => {
  const child = fork(program, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const callOff = whenWeEnd('kill -9 "$1"', String(child.pid));
  const started = await told<Started>(child);
  const { bare, parley, free, bound } = started;
  const path = '/v1/event-types';
  const bareUs = await costOf(child, { origin: bare, path: '/bare', secret: null });
  const withoutUs = await costOf(child, { origin: parley, path, secret: free });
  const withUs = await costOf(child, { origin: parley, path, secret: bound });
  const { keyVerificationUs, tokenVerificationUs, limitDecisionUs, guardUs, guardByTokenUs } =
    await told<Steps>(child, 'steps');
  child.send('end');
  await once(child, 'exit');
  callOff();
  const columns: Column<Row>[] = [
    ['µs', ({ us }) => rounded(us, 2)],
    ['of a route', ({ us }) => rounded(us / bareUs, 3)],
    ['', ({ what }) => `   ${what}`],
  ];
  sayHeads(columns);
  for (const row of [
    { what: 'a bare Fastify route', us: bareUs },
    { what: 'a key verified', us: keyVerificationUs },
    { what: 'a token that is known', us: tokenVerificationUs },
    { what: 'a decision of three limits', us: limitDecisionUs },
    { what: 'the guard: key, plan, network, limits', us: guardUs },
    { what: 'the guard by a token', us: guardByTokenUs },
    { what: 'GET /v1/event-types, no plan', us: withoutUs },
    { what: 'the same with plan and limits', us: withUs },
  ])
    sayRow(columns, row);
  say('');
  return {
    bareRouteUs: rounded(bareUs, 2),
    keyVerificationUs: rounded(keyVerificationUs, 2),
    keyVerificationRatio: rounded(keyVerificationUs / bareUs, 4),
    tokenVerificationUs: rounded(tokenVerificationUs, 2),
    tokenVerificationRatio: rounded(tokenVerificationUs / bareUs, 4),
    limitDecisionUs: rounded(limitDecisionUs, 2),
    limitDecisionRatio: rounded(limitDecisionUs / bareUs, 4),
    guardUs: rounded(guardUs, 2),
    guardRatio: rounded(guardUs / bareUs, 4),
    guardByTokenUs: rounded(guardByTokenUs, 2),
    guardByTokenRatio: rounded(guardByTokenUs / bareUs, 4),
    restWithoutPlanUs: rounded(withoutUs, 2),
    restWithoutPlanRatio: rounded(withoutUs / bareUs, 3),
    restWithLimitsUs: rounded(withUs, 2),
    restWithLimitsRatio: rounded(withUs / bareUs, 3),
    limits: { keyVerificationUs: 5, guardRatio: 0.33 },
  };
};
