import { defineScalarTag, floatCoreTag, intCoreTag, NOT_RESOLVED } from 'js-yaml';
import { ExactNumber, type Fidelity, fidelityOf } from '@parley/shared/words/json-number';

// The numbers of the core schema of YAML 1.2 as JSON writes them.

const decimal = /^([-+]?)(\d*)(?:\.(\d*))?([eE][-+]?\d+)?$/;

/** A number of YAML as a number of JSON: `+.5` is `0.5`, `0x1F` is `31`. `null` for what is no finite number. */
const jsonNumberOf = (source: string): string | null => {
  const radix = /^0[xo][\da-fA-F]+$/.test(source);
  if (radix) return String(BigInt(source));
  const [, sign, whole = '', fraction = '', exponent = ''] = decimal.exec(source) ?? [];
  if (sign === undefined || whole + fraction === '') return null;
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  return `${sign === '-' ? '-' : ''}${digits}${fraction === '' ? '' : `.${fraction}`}${exponent}`;
};

/** Long numbers are worth a look; `0x` with as many digits is as long. */
const isPlain = (source: string): boolean => source.length <= 12 && !/e/i.test(source);

/** What a double makes of a plain scalar; `kept` when it is no number. */
export const fidelityOfYaml = (source: string): Fidelity => {
  if (isPlain(source) || !/^[-+.\d]/.test(source)) return 'kept';
  const number = jsonNumberOf(source);
  return number === null ? 'kept' : fidelityOf(number);
};

const exactly = (source: string, value: unknown): unknown =>
  value !== NOT_RESOLVED && fidelityOfYaml(source) === 'rounded'
    ? new ExactNumber(jsonNumberOf(source) ?? source)
    : value;

/** The numbers of the core schema, and those that a double would change as `ExactNumber`s. */
export const exactNumberTags = [intCoreTag, floatCoreTag].map((tag) =>
  defineScalarTag<unknown>(tag.tagName, {
    implicit: tag.implicit,
    implicitFirstChars: tag.implicitFirstChars,
    resolve: (source, isExplicit, tagName) => exactly(source, tag.resolve(source, isExplicit, tagName)),
    identify: () => false,
    represent: String,
  }),
);
