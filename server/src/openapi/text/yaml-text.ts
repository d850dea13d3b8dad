import {
  constructFromEvents,
  CORE_SCHEMA,
  EVENT_ID,
  type Event,
  getScalarValue,
  mergeTag,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
} from 'js-yaml';
import { ShapeGuard, TextRefusal, textLimits, type TextVisitor } from './text-guard.ts';
import { exactNumberTags, fidelityOfYaml } from './yaml-number.ts';

// YAML 1.2: `no` is a word and a date is text. Merges are no part of it, but of many contracts.
const schema = CORE_SCHEMA.withTags(mergeTag, ...exactNumberTags);
const mergeKeysMax = 10_000;
const aliasesMax = 50_000;
/** Events take memory before anything can be counted: this bounds them by what the text can hold at most. */
const eventsMax = 2_500_000;
const expandedCharactersMax = 2 * textLimits.bytesMax;

const tooComplex = (message: string, at: number) => new TextRefusal('contract.too_complex', message, at, '');

const assertFewEvents = (text: string): void => {
  let separators = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 44 || code === 58) separators += 1;
  }
  if (separators > eventsMax) throw tooComplex('The YAML has too many values.', 0);
};

const named = (text: string, event: { anchorStart: number; anchorEnd: number }): string | undefined =>
  event.anchorStart < 0 ? undefined : text.slice(event.anchorStart, event.anchorEnd);

interface Extent {
  characters: number;
  depth: number;
}

/**
 * Aliases share what they repeat, so a bomb is small until somebody writes it out. This adds up what the document would
 * be when written out, in characters and depth, without doing so.
 */
class ExpansionGuard {
  readonly #text: string;
  readonly #extents = new Map<string, Extent>();
  readonly #open: (Extent & { anchor: string | undefined })[] = [
    { characters: 0, depth: 0, anchor: undefined },
  ];

  constructor(text: string) {
    this.#text = text;
  }

  take(event: Event): void {
    if (event.type === EVENT_ID.SCALAR) {
      const extent = { characters: event.valueEnd - event.valueStart + 4, depth: 0 };
      const anchor = named(this.#text, event);
      if (anchor) this.#extents.set(anchor, extent);
      this.#add(extent, event.valueStart);
    } else if (event.type === EVENT_ID.ALIAS) {
      const anchor = named(this.#text, event) ?? '';
      if (this.#open.some((open) => open.anchor === anchor))
        throw new TextRefusal(
          'contract.invalid',
          `The alias \`*${anchor}\` holds itself.`,
          event.anchorStart,
          '',
        );
      this.#add(this.#extents.get(anchor) ?? { characters: 4, depth: 0 }, event.anchorStart);
    } else if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING)
      this.#open.push({ characters: 4, depth: 0, anchor: named(this.#text, event) });
    else if (event.type === EVENT_ID.POP) this.#close();
  }

  #close(): void {
    const closed = this.#open.length > 1 ? this.#open.pop() : undefined;
    if (!closed) return;
    const extent = { characters: closed.characters, depth: closed.depth + 1 };
    if (closed.anchor) this.#extents.set(closed.anchor, extent);
    this.#add(extent, 0);
  }

  #add(extent: Extent, at: number): void {
    const around = this.#open.at(-1);
    if (!around) return;
    around.characters += extent.characters;
    around.depth = Math.max(around.depth, extent.depth);
    if (around.characters > expandedCharactersMax)
      throw tooComplex('Written out, the aliases make the document far too large.', at);
    if (around.depth + this.#open.length > textLimits.depthMax + 2)
      throw tooComplex(`Written out, the aliases nest deeper than ${textLimits.depthMax} levels.`, at);
  }
}

const assertBounded = (text: string, events: readonly Event[]): void => {
  const guard = new ExpansionGuard(text);
  let documents = 0;
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) documents += 1;
    else guard.take(event);
  }
  if (documents !== 1)
    throw new TextRefusal(
      'contract.unsupported',
      documents === 0 ? 'The document is empty.' : 'The text holds more than one YAML document.',
      0,
      '',
    );
};

const assertFinite = (text: string, event: Extract<Event, { type: 4 }>): void => {
  if (event.style !== SCALAR_STYLE.PLAIN) return;
  const source = text.slice(event.valueStart, event.valueEnd);
  if (fidelityOfYaml(source) === 'lost')
    throw new TextRefusal('contract.invalid', 'A number is out of range.', event.valueStart, '');
  if (source.length <= 5 && /^[-+]?\.inf$|^\.nan$/i.test(source))
    throw new TextRefusal(
      'contract.invalid',
      'Infinity and NaN are no numbers of JSON.',
      event.valueStart,
      '',
    );
};

/** Tells the story of a parsed YAML text. What an alias repeats stands at the anchor; here it is one value. */
export const scanYaml = (text: string, events: readonly Event[], visitor: TextVisitor): void => {
  const frames: { isMapping: boolean; expectsKey: boolean }[] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) continue;
    const frame = frames.at(-1);
    if (event.type === EVENT_ID.POP) {
      if (frames.pop()) visitor.close();
      continue;
    }
    const isKey = frame?.isMapping === true && frame.expectsKey;
    if (frame) frame.expectsKey = !isKey;
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      if (isKey)
        throw new TextRefusal('contract.invalid', 'A key has to be text.', Math.max(event.start, 0), '');
      visitor.open(event.type === EVENT_ID.MAPPING ? 'object' : 'array', Math.max(event.start, 0));
      frames.push({ isMapping: event.type === EVENT_ID.MAPPING, expectsKey: true });
    } else if (event.type === EVENT_ID.ALIAS) {
      if (isKey) visitor.key(`*${named(text, event)}`, event.anchorStart);
      else visitor.scalar(event.anchorStart);
    } else if (isKey) visitor.key(getScalarValue(text, event), event.valueStart);
    else {
      assertFinite(text, event);
      visitor.scalar(event.valueStart);
    }
  }
};

/** A key of JSON is text: `1.0` would be read as a number, and become `1`. */
const withTextKeys = (text: string, events: readonly Event[]): Event[] => {
  const numeric = new Set<number>();
  const note = (name: string, at: number) => /^[-+.\d]/.test(name) && numeric.add(at);
  scanYaml(text, events, { open: ignore, close: ignore, scalar: ignore, key: note });
  return events.map((event) =>
    event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN && numeric.has(event.valueStart)
      ? { ...event, style: SCALAR_STYLE.SINGLE_QUOTED }
      : event,
  );
};

const ignore = (): void => undefined;

const refusalOf = (error: unknown): TextRefusal => {
  if (error instanceof TextRefusal) return error;
  if (!(error instanceof YAMLException)) throw error;
  const code = /nesting|depth|exceeded|limit/i.test(error.reason)
    ? 'contract.too_complex'
    : 'contract.invalid';
  return new TextRefusal(code, `Not valid YAML: ${error.reason}.`, error.mark?.position ?? 0, '');
};

export const parseYamlText = (text: string): { value: unknown; events: readonly Event[] } => {
  try {
    assertFewEvents(text);
    const events = parseEvents(text, { maxDepth: textLimits.depthMax });
    assertBounded(text, events);
    scanYaml(text, events, new ShapeGuard());
    const options = { source: text, schema, maxTotalMergeKeys: mergeKeysMax, maxAliases: aliasesMax };
    const [value] = constructFromEvents(withTextKeys(text, events), options);
    return { value, events };
  } catch (error) {
    throw refusalOf(error);
  }
};
