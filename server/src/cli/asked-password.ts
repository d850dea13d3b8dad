import type { ReadStream } from 'node:tty';
import { newPassword } from '@parley/shared/administration/session';
import { Unusable } from './check/unusable.ts';

/** What a pipe may hold: more than the longest password in any letters. */
const pipedBytesMax = 4096;

/** Ends a command as the signal of Ctrl-C does. */
const interruptedCode = 130;

const refused = (reason: string): Unusable => new Unusable(`The password is refused: ${reason}`);

/** The same rule as at the door. */
const assertStrong = (password: string): void => {
  const result = newPassword.safeParse(password);
  if (!result.success) throw refused(result.error.issues[0]?.message ?? 'not valid');
};

const readPiped = async (input: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    bytes += chunk.length;
    if (bytes > pipedBytesMax) throw refused('Standard input holds more than a password.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks)
    .toString()
    .replace(/\r?\n$/, '');
};

/** The keys of a terminal in raw mode, one character at a time: what was typed ahead waits for the next question. */
class Keyboard implements Disposable {
  readonly #terminal: ReadStream;
  readonly #keys: AsyncIterator<string>;

  constructor(terminal: ReadStream) {
    this.#terminal = terminal;
    terminal.setRawMode(true);
    this.#keys = this.#read();
  }

  async *#read(): AsyncGenerator<string> {
    // Letters of several bytes may be cut between two reads; the decoder of the stream joins them.
    for await (const text of this.#terminal.setEncoding('utf8')) yield* String(text);
  }

  /** What is typed up to the end of the line. Nothing of it is shown. */
  async readLine(): Promise<string> {
    let typed: string[] = [];
    for (;;) {
      const { value: key, done } = await this.#keys.next();
      if (done === true || key === '\u0004') throw refused('The input ended before it was there.');
      if (key === '\u0003') throw new Interrupted();
      if (key === '\r' || key === '\n') return typed.join('');
      if (key === '\u007F' || key === '\b') typed.pop();
      else if (key === '\u0015') typed = [];
      else if (key >= ' ' && typed.length <= pipedBytesMax) typed.push(key);
    }
  }

  [Symbol.dispose](): void {
    this.#terminal.setRawMode(false);
    this.#terminal.pause();
  }
}

/** Ctrl-C at a question. */
class Interrupted extends Error {}

const askTwice = async (terminal: ReadStream, say: (text: string) => void): Promise<string> => {
  using keyboard = new Keyboard(terminal);
  const ask = async (question: string): Promise<string> => {
    say(question);
    try {
      return await keyboard.readLine();
    } finally {
      say('\n');
    }
  };
  const password = await ask('Password (is not shown): ');
  assertStrong(password);
  if ((await ask('The same again: ')) !== password) throw refused('The two are not the same.');
  return password;
};

/**
 * The password of a new account. At a terminal it is asked for twice, on standard error and without being shown; otherwise
 * it is what standard input holds, without the end of its line. Throws {@link Unusable} for one that the door would refuse.
 * Ctrl-C puts the terminal back and ends the process.
 */
export const readNewPassword = async (): Promise<string> => {
  const { stdin, stderr } = process;
  try {
    if (stdin.isTTY) return await askTwice(stdin, (text) => void stderr.write(text));
  } catch (error) {
    if (error instanceof Interrupted) process.exit(interruptedCode);
    throw error;
  }
  const password = await readPiped(stdin);
  assertStrong(password);
  return password;
};
