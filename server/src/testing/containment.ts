// For tests: reads a hostile document and watches the outcome, the time and the main thread.
import { type ContractInput, type ContractReader, ContractRefused } from '../openapi/reader/reader.ts';

/** For what is refused. Alone, hardly any takes more than a few hundred milliseconds. */
const refusedWithinMs = 2000;
const stallMaxMs = 250;

type Outcome = 'read' | `contract.${'invalid' | 'too_large' | 'too_complex' | 'unsupported'}`;

export type Hostile = [name: string, outcome: Outcome | Outcome[], make: () => ContractInput];

export const text = (words: string): ContractInput => ({ text: words });
export const json = (document: object): ContractInput => text(JSON.stringify(document));
export const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
export const contract = (more: object = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Hostile', version: '1' },
  paths: { '/things': { get: { operationId: 'listThings', responses: { 200: { description: 'Fine.' } } } } },
  ...more,
});
export const withSchemas = (of: Record<string, unknown>) => contract({ components: { schemas: of } });
export const yamlHead = 'openapi: 3.1.0\ninfo: {title: a, version: "1"}\npaths: {}\n';

const read = async (reader: ContractReader, input: ContractInput): Promise<string> => {
  try {
    await reader.readContract(input);
    return 'read';
  } catch (error) {
    if (error instanceof ContractRefused) return error.code;
    throw error;
  }
};

/** The longest time for which the main thread did not come to its own work. */
const watchStalls = (): (() => number) => {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 5);
    last = now;
  }, 5);
  return () => {
    clearInterval(timer);
    return longest;
  };
};

/** What goes wrong when it is read by warm threads: another outcome, too much time, or a main thread that is held up. */
export const findFaults = async (reader: ContractReader, [, outcome, make]: Hostile): Promise<string[]> => {
  const input = make();
  await read(reader, text(yamlHead));
  const stopWatching = watchStalls();
  const startedAt = performance.now();

  const result = await read(reader, input);

  const took = performance.now() - startedAt;
  const stall = stopWatching();
  const faults: string[] = [];
  if (![outcome].flat().some((allowed) => allowed === result)) faults.push(`It ends as ${result}.`);
  if (result !== 'read' && took > refusedWithinMs) faults.push(`It takes ${took.toFixed(0)} ms.`);
  if (stall > stallMaxMs) faults.push(`The main thread stands still for ${stall.toFixed(0)} ms.`);
  return faults;
};
