import type { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** Longer texts are no expression that anybody wrote; the built-in engine parses what it is given at once. */
const expressionLengthMax = 2000;

const isRegularExpression = (text: string): boolean => {
  if (text.length > expressionLengthMax) return false;
  try {
    // Parsed as ECMA-262 and never run: running is what can take for ever.
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
};

const isUrl = (text: string): boolean =>
  /^(?:https?|ftp):\/\/[^\s/]/i.test(text) && URL.canParse(text) && !/\s/.test(text);

/**
 * The formats of ajv-formats, but those whose expressions take time by the square of the text on the built-in engine, or
 * that compile the text. A test runs all of them on long hostile texts.
 */
export const addLinearFormats = (ajv: Ajv2020): void => {
  addFormats.default(ajv);
  ajv.addFormat('url', isUrl);
  ajv.addFormat('regex', isRegularExpression);
};
