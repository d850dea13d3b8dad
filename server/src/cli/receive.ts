import { type Command, InvalidArgumentError } from 'commander';
import type { ReceiveOrder } from './receive/receive-order.ts';

const integerBetween = (min: number, max: number) => (argument: string) => {
  const value = /^\d{1,5}$/.test(argument) ? Number(argument) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new InvalidArgumentError(`It takes a number, ${min} to ${max}.`);
};

const collect = (argument: string, before: readonly string[] = []): string[] => [...before, argument];

interface ReceiveOptions extends Pick<ReceiveOrder, 'port' | 'status'> {
  secret?: string[];
  fail?: number | true;
  once?: boolean;
  json?: boolean;
}

const orderOf = ({ secret, fail, once, json, ...given }: ReceiveOptions): ReceiveOrder => ({
  ...given,
  secrets: secret ?? (process.env.PARLEY_WEBHOOK_SECRET ?? '').split(/[\s,]+/).filter(Boolean),
  failures: fail === true ? Infinity : (fail ?? 0),
  isOnce: once ?? false,
  isJson: json ?? false,
});

/** `parley receive`. */
export const addReceive = (program: Command): void => {
  program
    .command('receive')
    .description(
      'receive webhooks on this machine, print each and say whether its signature holds; no database is needed. A Parley that is to reach it is started with PARLEY_OUTBOUND_ALLOW=127.0.0.0/8',
    )
    .option('--port <port>', 'port of 127.0.0.1; 0 for a free one', integerBetween(0, 65_535), 4200)
    .option(
      '--secret <secret>',
      'signing secret of the endpoint, or its public key; more than once while it is rotated; better in PARLEY_WEBHOOK_SECRET',
      collect,
    )
    .option(
      '--status <status>',
      'answer with this status, to see what becomes of it',
      integerBetween(200, 599),
    )
    .option('--fail [times]', 'answer 500 to all, or to the first so many', integerBetween(1, 10_000))
    .option(
      '--once',
      'end after the first webhook, or after the first that is not failed: 1 when it is not verified',
    )
    .option('--json', 'print one JSON object a webhook, in a line')
    .action(async (options: ReceiveOptions) => {
      const { receive } = await import('./receive/receive.ts');
      process.exitCode = await receive(orderOf(options));
    });
};
