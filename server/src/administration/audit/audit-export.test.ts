import type { AuditEntryView } from '@parley/shared/administration/audit';
import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const at = '/export/audit-entries';

// A file and no answer in JSON, which the client of the tests would read.
const take = async (hub: TestHub, path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${hub.url}${at}${path}`, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

const bearer = ({ secret }: { secret: string }) => ({ authorization: `Bearer ${secret}` });

describe.each(dialects)('the export of the audit trail on %s', (dialect) => {
  test('has every entry once, as the filters of the list say, in both kinds of file', async () => {
    await using hub = await TestHub.start(dialect);
    const { cookie, api: owner } = await hub.browser();
    const { id } = await owner.consumer.create({ name: '=Northwind', kind: 'partner' });
    await owner.consumer.update({ id, description: 'a, "b"\nc' });

    const lines = await take(hub, `.jsonl?targetId=${id}`, { cookie });
    const csv = await take(hub, `.csv?targetId=${id}&order=asc`, { cookie });
    const all = await take(hub, '.jsonl', { cookie });

    const entries = lines.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEntryView);
    expect(entries).toEqual((await owner.audit.list({ targetId: id, limit: 50 })).items);
    // Each export is an act itself, and in the trail before its first row is read.
    expect(all.text.trim().split('\n')).toHaveLength((await owner.audit.list({ limit: 200 })).items.length);
    expect(JSON.parse(all.text.split('\n', 1)[0] ?? '')).toMatchObject({ action: 'list.export' });
    expect(csv.headers.get('content-disposition')).toMatch(/attachment; filename="audit-entries-.*\.csv"/);
    const [heads, created] = csv.text.split('\r\n');
    expect(heads).toMatch(/^id,at,actor,action,/);
    expect(created).toContain('consumer.create');
  });

  test('no cell is a formula', async () => {
    await using hub = await TestHub.start(dialect);
    const { cookie } = await hub.browser('owner', 'ada@parley.example');
    const client = await hub.client();
    const named = await client.rest('/v1/api-keys', {
      body: { name: '=HYPERLINK("http://a.example")', scopes: ['consumers:write'] },
    });
    await hub.rest('/v1/consumers', {
      body: { name: 'Tailwind', kind: 'partner' },
      headers: { authorization: `Bearer ${named.body.secret}` },
    });
    expect(named.status).toBe(201);

    const { text } = await take(hub, `.csv?actorId=${named.body.id}`, { cookie });

    expect(text).toContain('HYPERLINK');
    for (const line of text.split('\r\n')) expect(line).not.toMatch(/(?:^|,)"?[=+@]/);
  });

  test('a key gets what concerns its consumer; who may not read the trail gets a problem and no byte of it', async () => {
    await using hub = await TestHub.start(dialect);
    const { cookie } = await hub.browser('viewer');
    const [own, other] = [await hub.client(), await hub.client()];
    const ofOwn = await take(hub, '.jsonl', bearer(own));

    expect(ofOwn.text).toContain(own.keyId);
    expect(ofOwn.text).not.toContain(other.keyId);
    const refused = [
      await take(hub, '.jsonl', { cookie }),
      await take(hub, '.jsonl'),
      await take(hub, '.xml', bearer(own)),
      await take(hub, '.csv?since=never', bearer(own)),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 401, 404, 400]);
    for (const { headers } of refused) expect(headers.get('content-type')).toContain('problem+json');
  });
});
