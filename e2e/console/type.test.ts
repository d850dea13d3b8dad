import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Console, startConsole } from '../support/console.ts';
import { type Showcase, startShowcase } from '../support/showcase.ts';
import { startVisitor } from '../support/visitor.ts';

let console: Console;
let showcase: Showcase;

beforeAll(async () => {
  [console, showcase] = await Promise.all([startConsole(), startShowcase()]);
});

afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await showcase[Symbol.asyncDispose]();
});

/** The smallest text that is allowed, in pixels. */
const smallest = 12;

// Every element that holds text of its own or a value, is shown and is not for screen readers alone.
const smallTexts = `(() => {
  const found = new Set();
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (!own && !('value' in element && element.value !== '') && !element.placeholder) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const { width, height } = element.getBoundingClientRect();
    if (width <= 1 || height <= 1) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < ${smallest}) found.add(size + 'px ' + element.tagName + ' ' + element.className + ': ' + (element.textContent || element.value).slice(0, 40));
  }
  return [...found];
})()`;

const measure = async (page: Page): Promise<string[]> => page.evaluate(smallTexts);

test('no text on any page is smaller than 12 pixels, on a screen and on a phone', async () => {
  const { ids, parley, staff } = showcase;
  const visitor = await startVisitor(await console.open(parley, staff), '/');
  const small: Record<string, string[]> = {};
  for (const path of [
    '/',
    '/consumers',
    `/consumers/${ids.consumer}`,
    '/consumers?dialog=create',
    '/api-keys',
    `/api-keys/${ids.apiKey}`,
    '/api-keys?dialog=create',
    '/apis',
    '/apis/appointments',
    '/apis/appointments/rules',
    '/apis/appointments/notices',
    '/apis/appointments/deprecations',
    '/event-types',
    '/event-types/appointment.booked',
    '/events',
    `/events/${ids.event}`,
    '/events?dialog=create',
    '/endpoints',
    `/endpoints/${ids.endpoint}`,
    '/endpoints?dialog=create',
    '/deliveries',
    `/deliveries/${ids.failed}`,
    '/recoveries?dialog=create',
    '/signature-check',
    '/audit',
    `/audit/${ids.auditEntry}`,
    '/staff',
    '/staff?dialog=create',
    '/account',
  ]) {
    await visitor.page.setViewportSize({ width: 1440, height: 900 });
    await visitor.visit(path);
    const wide = await measure(visitor.page);
    await visitor.page.setViewportSize({ width: 390, height: 800 });
    const found = [...new Set([...wide, ...(await measure(visitor.page))])];
    if (found.length > 0) small[path] = found;
  }

  expect(small).toEqual({});
});

test('text is set in the font of the console, from its own files, and numbers in columns are of one width', async () => {
  const { parley, staff } = showcase;
  const page = await console.open(parley, staff);
  const fonts: string[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'font') fonts.push(`${response.status()} ${response.url()}`);
  });
  await page.goto('/deliveries');
  await page.getByRole('row').nth(1).waitFor();
  const loaded: string[] = await page.evaluate(`document.fonts.ready.then((fonts) =>
    [...fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family.replaceAll('"', '')))`);
  const cell = page.getByRole('row').nth(1).getByRole('cell').nth(3);
  const licence = await page.request.get('/licences/geist-OFL.txt');

  expect(loaded.toSorted()).toEqual(['Geist Mono', 'Geist Variable']);
  expect(fonts.every((font) => font.startsWith(`200 ${parley.url}/assets/geist`))).toBe(true);
  expect(await cell.evaluate((element) => getComputedStyle(element).fontVariantNumeric)).toBe('tabular-nums');
  expect(await licence.text()).toContain('SIL Open Font License, Version 1.1');
});
