import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { ErrorState } from '../../ui/page/error-state.tsx';

/** A page that could not even start, because the server did not answer or its code did not load. */
export function PageFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <ErrorState
      error={error}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
