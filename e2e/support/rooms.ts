import type { Page } from 'playwright-core';
import type { Steps } from './steps.ts';

/** Goes to a room by the navigation: unfolds its area first where that is folded, which is a step more. */
export const openRoom = async (
  steps: Steps,
  page: Page,
  { area, room }: { area: string; room: RegExp },
): Promise<void> => {
  const navigation = page.getByRole('navigation', { name: 'Console' });
  await navigation.getByRole('link').first().waitFor();
  const link = navigation.getByRole('link', { name: room });
  if (!(await link.first().isVisible())) {
    // What waits in it is part of its name.
    await steps.click(navigation.getByRole('button', { name: new RegExp(`^${area}\\b`) }));
  }
  await steps.click(link);
};
