import type { AuditEntryView } from '@parley/shared/administration/audit';
import { describe, expect, test } from 'vitest';
import { everyone } from '../../platform/database/owner.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';
import { exportAuditEntries } from './audit-export.service.ts';

const at = '/v1/audit-entries/export';

describe.each(dialects)('the export of the audit trail on %s', (dialect) => {
  test('has every entry once, as the filters of the list say, in both kinds of file', async () => {
    await using hub = await TestHub.start(dialect);
    const { cookie, api: owner } = await hub.browser();
    const headers = { cookie };
    const { id } = await owner.consumer.create({ name: '=Northwind', kind: 'partner' });
    await owner.consumer.update({ id, description: 'a, "b"\nc' });

    const lines = await hub.rest(`${at}?format=jsonl&targetId=${id}`, { headers });
    const csv = await hub.rest(`${at}?format=csv&targetId=${id}&order=asc`, { headers });
    const all = await hub.rest(`${at}?format=jsonl`, { headers });

    const entries = lines.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEntryView);
    expect(entries).toEqual((await owner.audit.list({ targetId: id, limit: 50 })).items);
    expect(all.text.trim().split('\n')).toHaveLength((await owner.audit.list({ limit: 200 })).items.length);
    expect(csv.headers.get('content-disposition')).toMatch(/attachment; filename="audit-.*\.csv"/);
    const [heads, created] = csv.text.split('\r\n');
    expect(heads).toMatch(/^id,at,actorKind,/);
    expect(created).toContain('Consumer registered');
  });

  test('no cell is a formula', async () => {
    await using hub = await TestHub.start(dialect);
    const { cookie } = await hub.browser('owner', 'ada@parley.example');
    const client = await hub.client();
    const named = await client.rest('/v1/api-keys', {
      body: { name: '=HYPERLINK("http://a.example")', scopes: ['audit:read'] },
    });
    await hub.rest('/v1/consumers', {
      body: { name: 'Tailwind', kind: 'partner' },
      headers: { authorization: `Bearer ${client.secret}` },
    });
    expect(named.status).toBe(201);

    const { text } = await hub.rest(`${at}?format=csv`, { headers: { cookie } });

    for (const line of text.split('\r\n')) expect(line).not.toMatch(/(?:^|,)"?[=+@]/);
  });

  test('a key gets what concerns its consumer; who may not read the trail gets a problem and no byte of it', async () => {
    await using hub = await TestHub.start(dialect);
    const { cookie } = await hub.browser('viewer');
    const [own, other] = [await hub.client(), await hub.client()];
    const ofOwn = await own.rest(`${at}?format=jsonl`);

    expect(ofOwn.text).toContain(own.keyId);
    expect(ofOwn.text).not.toContain(other.keyId);
    const refused = [
      await hub.rest(`${at}?format=jsonl`, { headers: { cookie } }),
      await hub.rest(`${at}?format=jsonl`),
      await own.rest(`${at}?format=xml`),
      await own.rest(`${at}?format=csv&since=never`),
      await own.rest(at),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 401, 400, 400, 400]);
    for (const { headers } of refused) expect(headers.get('content-type')).toContain('problem+json');
  });

  test('whoever stops reading makes the next entries wait, and what comes meanwhile is not in it', async () => {
    await using hub = await TestHub.start(dialect);
    const { api: owner } = await hub.browser();
    for (let number = 0; number < 5; number += 1) await hub.consumer();
    hub.advance(1000);
    const { parts } = hub.hub;
    let opened = 0;
    const openEm = () => {
      opened += 1;
      return parts.openEm(everyone);
    };
    const file = exportAuditEntries(openEm, { format: 'jsonl', order: 'asc' }, parts.now());

    expect(opened).toBe(0);
    const { value = '' } = await file.next();
    hub.advance(1000);
    await hub.consumer('Late');
    const rest: string[] = [];
    for await (const piece of file) rest.push(piece);

    expect(opened).toBe(1);
    expect(value + rest.join('')).not.toContain('Late');
    expect((await owner.audit.list({ limit: 200 })).items.length).toBeGreaterThan(
      value.trim().split('\n').length,
    );
  });
});
