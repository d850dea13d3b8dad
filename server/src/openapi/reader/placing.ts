import { isObject } from '../../platform/request/json.ts';
import { escapeToken, keysOf } from '../../platform/request/pointer.ts';
import { isSwagger } from '../conversion/swagger.ts';
import { placesOfSwagger } from '../conversion/swagger-places.ts';
import { type ContractPlace, openContract, type SentContract } from './sent-contract.ts';

/** What is looked for in a contract that was sent. */
export interface WantedPlace {
  /** JSON Pointer into the contract in one piece. */
  pointer: string;
  /** Whether it is of an older contract: then the nearest place is one around it. */
  isGone: boolean;
}

/**
 * As much of a pointer of an older contract as still leads somewhere. It ends before the first list: what stood third may
 * be something else now.
 */
const standingPart = (document: unknown, pointer: string): string => {
  let node = document;
  let part = '';
  for (const key of keysOf(pointer)) {
    if (!isObject(node) || !Object.hasOwn(node, key)) break;
    node = node[key];
    part += `/${escapeToken(key)}`;
  }
  return part;
};

/** Where each of these stands in what was sent: file, line and column, or of the nearest part around it. */
export const placePointers = (sent: SentContract, wanted: readonly WantedPlace[]): ContractPlace[] => {
  const { document, locate } = openContract(sent);
  const sourceOf = isObject(document) && isSwagger(document) ? placesOfSwagger(document) : String;
  const pointers = wanted.map(({ pointer, isGone }) =>
    isGone ? standingPart(document, sourceOf(pointer)) : sourceOf(pointer),
  );
  const placeOf = locate(pointers);
  return pointers.map(placeOf);
};
