// What every list promises to those who go through its pages.
import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from './testing/test-hub.ts';

const arrange = async (hub: TestHub) => {
  const { cookie } = await hub.browser();
  for (const name of ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon']) await hub.consumer(name);
  const list = async (query: string) => hub.rest(`/v1/consumers?${query}`, { headers: { cookie } });
  const names = ({ body }: { body: { items: { name: string }[] } }) =>
    body.items.map(({ name }) => name).join(' ');
  return { list, names, cookie };
};

const linksIn = (header: string | null): Record<string, string> =>
  Object.fromEntries(
    [...(header ?? '').matchAll(/<([^>]*)>; rel="(\w+)"/g)].map(([, url = '', relation = '']) => [
      relation,
      url,
    ]),
  );

describe.each(dialects)('on %s', (dialect) => {
  test('the Link header leads forth, back and to the beginning, with the filters of the page', async () => {
    await using hub = await TestHub.start(dialect);
    const { list, names, cookie } = await arrange(hub);
    const follow = async (url = '') =>
      hub.rest(url.replace(hub.config.publicUrl, ''), { headers: { cookie } });

    const first = await list('limit=2&order=asc&kind=partner');
    const second = await follow(linksIn(first.headers.get('link')).next);
    const last = await follow(linksIn(second.headers.get('link')).next);
    const back = await follow(linksIn(second.headers.get('link')).prev);
    const again = await follow(linksIn(last.headers.get('link')).first);

    expect([first, second, last, back, again].map(names)).toEqual([
      'Alpha Beta',
      'Gamma Delta',
      'Epsilon',
      'Alpha Beta',
      'Alpha Beta',
    ]);
    expect(Object.keys(linksIn(first.headers.get('link')))).toEqual(['first', 'next']);
    expect(Object.keys(linksIn(last.headers.get('link')))).toEqual(['first', 'prev']);
    expect(back.body.previousCursor).toBeNull();
  });

  test('a cursor of other filters, another order or another list is refused, and said to be that', async () => {
    await using hub = await TestHub.start(dialect);
    const { list, cookie } = await arrange(hub);
    const { nextCursor } = (await list('limit=2&kind=partner')).body;

    const refused = [
      await list(`limit=2&kind=web_app&cursor=${nextCursor}`),
      await list(`limit=2&cursor=${nextCursor}`),
      await list(`limit=2&kind=partner&order=asc&cursor=${nextCursor}`),
      await hub.rest(`/v1/staff?cursor=${nextCursor}`, { headers: { cookie } }),
    ];
    const taken = await list(`limit=3&kind=partner&cursor=${nextCursor}`);

    for (const { status, body } of refused)
      expect([status, body.code, body.errors[0].path, body.detail]).toEqual([
        400,
        'request.invalid',
        '/cursor',
        expect.stringContaining('Begin again without one'),
      ]);
    expect(taken.status).toBe(200);
  });

  test('a filter takes several values, repeated or with commas, over both doors', async () => {
    await using hub = await TestHub.start(dialect);
    const { list, names } = await arrange(hub);
    await hub.consumer('Web', 'web_app');
    await hub.consumer('Mobile', 'mobile_app');

    const answers = [
      await list('kind=web_app&kind=mobile_app'),
      await list('kind=web_app,mobile_app'),
      { body: await hub.admin.consumer.list({ kind: ['web_app', 'mobile_app'] }) },
    ];
    const wrong = await list('kind=web_app,nothing');

    expect(answers.map(names)).toEqual(['Mobile Web', 'Mobile Web', 'Mobile Web']);
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([400, '/kind/1']);
  });
});
