import { readdirSync, readFileSync } from 'node:fs';

const readOrNothing = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Gone in the meantime, or not ours to read.
    return '';
  }
};

const processOf = (port: number): string | undefined =>
  readdirSync('/proc').find((name) =>
    readOrNothing(`/proc/${name}/environ`).includes(`PARLEY_PORT=${port}\0`),
  );

/** Resident memory of the Parley that was started on this port, in MiB. */
export const memoryMibOf = (port: number): number => {
  const pid = processOf(port);
  const kib = /^VmRSS:\s+(\d+)/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1];
  if (kib === undefined) throw new Error(`No process was started with PARLEY_PORT=${port}.`);
  return Number(kib) / 1024;
};
