import { createHash } from 'node:crypto';
import type { Log } from '../../platform/process/log.ts';
import type { RepeatedAsk, RepeatedDecision, SharedCounters } from './decision.ts';

/**
 * Decides one question in Redis or Valkey, by the clock of the server. KEYS has two for each counter: what is known of it, and the
 * calls of a window as `milliseconds:calls`, the oldest first. ARGV has how often the question is asked, and then for each
 * counter what it allows, what the question costs, the length of the window or 0, and of a period its end and the time to it.
 * Answers how many were admitted, the wait of the others, and for each counter what is left and when there is more.
 */
const decideScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local times = tonumber(ARGV[1])
local fits = times
local counters = {}

local function part(text)
  local at, calls = string.match(text, '^(%d+):(%d+)$')
  return tonumber(at), tonumber(calls)
end

for i = 1, #KEYS / 2 do
  local a = (i - 1) * 5 + 1
  local c = {
    state = KEYS[2 * i - 1], log = KEYS[2 * i], calls = tonumber(ARGV[a + 1]), cost = tonumber(ARGV[a + 2]),
    span = tonumber(ARGV[a + 3]), ends = tonumber(ARGV[a + 4]), rest = tonumber(ARGV[a + 5])
  }
  local known = redis.call('HMGET', c.state, 'used', 'last', 'shift')
  c.used = tonumber(known[1] or '0')
  if c.span > 0 then
    local last = tonumber(known[2] or '0')
    c.at = math.max(now + tonumber(known[3] or '0'), last)
    c.shift = c.at - now
    local head = redis.call('LINDEX', c.log, 0)
    while head do
      local at, calls = part(head)
      if at > c.at - c.span then break end
      redis.call('LPOP', c.log)
      c.used = c.used - calls
      head = redis.call('LINDEX', c.log, 0)
    end
    if not head then c.used = 0 end
  end
  if c.cost > 0 then fits = math.min(fits, math.max(0, math.floor((c.calls - c.used) / c.cost))) end
  counters[i] = c
end

local longest = 0
local answer = { fits, 0 }
for i, c in ipairs(counters) do
  local added = fits * c.cost
  c.used = c.used + added
  local edge = math.max(1, c.rest)
  local wait = edge
  if c.span > 0 then
    if added > 0 then redis.call('RPUSH', c.log, string.format('%.0f:%d', c.at, added)) end
    redis.call('HSET', c.state, 'used', c.used, 'last', string.format('%.0f', c.at), 'shift', string.format('%.0f', c.shift))
    redis.call('PEXPIRE', c.state, c.span + 60000)
    redis.call('PEXPIRE', c.log, c.span + 60000)
    local head = redis.call('LINDEX', c.log, 0)
    local oldest = head and part(head) or c.at
    edge = oldest + c.span - c.at
    wait = edge
    local missing = c.used + c.cost - c.calls
    if fits < times and missing > 1 then
      local index, passed = 0, 0
      wait = c.span
      while passed < missing do
        local entry = redis.call('LINDEX', c.log, index)
        if not entry then break end
        local at, calls = part(entry)
        passed = passed + calls
        index = index + 1
        if passed >= missing then wait = at + c.span - c.at end
      end
    end
  elseif added > 0 then
    redis.call('HSET', c.state, 'used', c.used)
    redis.call('PEXPIREAT', c.state, string.format('%.0f', c.ends + 172800000))
  end
  if fits < times and c.cost > 0 and c.used + c.cost > c.calls then longest = math.max(longest, wait) end
  answer[#answer + 1] = math.max(0, c.calls - c.used)
  answer[#answer + 1] = edge
end
answer[2] = longest
return answer
`;

const connectMs = 1000;
const retryMaxMs = 2000;
const sha1 = createHash('sha1').update(decideScript).digest('hex');

/** What is needed of a client: one command, whose answer comes as Redis writes it. */
interface Connection {
  send: (command: string[]) => Promise<unknown>;
  close: () => void;
}

const connect = async (url: string, log: Log): Promise<Connection> => {
  // Hundreds of modules, one for each command: only who counts in Redis loads them.
  const { createClient } = await import('@redis/client');
  const client = createClient({
    url,
    // What cannot be sent now is decided by each process, and not sent late.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: connectMs,
      reconnectStrategy: (tries) => Math.min(retryMaxMs, 50 * 2 ** tries),
    },
  });
  client.on('error', (error: unknown) => log.debug({ err: error }, 'the connection to Redis failed'));
  // It goes on trying by itself, and commands fail until it has one.
  client.connect().catch(() => undefined);
  return {
    send: async (command) => client.sendCommand(command),
    close: () => client.destroy(),
  };
};

const keysOf = (id: string): string[] => [`parley:limit:${id}`, `parley:limit:${id}:calls`];

const commandOf = (
  { ask, times }: RepeatedAsk,
  script: readonly [command: string, script: string],
): string[] => [
  ...script,
  String(ask.length * 2),
  ...ask.flatMap(({ id }) => keysOf(id)),
  String(times),
  ...ask.flatMap((counter) => {
    const isWindow = counter.kind === 'window';
    const numbers = [
      counter.calls,
      counter.cost,
      isWindow ? counter.windowMs : 0,
      isWindow ? 0 : counter.endsAtMs,
      isWindow ? 0 : counter.endsInMs,
    ];
    return numbers.map(String);
  }),
];

const decisionOf = (answer: unknown, { ask }: RepeatedAsk): RepeatedDecision => {
  const numbers = Array.isArray(answer) ? answer.map(Number) : [];
  const [admitted = Number.NaN, waitMs = Number.NaN] = numbers;
  if (numbers.length !== 2 + ask.length * 2 || numbers.some(Number.isNaN))
    throw new Error('Redis answered something else.');
  return {
    admitted,
    waitMs,
    states: ask.map((_counter, index) => ({
      left: numbers[2 + index * 2] ?? 0,
      resetMs: numbers[3 + index * 2] ?? 0,
    })),
  };
};

const lacksScript = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('NOSCRIPT');

/**
 * Counters of all processes on one Redis or Valkey, by its clock: one script for each question, all questions of a batch in
 * one write. Not for a cluster, whose servers share no script.
 */
export class RedisCounters implements SharedCounters {
  readonly #connection: Promise<Connection>;

  constructor(url: string, log: Log) {
    this.#connection = connect(url, log);
  }

  async decide(asks: readonly RepeatedAsk[]): Promise<RepeatedDecision[]> {
    const connection = await this.#connection;
    return Promise.all(asks.map(async (ask) => decisionOf(await this.#run(connection, ask), ask)));
  }

  async close(): Promise<void> {
    (await this.#connection).close();
  }

  // A server that was started again has forgotten the script.
  async #run(connection: Connection, ask: RepeatedAsk): Promise<unknown> {
    try {
      return await connection.send(commandOf(ask, ['EVALSHA', sha1]));
    } catch (error) {
      if (!lacksScript(error)) throw error;
      return connection.send(commandOf(ask, ['EVAL', decideScript]));
    }
  }
}
