import type { ConfirmationView } from '@parley/shared/administration/second-factor';
import { lazy, Suspense, useEffect, useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { answerConfirmations } from '../../lib/session/confirmation.ts';

// The dialog stands on every page; its fields are loaded when something is asked.
const ConfirmationQuestion = lazy(async () => ({
  default: (await import('./confirmation-question.tsx')).ConfirmationQuestion,
}));

interface Question {
  by: ConfirmationView['by'];
  answer: (isConfirmed: boolean) => void;
}

const look = async () => queryClient.query({ ...api.session.confirmation.queryOptions(), staleTime: 0 });

/** Asks again who it is, before something that is dangerous; what was asked for goes on by itself. */
export function ConfirmationDialog() {
  const [question, setQuestion] = useState<Question | null>(null);
  useEffect(
    () =>
      answerConfirmations(async (when) => {
        const { confirmedUntil, by } = await look();
        if (when === 'once' && confirmedUntil) return true;
        return new Promise((resolve) => {
          setQuestion({
            by,
            answer: (isConfirmed) => {
              setQuestion(null);
              resolve(isConfirmed);
            },
          });
        });
      }),
    [],
  );
  return (
    question && (
      <Suspense>
        <ConfirmationQuestion {...question} />
      </Suspense>
    )
  );
}
