import { describe, expect, inject, test } from 'vitest';
import { createDatabase } from '../../testing/postgres.ts';
import { TestHub } from '../../testing/test-hub.ts';
import { registerOwnContract } from './own-contract.service.ts';

const own = { slug: 'parley', name: 'Parley', description: 'The REST API of this Parley, as it serves it.' };

describe('our own contract', () => {
  test('is the same at every address, also on a database whose newest version names one', async () => {
    const databaseUrl = await createDatabase(inject('postgresUrl'), inject('templates').postgresName);
    await using here = await TestHub.start('postgresql', { databaseUrl });
    const { services, parts } = here.hub;
    // As versions before this one registered it.
    const served = await (await fetch(`${here.url}/v1/openapi.json`)).text();
    await registerOwnContract(services, own, served);
    await parts.store.all(
      `update api set rules = jsonb_set(cast(rules as jsonb), '{severities}', '{"api-server-added": "risky"}') - 'answerEnums'`,
    );

    await here.hub.registerContract();
    await using there = await TestHub.start('postgresql', {
      databaseUrl,
      variables: { PARLEY_PUBLIC_URL: 'https://parley.example' },
    });
    await there.hub.registerContract();

    const versions = await parts.store.all<{ number: number; status: string }>(
      'select number, status from contract_version order by number',
    );
    expect(JSON.parse(served).servers).toEqual([{ url: here.config.publicUrl }]);
    expect(versions).toEqual([
      { number: 1, status: 'published' },
      { number: 2, status: 'published' },
    ]);
    expect(await parts.store.all(`select cast(rules as jsonb) as kept from api`)).toMatchObject([
      {
        kept: {
          severities: { 'api-server-removed': 'ignore', 'api-server-added': 'risky' },
          answerEnums: 'open',
        },
      },
    ]);
  });
});
