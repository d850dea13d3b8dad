import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { findBarriers } from '../support/accessibility.ts';
import { type Console, startConsole } from '../support/console.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { dialogs, objectParts, type Showcase, type ShowcaseIds, startShowcase } from '../support/showcase.ts';
import { createOwner, type Staff } from '../support/staff.ts';
import { startVisitor, Visitors } from '../support/visitor.ts';

let console: Console;
let showcase: Showcase;
// Nobody has an account there at first; then it is the one that has nothing to show.
let empty: Parley;
let ids: ShowcaseIds;

// Loading the console anew for each of these pages would take most of the time of this file.
let atFull: Visitors;
let atEmpty: Visitors;

const startVisitors = async (parley: Parley, staff: Staff): Promise<Visitors> => {
  const start = async () => startVisitor(await console.open(parley, staff), '/');
  return new Visitors(await Promise.all([start(), start()]));
};

beforeAll(async () => {
  [console, showcase, empty] = await Promise.all([startConsole(), startShowcase(), startParley()]);
  ({ ids } = showcase);
  atFull = await startVisitors(showcase.parley, showcase.staff);
});

afterAll(async () => {
  for (const one of [console, showcase, empty]) await one[Symbol.asyncDispose]();
});

/**
 * What is in the way at an address, after `prepare` made the page show what it is about: in all of the page, or in a part of
 * one whose frame is looked at with another.
 */
const barriersAt = async (
  visitors: Visitors,
  path: string,
  prepare: (page: Page) => Promise<void> = async () => undefined,
  part?: string,
): Promise<string[]> =>
  visitors.lend(async ({ page, visit }) => {
    await visit(path);
    await prepare(page);
    return findBarriers(page, part);
  });

const assertLoaded = async (page: Page): Promise<void> => {
  const failures = await page.getByRole('main').getByRole('alert').allInnerTexts();
  if (failures.length > 0) throw new Error(failures.join(', '));
};

describe('outside', () => {
  test.for<[string, () => Parley, () => string | Promise<string>]>([
    ['sign in', () => showcase.parley, () => '/sign-in'],
    ['how to set up', () => empty, () => '/sign-in'],
    ['set-up', () => empty, async () => empty.setUpLink()],
    ['a link that is not valid any more', () => empty, () => '/set-up?token=used'],
    ['invitation', () => showcase.parley, () => ids.invitationUrl],
  ])('%s has no barriers', async ([, parley, path], { expect }) => {
    const { page } = await startVisitor(await console.open(parley(), null), await path());

    expect(await findBarriers(page)).toEqual([]);
  });

  test('a refused sign-in has no barriers', async ({ expect }) => {
    const { page } = await startVisitor(await console.open(showcase.parley, null), '/sign-in');
    await page.getByRole('textbox', { name: 'E-mail' }).fill('nobody@meadowlark.example');
    await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').waitFor();

    expect(await findBarriers(page)).toEqual([]);
  });
});

describe.concurrent('full', () => {
  test.for<[string, () => string]>([
    ['home', () => '/'],
    ['consumers', () => '/consumers'],
    ['requirements', () => '/requirements'],
    ['API keys', () => '/api-keys'],
    ['APIs', () => '/apis'],
    ['API', () => '/apis/parley'],
    ['deprecations', () => '/apis/parley/deprecations'],
    ['notices', () => '/apis/parley/notices'],
    ['rules', () => '/apis/parley/rules'],
    ['event types', () => '/event-types'],
    ['event type', () => '/event-types/invoice.generated'],
    ['events', () => '/events'],
    ['event', () => `/events/${ids.event}`],
    ['endpoints', () => '/endpoints'],
    ['endpoint', () => `/endpoints/${ids.endpoint}`],
    ['disabled endpoint', () => `/endpoints/${ids.disabledEndpoint}`],
    ['deliveries', () => '/deliveries'],
    ['delivered delivery', () => `/deliveries/${ids.delivered}`],
    ['failed delivery', () => `/deliveries/${ids.failed}`],
    ['signature doctor', () => `/signature-check?endpointId=${ids.endpoint}`],
    ['recoveries', () => '/recoveries'],
    ['bulk changes', () => '/bulk-changes'],
    ['issues', () => '/issues'],
    ['issue', () => `/issues/${ids.issue}`],
    ['audit', () => '/audit'],
    ['my account', () => '/account'],
    ['audit entry', () => `/audit/${ids.auditEntry}`],
    ['staff', () => '/staff'],
    ...objectParts(() => ids),
  ])('%s has no barriers', async ([, path], { expect }) => {
    expect(await barriersAt(atFull, path(), assertLoaded)).toEqual([]);
  });
});

