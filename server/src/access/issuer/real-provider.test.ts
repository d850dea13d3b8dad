import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { basic, callWith, trust } from '../../testing/oauth.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const program = new URL('../../testing/oidc-provider.ts', import.meta.url).pathname;

/** `oidc-provider` in a process of its own, until it is disposed of. */
const startProvider = async () => {
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const reading = createInterface({ input: child.stdout });
  const lines = reading[Symbol.asyncIterator]();
  const end = () => {
    reading.close();
    child.stdin.destroy();
    child.kill('SIGKILL');
  };
  const url = String((await lines.next()).value);
  const askFor = async (fields: Record<string, string>, headers: Record<string, string>) => {
    const answer = await fetch(`${url}/token`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers,
    });
    return (await answer.json()) as { access_token: string };
  };
  return {
    url,
    token: async (scope: string) =>
      (await askFor({ grant_type: 'client_credentials', scope }, basic('northwind', 'northwind-secret')))
        .access_token,
    rotate: async () => {
      child.stdin.write('rotate\n');
      await lines.next();
    },
    end,
    [Symbol.dispose]: end,
  };
};

describe.each(dialects)('a real provider, on %s', (dialect) => {
  test('issues tokens that are accepted, before and after it rotates its keys, and known keys outlive it', async () => {
    using provider = await startProvider();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    await trust(hub, provider, { scopeMap: { 'orders.read': ['events:read'] } });

    const token = await provider.token('orders.read');
    const mapped = await callWith(hub, token);
    const unmapped = await callWith(hub, await provider.token('events:read'));
    const tried = await hub.admin.issuer.tryToken({ token });
    await provider.rotate();
    hub.advance(61_000);
    const rotated = await callWith(hub, await provider.token('orders.read'));
    const last = await provider.token('orders.read');
    provider.end();
    const away = await callWith(hub, last);

    expect([mapped.status, unmapped.status]).toEqual([200, 403]);
    expect(tried.steps.map(({ step }) => step)).toEqual([
      'form',
      'issuer',
      'algorithm',
      'type',
      'key',
      'signature',
      'audience',
      'time',
      'consumer',
      'environment',
      'scopes',
    ]);
    expect([rotated.status, away.status]).toEqual([200, 200]);
  });
});
