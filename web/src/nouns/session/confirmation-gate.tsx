import { Suspense, lazy, useEffect, useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { answerConfirmations } from '../../lib/session/confirmation.ts';
import type { Question } from './confirmation-dialog.tsx';

// Few ever see it: it comes with the first question.
const Dialog = lazy(async () => ({
  default: (await import('./confirmation-dialog.tsx')).ConfirmationDialog,
}));

const look = async () => queryClient.query({ ...api.session.confirmation.queryOptions(), staleTime: 0 });

/** Stands on every page and asks again who it is where the server wants to know; what was asked for goes on by itself. */
export function ConfirmationGate() {
  const [question, setQuestion] = useState<Question | null>(null);
  const [wasAsked, setWasAsked] = useState(false);
  useEffect(
    () =>
      answerConfirmations(async (when) => {
        const { confirmedUntil, by } = await look();
        if (when === 'once' && confirmedUntil) return true;
        setWasAsked(true);
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
  if (!wasAsked) return null;
  return (
    <Suspense>
      <Dialog question={question} />
    </Suspense>
  );
}
