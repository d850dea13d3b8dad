import { createHash } from 'node:crypto';
import { isObject } from '../../platform/request/json.ts';
import { ExactNumber } from '@parley/shared/words/json-number';

const chunkLength = 65_536;

/** SHA-256 of the canonical JSON of a value (RFC 8785, with every digit of numbers): the order of keys and white space make no difference. */
export const canonicalHashOf = (value: unknown): string => {
  const hash = createHash('sha256');
  let chunk = '';
  const write = (text: string): void => {
    chunk += text;
    if (chunk.length < chunkLength) return;
    hash.update(chunk);
    chunk = '';
  };
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const [index, item] of node.entries()) {
        write(index === 0 ? '[' : ',');
        visit(item);
      }
      write(node.length === 0 ? '[]' : ']');
    } else if (isObject(node)) {
      const keys = Object.keys(node).toSorted();
      for (const [index, key] of keys.entries()) {
        write(`${index === 0 ? '{' : ','}${JSON.stringify(key)}:`);
        visit(node[key]);
      }
      write(keys.length === 0 ? '{}' : '}');
    } else write(node instanceof ExactNumber ? node.canonical() : JSON.stringify(node));
  };
  visit(value);
  return hash.update(chunk).digest('hex');
};
