import type { RestAnswer } from './test-hub.ts';

/** What a browser keeps of its cookies from answer to answer. */
export class Cookies {
  readonly #values = new Map<string, string>();

  /** Takes what an answer sets and removes; hands the answer on. */
  take<Answer extends Pick<RestAnswer, 'headers'>>(answer: Answer): Answer {
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '' || /max-age=0/i.test(cookie)) this.#values.delete(name);
      else this.#values.set(name, value);
    }
    return answer;
  }

  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  set(name: string, value: string): void {
    this.#values.set(name, value);
  }

  get header(): string {
    return [...this.#values].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
