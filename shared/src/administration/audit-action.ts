/**
 * Every act that the audit trail records, `noun.verb`, and what people call it. Whatever records an act takes its name from
 * here, so that none is without words.
 */
export const auditActions = {
  'api.create': 'API created',
  'api.update': 'API changed',
  'api_key.create': 'API key created',
  'api_key.import': 'API key imported',
  'api_key.leak': 'API key reported as leaked',
  'api_key.revoke': 'API key revoked',
  'api_key.rotate': 'API key rotated',
  'audit.begin': 'Audit trail begun',
  'audit.break': 'Break of the audit trail noted',
  'audit.remove': 'Old entries of the audit trail removed',
  'audit.seal': 'Audit trail sealed',
  'bulk_change.plan': 'Bulk change planned',
  'bulk_change.start': 'Bulk change started',
  'bulk_change.cancel': 'Bulk change cancelled',
  'client.create': 'OAuth client created',
  'client.end_secret': 'Replaced client secret ended',
  'client.revoke': 'OAuth client revoked',
  'client.rotate': 'Client secret rotated',
  'client.update': 'OAuth client changed',
  'consumer.create': 'Consumer registered',
  'consumer.update': 'Consumer changed',
  'contract.deprecate': 'Contract version deprecated',
  'contract.publish': 'Contract version published',
  'contract.retire': 'Contract version retired',
  'contract.review': 'Contract version reviewed',
  'contract.upload': 'Contract version uploaded',
  'contract_change.accept': 'Breaking change accepted',
  'contract_change.withdraw': 'Acceptance of a change withdrawn',
  'delivery.retry': 'Delivery sent again',
  'endpoint.create': 'Endpoint created',
  'endpoint.disable': 'Endpoint disabled',
  'endpoint.remove': 'Endpoint removed',
  'endpoint.rotate_secret': 'Signing secret rotated',
  'endpoint.stop_filter': 'Filter set aside',
  'endpoint.update': 'Endpoint changed',
  'endpoint.warn': 'Failing endpoint warned of',
  'event.send': 'Event sent to an endpoint',
  'event_type.create': 'Event type declared',
  'event_type.update': 'Event type changed',
  'identity_provider.create': 'Identity provider set up',
  'identity_provider.remove': 'Identity provider removed',
  'identity_provider.update': 'Identity provider changed',
  'intake_link.create': 'Link for an integrator made',
  'intake_link.open': 'Link for an integrator opened',
  'intake_link.revoke': 'Link for an integrator revoked',
  'invitation.accept': 'Invitation accepted',
  'issue.acknowledge': 'Issue acknowledged',
  'issue.mute': 'Issue muted',
  'issue.reopen': 'Issue reopened',
  'issue.resolve': 'Issue resolved',
  'issuer.create': 'Issuer trusted',
  'issuer.remove': 'Issuer removed',
  'issuer.update': 'Trusted issuer changed',
  'list.export': 'List exported',
  'plan.set': 'Plan set',
  'recovery.cancel': 'Recovery cancelled',
  'recovery.pause': 'Recovery paused',
  'recovery.plan': 'Recovery planned',
  'recovery.resume': 'Recovery resumed',
  'recovery.start': 'Recovery started',
  'requirement.approve': 'Requirement approved',
  'requirement.archive': 'Requirement archived',
  'requirement.declare': 'Requirement declared',
  'requirement.decline': 'Requirement declined',
  'requirement.request_changes': 'Changes of a requirement requested',
  'requirement.submit': 'Requirement submitted',
  'requirement.suspend': 'Requirement suspended',
  'requirement.update': 'Requirement changed',
  'route.create': 'Route created',
  'route.remove': 'Route removed',
  'route.update': 'Route changed',
  'saved_view.share': 'View shared',
  'saved_view.update': 'Shared view changed',
  'saved_view.remove': 'Shared view removed',
  'personal_token.create': 'Personal token made',
  'personal_token.revoke': 'Personal token revoked',
  'second_factor.add_app': 'Authenticator app set up',
  'second_factor.add_passkey': 'Passkey added',
  'second_factor.remove_app': 'Authenticator app removed',
  'second_factor.remove_passkey': 'Passkey removed',
  'second_factor.renew_codes': 'Recovery codes renewed',
  'second_factor.reset': 'Second factors removed for somebody',
  'second_factor.suspect_passkey': 'Passkey suspected to be copied',
  'security_policy.update': 'Security policy changed',
  'session.confirm': 'Confirmed that it is them',
  'session.end': 'Session ended',
  'session.end_others': 'All other sessions ended',
  'session.sign_in': 'Signed in',
  'signing_key.create': 'Signing key of access tokens created',
  'signing_key.replace': 'Signing keys replaced',
  'signing_key.remove': 'Signing key of access tokens removed',
  'staff.change_password': 'Password changed',
  'staff.create': 'Staff member created',
  'staff.end_single_sign_on': 'Account separated from its provider',
  'staff.invite_again': 'Staff member invited again',
  'staff.link_provider': 'Account joined to a provider',
  'staff.update': 'Staff member changed',
  'token.revoke': 'Access token revoked',
} as const;

/** An act as the trail records it. */
export type AuditAction = keyof typeof auditActions;

const isAuditAction = (action: string): action is AuditAction => Object.hasOwn(auditActions, action);

/** All acts, in the order of the table above. */
export const auditActionNames = Object.keys(auditActions).filter(isAuditAction);

/**
 * An act in words. One that this version does not know, of a trail that a later version wrote, is taken apart into words:
 * `quota.reset` is “Quota: reset”.
 */
export const auditActionWords = (action: string): string => {
  if (isAuditAction(action)) return auditActions[action];
  const [noun = '', verb = ''] = action.replaceAll('_', ' ').split('.', 2);
  const subject = noun.charAt(0).toUpperCase() + noun.slice(1);
  return verb ? `${subject}: ${verb}` : subject;
};
