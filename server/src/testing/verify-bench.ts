// What `bench verify` measures, in a process of its own: a bare Fastify route and a whole Parley, and the steps of its guard by
// themselves. It is told what to do over IPC, and answers with processor time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { scopes, staffOnlyScopes } from '@parley/shared/scope';
import { createApiKey } from '../access/api-key/api-key.service.ts';
import { authenticateClient } from '../access/client/client-authentication.service.ts';
import { createClient } from '../access/client/client.service.ts';
import { createConsumer } from '../access/consumer/consumer.service.ts';
import type { Presented } from '../access/decision/decision.service.ts';
import { putPlan } from '../access/plan/plan.service.ts';
import { issueToken } from '../access/token/issue.service.ts';
import { readConfig } from '../config.ts';
import { startHub } from '../hub.ts';
import { everyone } from '../platform/database/owner.ts';
import { createLog } from '../platform/process/log.ts';

const rounds = 200_000;
const held = scopes.filter((scope) => !staffOnlyScopes.includes(scope));
const place = { operationId: 'listEventTypes', place: 'GET /v1/event-types' };

const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
const config = readConfig({
  PARLEY_DATABASE_URL: `sqlite:${join(folder, 'parley.db')}`,
  PARLEY_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  PARLEY_LOG_LEVEL: 'silent',
  PARLEY_ROLES: 'api',
});
const hub = await startHub(config, createLog('silent'), { consoleFolder: null });
const { parts, services } = hub;
const act = {
  ...services,
  caller: {
    principal: { kind: 'command_line' as const, name: 'bench', scopes: new Set(scopes) },
    requestId: null,
    peer: null,
  },
};

const makeKey = async (name: string): Promise<{ consumerId: string; secret: string }> => {
  const em = parts.openEm(everyone);
  const { id: consumerId } = await createConsumer(em, act, { name, kind: 'partner' });
  const { secret } = await createApiKey(em, act, { name, consumerId, environment: 'live', scopes: held });
  return { consumerId, secret };
};

const free = await makeKey('without a plan');
const bound = await makeKey('with a plan');
await putPlan(parts.openEm(everyone), act, {
  id: bound.consumerId,
  live: {
    scopes: held,
    networks: ['127.0.0.0/8'],
    limits: [
      { calls: 1_000_000, per: 'second' },
      { calls: 50_000_000, per: 'minute' },
      { calls: 900_000_000, per: 'day' },
    ],
  },
  timeZone: 'Europe/Berlin',
  whenStoreIsAway: 'open',
});

/** An access token of a client under the same plan. */
const issue = async (): Promise<string> => {
  const made = { name: 'a client', consumerId: bound.consumerId, environment: 'live' as const, scopes: held };
  const { id, secret } = await createClient(parts.openEm(everyone), act, made);
  const credential = { kind: 'secret' as const, clientId: id, secret: secret ?? '' };
  const client = await authenticateClient(parts, credential, []);
  const { signingKeys } = services;
  const fields = new Map([['grant_type', 'client_credentials']]);
  return (await issueToken({ parts, signingKeys }, client, fields)).access_token;
};
const token = await issue();

const bare = fastify();
bare.get('/bare', async () => ({ items: [], nextCursor: null }));

/** Microseconds of processor time for one run of a step. */
const measure = async (step: () => unknown): Promise<number> => {
  for (let round = 0; round < rounds / 10; round += 1) await step();
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) await step();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / rounds;
};

const presented = { kind: 'secret' as const, secret: bound.secret };
const presentedToken = { kind: 'secret' as const, secret: token };

const identified = async (by: Presented) => {
  const decision = await services.decisions.identify(by, '127.0.0.1');
  if (decision.refusal) throw new Error('The credential is good, and the plan allows it.');
  return decision;
};

const measureSteps = async () => {
  const limits = services.planRing.limitsOf((await identified(presented)).principal);
  return {
    keyVerificationUs: await measure(() => services.keyRing.verify(bound.secret)),
    tokenVerificationUs: await measure(() => services.tokens.verify(token)),
    limitDecisionUs: await measure(() => services.limiter.decide(limits, [place])),
    guardUs: await measure(async () => (await identified(presented)).count([place])),
    guardByTokenUs: await measure(async () => (await identified(presentedToken)).count([place])),
  };
};

const answer = (message: object): void => void process.send?.(message);

const end = async (): Promise<void> => {
  await Promise.all([hub.stop(), bare.close()]);
  rmSync(folder, { recursive: true, force: true });
  process.disconnect();
};

process.on('message', (order: string) => {
  if (order === 'cpu') {
    const { user, system } = process.cpuUsage();
    answer({ cpuUs: user + system });
  } else if (order === 'steps') void measureSteps().then(answer);
  else void end();
});

answer({
  bare: await bare.listen({ host: '127.0.0.1', port: 0 }),
  parley: await hub.app?.listen({ host: '127.0.0.1', port: 0 }),
  free: free.secret,
  bound: bound.secret,
});
