import { notificationsStore } from '@mantine/notifications';
import { Suspense, lazy, useSyncExternalStore } from 'react';

const Messages = lazy(async () => ({ default: (await import('./messages.tsx')).Messages }));

let isWanted = false;

/** Loads the place of short messages with the first one, which waits in the store until then. */
export function MessagesWhenWanted() {
  const isThere = useSyncExternalStore(
    (told) => notificationsStore.subscribe(told),
    () => (isWanted ||= notificationsStore.getState().notifications.length > 0),
  );
  return (
    isThere && (
      <Suspense>
        <Messages />
      </Suspense>
    )
  );
}
