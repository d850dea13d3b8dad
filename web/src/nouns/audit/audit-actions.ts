/** What people call each act that the trail records. */
const labels: Record<string, string> = {
  'api_key.create': 'API key created',
  'api_key.rotate': 'API key rotated',
  'api_key.revoke': 'API key revoked',
  'audit.begin': 'Audit trail begun',
  'audit.break': 'Break of the audit trail noted',
  'audit.seal': 'Audit trail sealed',
  'consumer.create': 'Consumer registered',
  'consumer.update': 'Consumer changed',
  'delivery.retry': 'Delivery sent again',
  'endpoint.create': 'Endpoint created',
  'endpoint.update': 'Endpoint changed',
  'endpoint.disable': 'Endpoint disabled',
  'endpoint.stop_filter': 'Filter set aside',
  'endpoint.remove': 'Endpoint removed',
  'endpoint.rotate_secret': 'Signing secret rotated',
  'event.send': 'Event sent to an endpoint',
  'event_type.create': 'Event type declared',
  'event_type.update': 'Event type changed',
  'invitation.accept': 'Invitation accepted',
  'recovery.plan': 'Recovery planned',
  'recovery.start': 'Recovery started',
  'recovery.pause': 'Recovery paused',
  'recovery.resume': 'Recovery resumed',
  'recovery.cancel': 'Recovery cancelled',
  'session.end': 'Session ended',
  'session.end_others': 'All other sessions ended',
  'session.sign_in': 'Signed in',
  'staff.change_password': 'Password changed',
  'staff.create': 'Staff member created',
  'staff.update': 'Staff member changed',
};

/** An act in words; one that has none here, as it is recorded. */
export function actionLabel(action: string): string {
  return labels[action] ?? action;
}

/** The acts to filter by. `chosen`, an act without words, is among them too. */
export function actionOptions(chosen: string | undefined): { value: string; label: string }[] {
  const actions = Object.keys(labels);
  if (chosen && !(chosen in labels)) actions.push(chosen);
  return actions.map((value) => ({ value, label: actionLabel(value) }));
}