test('the start page of an empty Parley has no barriers', async ({ expect }) => {
  atEmpty = await startVisitors(empty, await createOwner(empty));

  expect(await barriersAt(atEmpty, '/', assertLoaded)).toEqual([]);
});

describe.concurrent('empty', () => {
  test.for([
    '/consumers',
    '/consumers?search=nobody',
    '/requirements',
    '/api-keys',
    '/issuers',
    '/identity-providers',
    '/api-keys?status=expired',
    '/apis',
    '/apis/parley?status=retired',
    '/event-types',
    '/event-types?search=nothing',
    '/events',
    '/events?subject=nothing',
    '/endpoints',
    '/endpoints?status=disabled',
    '/deliveries',
    '/deliveries?status=exhausted',
    '/recoveries',
    '/recoveries?status=done',
    '/bulk-changes',
    '/issues',
    '/signature-check',
    '/audit?action=delivery.retry',
  ])('%s has no barriers', async (path, { expect }) => {
    expect(await barriersAt(atEmpty, path, assertLoaded, 'main')).toEqual([]);
  });
});

describe.concurrent('error', () => {
  test.for([
    '/consumers?cursor=none',
    '/consumers/con_none',
    '/requirements/con_none/rqm_none',
    '/api-keys?cursor=none',
    '/api-keys/key_none',
    '/apis?cursor=none',
    '/apis/none',
    '/apis/parley?cursor=none',
    '/apis/parley/versions/ctr_none',
    '/event-types?cursor=none',
    '/event-types/none',
    '/events?cursor=none',
    '/events/evt_none',
    '/endpoints?cursor=none',
    '/endpoints/ep_none',
    '/deliveries?cursor=none',
    '/deliveries/dlv_none',
    '/recoveries?cursor=none',
    '/recoveries/rcv_none',
    '/bulk-changes/none',
    '/issues/iss_none',
    '/audit?cursor=none',
    '/audit/aud_none',
    '/staff?cursor=none',
  ])('%s says what went wrong, leads on and has no barriers', async (path, { expect }) => {
    const failure = async (page: Page) => {
      const wayOn = path.includes('?cursor')
        ? page.getByRole('alert').getByRole('button', { name: 'Show the whole list' })
        : page.getByRole('alert').getByRole('link').first();
      await wayOn.waitFor();
      // What asks the same once more leads nowhere.
      expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    };

    expect(await barriersAt(atFull, path, failure, 'main')).toEqual([]);
  });

  test.for(['/inspect/evt_none', '/no/such/page'])('%s has no barriers', async (path, { expect }) => {
    expect(await barriersAt(atFull, path)).toEqual([]);
  });
});

describe.concurrent('dialog', () => {
  test.for<[string, () => string]>(dialogs(() => ids))('%s has no barriers', async ([, path], { expect }) => {
    const dialog = async (page: Page) => page.getByRole('dialog').waitFor();

    expect(await barriersAt(atFull, path(), dialog, '[role="dialog"]')).toEqual([]);
  });

  test.for<[string, string, string]>([
    ['consumers', '/consumers?dialog=create', 'Create consumer'],
    ['API keys', '/api-keys?dialog=create', 'Create key'],
    ['APIs', '/apis?dialog=create', 'Create API'],
    ['event types', '/event-types?dialog=create', 'Declare event type'],
    ['events', '/events?dialog=create', 'Publish event'],
    ['endpoints', '/endpoints?dialog=create', 'Create endpoint'],
    ['staff', '/staff?dialog=create', 'Create invitation'],
  ])('the form of %s with its errors has no barriers', async ([, path, submit], { expect }) => {
    const submitEmpty = async (page: Page) => {
      await page.getByRole('dialog').getByRole('button', { name: submit }).click();
      await page.getByRole('dialog').getByText('Fill this in.').first().waitFor();
    };

    expect(await barriersAt(atFull, path, submitEmpty, '[role="dialog"]')).toEqual([]);
  });
});

