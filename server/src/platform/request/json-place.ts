import { pointerOf } from './pointer.ts';

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],]|[^\s{}[\],:"]+/gs;

interface Container {
  isObject: boolean;
  /** Key or index of what comes next in it. */
  step: string | number;
  expectsKey: boolean;
}

const keyOf = (raw: string): string => {
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw;
  }
};

/**
 * The JSON Pointer of the value, or of the member with the key, that begins at the offset `at` of a text of JSON; empty
 * for the whole. It reads the text from its beginning: for refusals, not for every request.
 */
export const pointerAt = (text: string, at: number): string => {
  const open: Container[] = [];
  for (const { 0: token, index } of text.matchAll(tokens)) {
    const top = open.at(-1);
    if (top?.expectsKey && token.startsWith('"')) {
      top.step = keyOf(token);
      top.expectsKey = false;
    }
    if (index >= at) break;
    if (token === '{') open.push({ isObject: true, step: '', expectsKey: true });
    else if (token === '[') open.push({ isObject: false, step: 0, expectsKey: false });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && top?.isObject) top.expectsKey = true;
    else if (token === ',' && top) top.step = Number(top.step) + 1;
  }
  return pointerOf(open.map(({ step }) => step));
};
