import { createContext, useContext } from 'react';
import type { Json } from './contract-json.ts';

/** The contract that is shown; whatever refers to a part of it finds that here. */
export const DocumentContext = createContext<Json>({});

/** The contract that is shown. */
export function useDocument(): Json {
  return useContext(DocumentContext);
}
