import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Look {
  name: string;
  width: number;
  scheme: 'light' | 'dark';
  /** What axe looks for. */
  runOnly: string[];
}

/** The rules whose answer depends on the colour scheme; all others see the same page in both. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** A usual screen in both schemes, and the narrowest one on which everything has to work. Pixels. */
const looks: readonly Look[] = [
  { name: 'desktop, light', width: 1280, scheme: 'light', runOnly: tags },
  { name: 'desktop, dark', width: 1280, scheme: 'dark', runOnly: ofColours },
  { name: 'phone, dark', width: 390, scheme: 'dark', runOnly: tags },
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

// The builder loads axe into the page again at every run, which takes three times as long as the run.
const runAgain = ({ runOnly }: Look): string =>
  `axe.run({ runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations'] })`;

/**
 * Everything that is wrong with a page as it stands, in light and dark, on a usual and on a narrow screen: WCAG 2.2 AA
 * as axe knows it, and a page that has to be scrolled sideways (1.4.10 Reflow).
 */
export const findBarriers = async (page: Page): Promise<string[]> => {
  const barriers: string[] = [];
  for (const look of looks) {
    await lookAt(page, look);
    // The legacy mode spares a second page for each run; there are no frames of other sites.
    const isLoaded: boolean = await page.evaluate('"axe" in window');
    const findings: Findings = isLoaded
      ? await page.evaluate(runAgain(look))
      : await new AxeBuilder({ page }).withTags(tags).setLegacyMode(true).analyze();
    barriers.push(...describe(look, findings));
    const excess: number = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    if (excess > 0) barriers.push(`${look.name}: the page is ${excess} px too wide`);
  }
  return barriers;
};
