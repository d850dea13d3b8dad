import { Notifications } from '@mantine/notifications';

/** Where short messages appear. Whatever was shown before this loaded waits in the store. */
export function Messages() {
  return <Notifications position="bottom-right" limit={3} autoClose={5000} transitionDuration={100} />;
}
