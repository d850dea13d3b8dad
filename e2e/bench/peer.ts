import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** A child of the benchmark that answers each message with one message. */
export class Peer {
  readonly #child: ChildProcess;

  constructor(file: string, ...args: string[]) {
    this.#child = fork(join(import.meta.dirname, file), args, { stdio: 'inherit' });
  }

  async ask<Answer>(message: object | string): Promise<Answer> {
    const answer = this.next<Answer>();
    this.#child.send(message);
    return answer;
  }

  /** The next message that the child sends. */
  async next<Answer>(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const fail = (code: number | null) => reject(new Error(`A helper process ended with ${code}.`));
      this.#child.once('exit', fail);
      this.#child.once('message', (message) => {
        this.#child.off('exit', fail);
        resolve(message as Answer);
      });
    });
  }

  end(): void {
    if (this.#child.connected) this.#child.disconnect();
  }
}
