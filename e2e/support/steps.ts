import type { Locator, Page } from 'playwright-core';

const pressesMax = 250;

/** Whether this very element has the focus. */
export const hasFocus = async (target: Locator): Promise<boolean> =>
  (await target.count()) > 0 && target.first().evaluate((element) => element === document.activeElement);

/** Presses Tab, or another key, until the target has the focus. */
export const tabTo = async (page: Page, target: Locator, key = 'Tab'): Promise<void> => {
  await target.first().waitFor();
  for (let presses = 0; presses < pressesMax; presses += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${pressesMax} times ${key} did not lead to ${String(target)}`);
};

/** Elements of which Tab reaches one of the group alone; arrows go on from there. */
const arrowOf: Readonly<Record<string, string>> = {
  tab: 'ArrowRight',
  menuitem: 'ArrowDown',
  option: 'ArrowDown',
  radio: 'ArrowDown',
};

const isReached = async (target: Locator): Promise<boolean> =>
  target
    .first()
    .evaluate(
      (element) =>
        element === document.activeElement ||
        element.hasAttribute('data-combobox-selected') ||
        element.hasAttribute('data-selected') ||
        (element.id !== '' && document.activeElement?.getAttribute('aria-activedescendant') === element.id),
    );

/**
 * Goes through the console as a person does, and counts what that costs: each click, each entry of text and each shortcut
 * is one step; to look, to wait and to move the pointer or the focus is none. Begin on the page where the question comes up, after
 * it was opened.
 *
 * By `keyboard` nothing is clicked: Tab and arrows lead to the element, Enter or Space does what a click would. The steps
 * are the same in number, so that one test can hold for both ways.
 */
export class Steps {
  readonly #page: Page;
  readonly #way: 'pointer' | 'keyboard';
  /** What was done, in words and in order: for the message of a test that found too many. */
  readonly taken: string[] = [];

  constructor(page: Page, way: 'pointer' | 'keyboard' = 'pointer') {
    this.#page = page;
    this.#way = way;
  }

  get count(): number {
    return this.taken.length;
  }

  /** A click on a link, a button, a tab, an option, a box. */
  async click(target: Locator): Promise<void> {
    this.taken.push(`click ${String(target)}`);
    if (this.#way === 'pointer') await target.first().click();
    else await this.#activate(target);
  }

  /** An entry of text into a field, in place of what was there. The field comes to hand by itself, as by a click. */
  async enter(field: Locator, text: string): Promise<void> {
    this.taken.push(`enter “${text}” into ${String(field)}`);
    if (this.#way === 'keyboard') {
      await tabTo(this.#page, field);
      await this.#page.keyboard.press('ControlOrMeta+A');
      await this.#page.keyboard.type(text);
    } else await field.first().fill(text);
  }

  /** A shortcut, such as `ControlOrMeta+K`, or Enter to send what was entered. */
  async press(key: string): Promise<void> {
    this.taken.push(`press ${key}`);
    await this.#page.keyboard.press(key);
  }

  async #activate(target: Locator): Promise<void> {
    await target.first().waitFor();
    const role = await target.first().evaluate((element) => element.getAttribute('role') ?? '');
    const kind = await target.first().evaluate((element) => element.getAttribute('type') ?? '');
    const arrow = arrowOf[role];
    if (arrow === undefined) await tabTo(this.#page, target);
    else await this.#arrowTo(target, role, arrow);
    await this.#page.keyboard.press(kind === 'checkbox' ? 'Space' : 'Enter');
  }

  async #arrowTo(target: Locator, role: string, arrow: string): Promise<void> {
    // A tab is left alone until one of its group has the focus; options and items of a menu have it from their opener.
    if (role === 'tab' || role === 'radio') {
      const focused = this.#page.locator(`[role="${role}"]:focus`);
      for (let presses = 0; presses < pressesMax && (await focused.count()) === 0; presses += 1)
        await this.#page.keyboard.press('Tab');
    }
    for (let presses = 0; presses < pressesMax; presses += 1) {
      if (await isReached(target)) return;
      await this.#page.keyboard.press(arrow);
    }
    throw new Error(`${pressesMax} times ${arrow} did not lead to ${String(target)}`);
  }
}
