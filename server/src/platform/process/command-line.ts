import { hostname } from 'node:os';

/** How those who operate this installation call its command line, as the words before the name of a command. */
export interface CommandLine {
  /** For what works on the database. */
  here: string;
  /** For what reads a file of theirs, such as a contract: in a container nothing of theirs is to be seen. */
  withFiles: string;
}

/** In the folder of a clone. */
const launcher = './parley';

/** The image as `docs/operations.md` and `compose.yaml` call it, with the folder where they are. */
const throughImage = `docker run --rm --network host -v "$PWD:/contracts:ro" \\
  -w /contracts -e PARLEY_API_KEY parley parley`;

/**
 * How the command line of this process is called. `PARLEY_COMMAND` says it, which the image and `compose.yaml` set; without
 * it this is a clone. `CONTAINER` in it is the id of this container, which is its host name unless somebody gave it another.
 */
export const commandLineOf = (environment: NodeJS.ProcessEnv, host: string = hostname()): CommandLine => {
  const given = environment.PARLEY_COMMAND?.trim();
  if (!given) return { here: launcher, withFiles: launcher };
  const here = /^[0-9a-f]{12}$/.test(host) ? given.replaceAll(/\bCONTAINER\b/g, host) : given;
  return { here, withFiles: throughImage };
};
