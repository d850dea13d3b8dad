// For tests: reads a hostile document and watches the outcome and the processor time, here and on the threads.
import { type ContractInput, type ContractReader, ContractRefused } from '../openapi/reader/reader.ts';

/** Of the threads, for what is refused. Hardly any takes more than a few hundred milliseconds. */
const refusedWithinMs = 2000;
/** For what is given up by its own limit of time: twice that, since the collector and the compiler work beside the thread. */
const givenUpWithinMs = ({ length }: { length: number }): number =>
  2 * (1000 + (1000 * length) / 1024 / 1024);
/** Of the main thread, which does other work meanwhile. */
const mainMaxMs = 250;

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

const read = async (
  reader: ContractReader,
  input: ContractInput,
): Promise<{ result: string; said: string }> => {
  try {
    await reader.readContract(input);
    return { result: 'read', said: '' };
  } catch (error) {
    if (error instanceof ContractRefused) return { result: error.code, said: error.detail };
    throw error;
  }
};

const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

/** What goes wrong when it is read by warm threads: another outcome, or too much work, for them or for the main thread. */
export const findFaults = async (reader: ContractReader, [, outcome, make]: Hostile): Promise<string[]> => {
  const input = make();
  await read(reader, text(yamlHead));
  const [all, main] = [process.cpuUsage(), process.threadCpuUsage()];

  const { result, said } = await read(reader, input);

  const onMain = milliseconds(process.threadCpuUsage(main));
  const onThreads = milliseconds(process.cpuUsage(all)) - onMain;
  const faults: string[] = [];
  if (![outcome].flat().some((allowed) => allowed === result)) faults.push(`It ends as ${result}.`);
  const isGivenUp = said.includes('took too long') && 'text' in input;
  const withinMs = isGivenUp ? givenUpWithinMs(input.text) : refusedWithinMs;
  if (result !== 'read' && onThreads > withinMs) faults.push(`It takes ${onThreads.toFixed(0)} ms.`);
  if (onMain > mainMaxMs) faults.push(`The main thread is held up for ${onMain.toFixed(0)} ms.`);
  return faults;
};