describe('opened', () => {
  const start = async (path: string): Promise<Page> =>
    (await startVisitor(await console.open(showcase.parley, showcase.staff), path)).page;

  test('the advanced settings of an endpoint have no barriers', async ({ expect }) => {
    const page = await start('/endpoints?dialog=create');
    const form = page.getByRole('dialog', { name: 'New endpoint' });
    await form.getByText('Advanced').click();
    await form.getByRole('button', { name: 'Add an event type' }).click();

    expect(await findBarriers(page)).toEqual([]);
  });

  test('a new version that breaks endpoints, and the box that says yes to it, have no barriers', async ({
    expect,
  }) => {
    const page = await start('/event-types/invoice.paid?dialog=edit');
    const form = page.getByRole('dialog');
    const schema = {
      type: 'object',
      required: ['isSettled'],
      properties: { isSettled: { type: 'boolean' } },
    };
    await form.getByRole('textbox', { name: /^Schema/ }).fill(JSON.stringify(schema));
    await form.getByRole('textbox', { name: 'Example' }).fill('{"isSettled": true}');
    await form.getByRole('button', { name: 'Save as version 2' }).click();
    await form.getByRole('checkbox', { name: 'Publish all the same' }).waitFor();

    expect(await findBarriers(page)).toEqual([]);
  });

  test('the plan of a recovery and the question before its end have no barriers', async ({ expect }) => {
    const page = await start('/recoveries?dialog=create&scope=everything');
    await page.getByRole('dialog').getByRole('button', { name: 'Make the plan' }).click();
    await page.getByRole('heading', { level: 1, name: 'Recovery of everything' }).waitFor();
    const inPlan = await findBarriers(page);
    await page.getByRole('button', { name: 'Cancel…' }).click();
    await page.getByRole('dialog', { name: 'Cancel this recovery?' }).waitFor();

    expect(inPlan).toEqual([]);
    expect(await findBarriers(page)).toEqual([]);
  });

  test('the command palette has no barriers', async ({ expect }) => {
    const page = await start('/');
    await page.getByRole('button', { name: /^Search or/ }).click();
    await page.getByRole('dialog', { name: 'Command palette' }).waitFor();

    expect(await findBarriers(page)).toEqual([]);
  });

  test('the account menu and the dialog behind it have no barriers', async ({ expect }) => {
    const page = await start('/consumers');
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    const inMenu = await findBarriers(page);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByRole('dialog', { name: 'Change password' }).waitFor();

    expect(inMenu).toEqual([]);
    expect(await findBarriers(page)).toEqual([]);
  });

  test('the navigation of a phone has no barriers', async ({ expect }) => {
    const page = await start('/consumers');
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole('button', { name: 'Open the navigation' }).click();
    await page.getByRole('button', { name: 'Events out' }).click();
    await page.getByRole('link', { name: 'Deliveries', exact: true }).waitFor();

    expect(await findBarriers(page)).toEqual([]);
  });

  test('the verdict of the signature doctor and errors beside its fields have no barriers', async ({
    expect,
  }) => {
    const page = await start(`/signature-check?endpointId=${ids.endpoint}`);
    const check = page.getByRole('button', { name: 'Check the signature' });
    await check.click();
    await page.getByText('Fill this in.').waitFor();
    const withErrors = await findBarriers(page);
    const headers = 'webhook-id: evt_1\nwebhook-timestamp: 1795339800\nwebhook-signature: none';
    await page.getByRole('textbox', { name: 'Headers' }).fill(headers);
    await check.click();
    await page.getByRole('region', { name: 'Verdict' }).waitFor();

    expect(withErrors).toEqual([]);
    expect(await findBarriers(page)).toEqual([]);
  });

  test('a secret that is shown once has no barriers', async ({ expect }) => {
    const page = await start(`/api-keys?dialog=create&consumerId=${ids.consumer}`);
    const form = page.getByRole('dialog', { name: 'New API key' });
    await form.getByRole('textbox', { name: 'Name' }).fill('shown once');
    await form.getByRole('button', { name: 'Publish events' }).click();
    await form.getByRole('button', { name: 'Create key' }).click();
    await page.getByRole('dialog', { name: 'API key created' }).waitFor();

    expect(await findBarriers(page)).toEqual([]);
  });
});

test('the search for barriers finds them', async ({ expect }) => {
  const barriers = await barriersAt(atFull, '/no/such/page', async (page) =>
    page.getByRole('main').evaluate((main) => {
      main.insertAdjacentHTML('beforeend', '<h5>deep</h5><input><p id="pale">pale</p>');
      // Not as an attribute, which the page's policy refuses.
      const pale = main.querySelector<HTMLElement>('#pale');
      if (pale) pale.style.cssText = 'color: #777; background: #888; width: 2000px';
    }),
  );

  const found = (look: string, rule: string) =>
    barriers.filter((barrier) => barrier.startsWith(`${look}: ${rule}`)).length;
  for (const look of ['desktop, light', 'desktop, dark', 'phone, dark']) {
    expect([look, found(look, 'the page is')]).toEqual([look, 1]);
    // The dark desktop is asked for what depends on colours, the phone for all else.
    expect([look, found(look, 'label:')]).toEqual([look, look === 'desktop, dark' ? 0 : 1]);
    expect([look, found(look, 'color-contrast:')]).toEqual([look, look === 'phone, dark' ? 0 : 1]);
  }
  // A practice that no law asks for.
  expect(found('desktop, light', 'heading-order:')).toBe(1);
});
