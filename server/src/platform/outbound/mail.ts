import type { Transporter } from 'nodemailer';
import { assertOutsideTransaction } from '../request/transaction-mark.ts';

/** A letter in plain text. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

const timeoutMs = 10_000;
const connectionsMax = 5;

/** The way out for mail: an SMTP server of the company, or none. */
export class Mailer {
  readonly #url: string | null;
  readonly #from: string;
  #transport: Promise<Transporter> | undefined;

  /** `url` is `smtp://user:password@host:port` or `smtps://…`; without one nothing is sent. */
  constructor(url: string | null, from: string) {
    this.#url = url;
    this.#from = from;
  }

  /** Whether there is a server to send by. */
  get isConfigured(): boolean {
    return this.#url !== null;
  }

  /** Hands a letter to the server; throws when the server does not take it within ten seconds. */
  async send({ to, subject, text }: Mail): Promise<void> {
    const url = this.#url;
    assertOutsideTransaction('mail');
    if (url === null) throw new Error('No mail server is configured.');
    this.#transport ??= connect(url);
    const transport = await this.#transport;
    // An address is one address: what would be read as a list or a header is left out by naming it as an object.
    await transport.sendMail({ from: this.#from, to: { name: '', address: to }, subject, text });
  }

  async close(): Promise<void> {
    const transport = await this.#transport;
    transport?.close();
  }
}

// Loaded when the first letter is sent: most installations send none.
const connect = async (url: string): Promise<Transporter> => {
  const { createTransport } = await import('nodemailer');
  const { protocol, hostname, port, username, password } = new URL(url);
  return createTransport({
    pool: true,
    maxConnections: connectionsMax,
    host: hostname,
    port: Number(port) || (protocol === 'smtps:' ? 465 : 587),
    secure: protocol === 'smtps:',
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
};
