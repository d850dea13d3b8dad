import axe from 'axe-core';
import type { Page } from 'playwright-core';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules whose answer depends on the colour scheme; all others see the same page in both. */
const ofColours = ['color-contrast', 'link-in-text-block'];
const withoutColours = Object.fromEntries(ofColours.map((rule) => [rule, { enabled: false }]));

interface Look {
  name: string;
  width: number;
  scheme: 'light' | 'dark';
  /** What axe looks for. */
  options: object;
}

/** A usual screen in both schemes, and the narrowest one on which everything has to work. Pixels. */
const looks: readonly Look[] = [
  { name: 'desktop, light', width: 1280, scheme: 'light', options: { runOnly: tags } },
  { name: 'desktop, dark', width: 1280, scheme: 'dark', options: { runOnly: ofColours } },
  // The colours of both schemes were seen; what is narrow changes what there is, and how large.
  { name: 'phone, dark', width: 390, scheme: 'dark', options: { runOnly: tags, rules: withoutColours } },
];

/** What axe found, as far as it is told on. */
interface Findings {
  violations: { id: string; nodes: { target: unknown; failureSummary?: string | undefined }[] }[];
}

const describe = ({ name }: Look, { violations }: Findings): string[] =>
  violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${name}: ${id}: ${String(target)}: ${failureSummary}`),
  );

/** Colours fade over, an element after its parent, and the layout follows the width: axe has to see the end of it. */
const settled = `(async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const isFading = () =>
    document.getAnimations().some((one) => one instanceof CSSTransition && one.playState === 'running');
  do { await frame(); await frame(); } while (isFading());
})()`;

const lookAt = async (page: Page, { width, scheme }: Look): Promise<void> => {
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme: scheme });
  await page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor({ state: 'attached' });
  await page.evaluate(settled);
};

const runAxe = ({ options }: Look, part: string | undefined): string => {
  const context = part === undefined ? 'document' : JSON.stringify(part);
  return `axe.run(${context}, ${JSON.stringify({ ...options, resultTypes: ['violations'] })})`;
};

const load = async (page: Page): Promise<void> => {
  // Once for a page that stays open: loading it takes longer than a run.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
};

/**
 * Everything that is wrong with a page as it stands, in light and dark, on a usual and on a narrow screen: WCAG 2.2 AA
 * and the best practices as axe knows them, and a page that has to be scrolled sideways (1.4.10 Reflow). `part` is the
 * selector of what to look at, where the rest of the page was seen before; all of it unless given.
 */
export const findBarriers = async (page: Page, part?: string): Promise<string[]> => {
  const barriers: string[] = [];
  await load(page);
  for (const look of looks) {
    await lookAt(page, look);
    const findings: Findings = await page.evaluate(runAxe(look, part));
    barriers.push(...describe(look, findings));
    const excess: number = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    if (excess > 0) barriers.push(`${look.name}: the page is ${excess} px too wide`);
  }
  return barriers;
};
