import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer satisfies, for ten seconds at most; answers the last one. For what another process or loop does. */
export const eventually = async <Answer>(
  ask: () => Promise<Answer>,
  isSatisfied: (answer: Answer) => boolean,
): Promise<Answer> => {
  const until = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (isSatisfied(answer) || Date.now() > until) return answer;
    await sleep(15);
  }
};
