import { createServer, type Socket } from 'node:net';

/** A real SMTP server that takes everything and keeps it. */
export class MailServer implements AsyncDisposable {
  readonly letters: string[] = [];
  readonly #server = createServer((socket) => this.#serve(socket));
  readonly #sockets = new Set<Socket>();

  static async start(): Promise<MailServer> {
    const server = new MailServer();
    await new Promise<void>((resolve) => {
      server.#server.listen(0, '127.0.0.1', resolve);
    });
    return server;
  }

  get url(): string {
    const address = this.#server.address();
    return `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    let letter: string | null = null;
    let rest = '';
    const take = (line: string): void => {
      if (letter === null && /^data/i.test(line)) {
        letter = '';
        socket.write('354 go on\r\n');
      } else if (letter === null) socket.write(/^quit/i.test(line) ? '221 bye\r\n' : '250 ok\r\n');
      else if (line === '.') {
        this.letters.push(letter);
        letter = null;
        socket.write('250 taken\r\n');
      } else letter += `${line}\n`;
    };
    socket.write('220 test\r\n');
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('utf8')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}
