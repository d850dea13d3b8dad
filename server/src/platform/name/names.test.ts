import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type NameReply, startNameServer } from '../../testing/name-server.ts';
import { Names } from './names.ts';

const noFiles = { hosts: '/nowhere', resolvConf: '/nowhere' };

const zone =
  (replies: Record<string, NameReply>) =>
  (name: string): NameReply =>
    replies[name] ?? (name.endsWith('.hang.test') ? 'silence' : { code: 3 });

const of = (owner: string) => ({ owner });

const addresses = async (names: Names, name: string, owner = 'me') =>
  (await names.lookup(name, of(owner))).map(({ address }) => address);

test('a name has the addresses of both families, and is not asked for again within its time', async () => {
  await using server = await startNameServer(
    zone({ 'a.ok.test': { addresses: ['192.0.2.1', '2001:db8::1'] } }),
  );
  const names = new Names({ servers: [server.address], files: noFiles });

  expect((await addresses(names, 'a.ok.test')).toSorted()).toEqual(['192.0.2.1', '2001:db8::1']);
  await Promise.all([addresses(names, 'A.ok.test'), addresses(names, 'a.ok.test', 'another')]);
  expect(server.asked).toEqual(['a.ok.test', 'a.ok.test']);
});

const refused: [name: string, reply: NameReply, code: string][] = [
  ['a name that does not exist', { code: 3 }, 'NO_SUCH_NAME'],
  ['a name without an address', { addresses: [] }, 'NO_ADDRESS'],
];

test.each(refused)('%s says so, and is not asked for again at once', async (_name, reply, code) => {
  await using server = await startNameServer(zone({ 'a.ok.test': reply }));
  const names = new Names({ servers: [server.address], files: noFiles });

  await expect(addresses(names, 'a.ok.test')).rejects.toMatchObject({ code, isOurs: false });
  await expect(addresses(names, 'a.ok.test')).rejects.toMatchObject({ code });
  expect(server.asked).toHaveLength(2);
});

test('one family that hangs does not hold up the other', async () => {
  await using server = await startNameServer((_name, type) =>
    type === 'A' ? { addresses: ['192.0.2.1'] } : 'silence',
  );
  const names = new Names({ servers: [server.address], files: noFiles });
  const startedAt = performance.now();

  expect(await addresses(names, 'a.ok.test')).toEqual(['192.0.2.1']);
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

test('a hundred names of one owner that nobody answers for hold up nobody else, and are the fault of their servers', async () => {
  await using server = await startNameServer(zone({ 'a.ok.test': { addresses: ['192.0.2.1'] } }));
  const names = new Names({ servers: [server.address], files: noFiles });
  const dead = Array.from({ length: 100 }, async (_, index) =>
    addresses(names, `n${index}.hang.test`, 'dead'),
  );
  const ends = Promise.allSettled(dead);
  const startedAt = performance.now();

  expect(await addresses(names, 'a.ok.test', 'healthy')).toEqual(['192.0.2.1']);
  expect(performance.now() - startedAt).toBeLessThan(1000);
  const faults = (await ends).map((end) => (end.status === 'rejected' ? end.reason.code : ''));
  // Those that had their turn; the others were in the way of each other, which is nobody else's fault.
  expect(faults.filter((code) => code === 'NAME_TIMEOUT')).toHaveLength(8);
  expect(faults.filter((code) => code === 'LOOKUPS_BUSY')).toHaveLength(92);
  expect(performance.now() - startedAt).toBeLessThan(8000);
});

describe('when servers fail', () => {
  test.each([2, 5])('with code %i, it is the fault of the name while others are answered', async (code) => {
    await using server = await startNameServer(zone({ 'bad.test': { code } }));
    const names = new Names({ servers: [server.address], files: noFiles });

    await expect(addresses(names, 'bad.test')).rejects.toMatchObject({
      code: 'NAME_SERVER_FAILED',
      isOurs: false,
    });
  });

  test('for everybody, it is ours', async () => {
    await using server = await startNameServer(() => ({ code: 2 }));
    const names = new Names({ servers: [server.address], files: noFiles });

    await expect(addresses(names, 'a.ok.test')).rejects.toMatchObject({
      code: 'OWN_NAME_SERVER',
      isOurs: true,
    });
  });

  test('because nobody listens, it is ours and found out at once', async () => {
    const server = await startNameServer(() => 'silence');
    await server[Symbol.asyncDispose]();
    const names = new Names({ servers: [server.address], files: noFiles });

    await expect(addresses(names, 'a.ok.test')).rejects.toMatchObject({
      code: 'OWN_NAME_SERVER',
      isOurs: true,
    });
  });

  test('what was known is used on', async () => {
    let isDown = false;
    await using server = await startNameServer(() =>
      isDown ? { code: 2 } : { addresses: ['192.0.2.1'], ttlSeconds: 0 },
    );
    const names = new Names({ servers: [server.address], files: noFiles });
    await addresses(names, 'a.ok.test');
    const before = server.asked.length;
    isDown = true;

    // Its time is a second at least; then it is asked for, and not answered.
    await expect
      .poll(async () => [await addresses(names, 'a.ok.test'), server.asked.length > before], {
        timeout: 5000,
      })
      .toEqual([['192.0.2.1'], true]);
  });
});

test('the hosts file comes first, short names are searched for, and changes are seen', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-names-'));
  const files = { hosts: join(folder, 'hosts'), resolvConf: join(folder, 'resolv.conf') };
  writeFileSync(files.hosts, '192.0.2.9 Printer.corp.test printer # the one upstairs\n');
  writeFileSync(files.resolvConf, 'search one.test two.test.\noptions ndots:2 timeout:1\n');
  await using server = await startNameServer(
    zone({
      'api.two.test': { addresses: ['192.0.2.2'] },
      'a.b.one.test': { addresses: ['192.0.2.3'] },
      'a.b.c': { addresses: ['192.0.2.4'] },
    }),
  );
  const names = new Names({ servers: [server.address], files });

  expect(await addresses(names, 'printer')).toEqual(['192.0.2.9']);
  expect(await addresses(names, 'api')).toEqual(['192.0.2.2']);
  expect(await addresses(names, 'a.b')).toEqual(['192.0.2.3']);
  expect(await addresses(names, 'a.b.c')).toEqual(['192.0.2.4']);
  expect(await addresses(names, 'localhost')).toEqual(['127.0.0.1', '::1']);
  writeFileSync(files.hosts, '192.0.2.10 printer\n127.0.0.1 localhost\n');
  await expect.poll(async () => addresses(names, 'printer'), { timeout: 60_000 }).toEqual(['192.0.2.10']);
  expect(await addresses(names, 'localhost')).toEqual(['127.0.0.1']);
  rmSync(folder, { recursive: true });
});
