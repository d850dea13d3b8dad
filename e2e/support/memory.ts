import { readdirSync, readFileSync } from 'node:fs';

const readOrNothing = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Gone in the meantime, or not ours to read.
    return '';
  }
};

/** The process id of the Parley that was started on this port. */
export const pidOf = (port: number): number => {
  const name = readdirSync('/proc').find((entry) =>
    readOrNothing(`/proc/${entry}/environ`).includes(`PARLEY_PORT=${port}\0`),
  );
  if (name === undefined) throw new Error(`No process was started with PARLEY_PORT=${port}.`);
  return Number(name);
};

/** Resident memory of the Parley that was started on this port, in MiB. */
export const memoryMibOf = (port: number): number => {
  const kib = /^VmRSS:\s+(\d+)/m.exec(readOrNothing(`/proc/${pidOf(port)}/status`))?.[1];
  if (kib === undefined) throw new Error(`The process with PARLEY_PORT=${port} has ended.`);
  return Number(kib) / 1024;
};
