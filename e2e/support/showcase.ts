import { ApiKeyPage } from '@parley/shared/access/api-key';
import { AuditEntryPage } from '@parley/shared/administration/audit';
import { ClientCreated } from '@parley/shared/access/client';
import { IssuerView } from '@parley/shared/access/issuer';
import { ConsumerPage } from '@parley/shared/access/consumer';
import { ContractVersionPage } from '@parley/shared/contracts/contract';
import { RequirementPage } from '@parley/shared/access/requirement';
import { DeliveryPage } from '@parley/shared/webhooks/delivery';
import { EndpointPage } from '@parley/shared/webhooks/endpoint';
import { EventPage, EventPublished } from '@parley/shared/webhooks/event';
import { IssuePage } from '@parley/shared/monitoring/issue';
import { IdentityProviderView } from '@parley/shared/administration/identity-provider';
import { StaffInvited } from '@parley/shared/administration/staff';
import { expect, vi } from 'vitest';
import { names } from '../demo/company.ts';
import { eventTypes } from '../demo/event-types.ts';
import { playPartner } from '../demo/partners.ts';
import { declareRequirements } from '../demo/requirements.ts';
import { secretName, seedCompany } from '../demo/seed.ts';
import { type Parley, startParley } from './parley.ts';
import { startReceiver } from './receiver.ts';
import { read, type Rest } from './rest.ts';
import { createOwner, type Staff } from './staff.ts';

/** Ids of rows in the states that a page can show. */
export interface ShowcaseIds {
  consumer: string;
  apiKey: string;
  client: string;
  issuer: string;
  identityProvider: string;
  version: string;
  /** Its consumer and itself, as its address has them. */
  requirement: string;
  event: string;
  endpoint: string;
  disabledEndpoint: string;
  delivered: string;
  failed: string;
  auditEntry: string;
  issue: string;
  invited: string;
  invitationUrl: string;
}

/** A Parley with the company of the demo, every event type published once, and nothing under way any more. */
export interface Showcase extends AsyncDisposable {
  parley: Parley;
  staff: Staff;
  ids: ShowcaseIds;
}

const publishExamples = async (rest: Rest): Promise<void> => {
  for (const { name, example } of eventTypes) {
    const event = { type: name, data: example, subject: 'INV-2026-001042', audience: 'everyone' };
    read(EventPublished, await rest.post('/v1/events', event), 201);
  }
};

const deliveriesOf = async (rest: Rest, status: string) =>
  read(DeliveryPage, await rest.get(`/v1/deliveries?status=${status}`)).items;

const first = <Item>({ items }: { items: Item[] }): Item => items[0]!;

const collectIds = async (rest: Rest): Promise<ShowcaseIds> => {
  const invitation = { email: 'new.engineer@meadowlark.example', role: 'engineer' };
  const { staff, invitationUrl } = read(StaffInvited, await rest.post('/v1/staff', invitation), 201);
  const endpointOf = async (status: string) =>
    first(read(EndpointPage, await rest.get(`/v1/endpoints?status=${status}`))).id;
  const consumer = first(read(ConsumerPage, await rest.get('/v1/consumers?search=Northwind'))).id;
  const waiting = read(RequirementPage, await rest.get('/v1/requirements?status=submitted')).items[0]!;
  return {
    requirement: `${waiting.consumerId}/${waiting.id}`,
    consumer,
    ...(await addTokens(rest, consumer)),
    identityProvider: await addProvider(rest),
    apiKey: first(read(ApiKeyPage, await rest.get('/v1/api-keys?status=active'))).id,
    version: first(read(ContractVersionPage, await rest.get('/v1/apis/parley/versions'))).id,
    event: first(read(EventPage, await rest.get('/v1/events?type=appointment.cancelled'))).id,
    endpoint: await endpointOf('active'),
    disabledEndpoint: await endpointOf('disabled'),
    delivered: (await deliveriesOf(rest, 'delivered'))[0]!.id,
    failed: (await deliveriesOf(rest, 'failed'))[0]!.id,
    auditEntry: first(read(AuditEntryPage, await rest.get('/v1/audit-entries'))).id,
    issue: first(read(IssuePage, await rest.get('/v1/issues'))).id,
    invited: staff.id,
    invitationUrl,
  };
};

/** A client whose secret is being replaced, and an issuer that knows a consumer. */
const addTokens = async (rest: Rest, consumerId: string): Promise<{ client: string; issuer: string }> => {
  const newClient = { name: 'billing worker', consumerId, environment: 'live', scopes: ['events:read'] };
  const client = read(ClientCreated, await rest.post('/v1/clients', newClient), 201);
  await rest.post(`/v1/clients/${client.id}/rotate`, {});
  const newIssuer = {
    name: 'Company login',
    issuer: 'https://8.8.8.8/realms/company',
    audience: 'https://api.company.example',
    scopes: ['events:read'],
    scopeMap: { 'orders.read': ['events:read'] },
    consumers: [{ value: 'northwind', consumerId, environment: 'live' }],
  };
  const issuer = read(IssuerView, await rest.post('/v1/issuers', newIssuer), 201);
  return { client: client.id, issuer: issuer.id };
};

/** A provider that signs people of one domain in, and is the only way for those of another. */
const addProvider = async (rest: Rest): Promise<string> => {
  const provider = {
    name: 'Company login',
    issuer: 'https://8.8.8.8/realms/staff',
    clientId: 'parley',
    clientSecret: 'a secret of the provider',
    domains: [{ domain: 'company.example' }, { domain: 'branch.example', isOnly: true }],
    roles: [{ group: 'api-team', role: 'engineer' }],
  };
  return read(IdentityProviderView, await rest.post('/v1/identity-providers', provider), 201).id;
};

/** Starts a Parley that has something to show on every page. */
export const startShowcase = async (): Promise<Showcase> => {
  const receiver = await startReceiver();
  const parley = await startParley({ retrySchedule: [0, 3600] });
  const staff = await createOwner(parley);
  const { secrets } = await seedCompany(staff.rest, async (endpoint) => playPartner(receiver, endpoint));
  await declareRequirements(staff.rest, staff.rest);
  await publishExamples(parley.rest(secrets.get(secretName(names.scheduling, 'live'))!));
  const assertFinished = async () => expect(await deliveriesOf(staff.rest, 'pending')).toEqual([]);
  await vi.waitFor(assertFinished, { timeout: 60_000 });
  return {
    parley,
    staff,
    ids: await collectIds(staff.rest),
    [Symbol.asyncDispose]: async () => {
      await receiver[Symbol.asyncDispose]();
      await parley[Symbol.asyncDispose]();
    },
  };
};

/** The pages of some objects with all of their parts, by name and address. */
export const objectParts = (ids: () => ShowcaseIds): [string, () => string][] => {
  const tabs = (name: string, path: () => string, parts: readonly string[]) =>
    parts.map((tab): [string, () => string] => [`${tab} of ${name}`, () => `${path()}?tab=${tab}`]);
  const all = ['activity', 'settings', 'history'];
  return [
    ['consumer', () => `/consumers/${ids().consumer}`],
    ...tabs('a consumer', () => `/consumers/${ids().consumer}`, [...all, 'plan']),
    ['link for an integrator', () => `/consumers/${ids().consumer}?dialog=link`],
    ['request for changes', () => `/requirements/${ids().requirement}?dialog=request-changes`],
    ['requirement', () => `/requirements/${ids().requirement}`],
    ...tabs('a requirement', () => `/requirements/${ids().requirement}`, ['discussion', 'history']),
    ['API key', () => `/api-keys/${ids().apiKey}`],
    ...tabs('an API key', () => `/api-keys/${ids().apiKey}`, all),
    ['OAuth clients', () => '/clients'],
    ['trusted issuers', () => '/issuers'],
    ['OAuth client', () => `/clients/${ids().client}`],
    ...tabs('an OAuth client', () => `/clients/${ids().client}`, all),
    ['trusted issuer', () => `/issuers/${ids().issuer}`],
    ...tabs('a trusted issuer', () => `/issuers/${ids().issuer}`, ['settings', 'history']),
    ['identity providers', () => '/identity-providers'],
    ['identity provider', () => `/identity-providers/${ids().identityProvider}`],
    ...tabs('an identity provider', () => `/identity-providers/${ids().identityProvider}`, ['history']),
    ['contract version', () => `/apis/parley/versions/${ids().version}`],
    ['history of a contract version', () => `/apis/parley/versions/${ids().version}/history`],
    ['history of an API', () => '/apis/parley/history'],
  ];
};

/** The dialogs that an address opens, by name and address. */
export const dialogs = (ids: () => ShowcaseIds): [string, () => string][] => [
  ['new consumer', () => '/consumers?dialog=create'],
  ['edit consumer', () => `/consumers/${ids().consumer}?dialog=edit`],
  ['suspend consumer', () => `/consumers/${ids().consumer}?dialog=suspend`],
  ['new API key', () => '/api-keys?dialog=create'],
  ['rotate API key', () => `/api-keys/${ids().apiKey}?dialog=rotate`],
  ['revoke API key', () => `/api-keys/${ids().apiKey}?dialog=revoke`],
  ['new API', () => '/apis?dialog=create'],
  ['edit API', () => '/apis/parley?dialog=edit'],
  ['upload a contract', () => '/apis/parley?dialog=upload'],
  ['check a contract', () => '/apis/parley?dialog=check'],
  ['new event type', () => '/event-types?dialog=create'],
  ['edit event type', () => '/event-types/invoice.paid?dialog=edit'],
  ['publish an event', () => '/events?dialog=create'],
  ['new endpoint', () => '/endpoints?dialog=create'],
  ['edit endpoint', () => `/endpoints/${ids().endpoint}?dialog=edit`],
  ['test endpoint', () => `/endpoints/${ids().endpoint}?dialog=test`],
  ['rotate endpoint secret', () => `/endpoints/${ids().endpoint}?dialog=rotate`],
  ['disable endpoint', () => `/endpoints/${ids().endpoint}?dialog=disable`],
  ['enable endpoint', () => `/endpoints/${ids().disabledEndpoint}?dialog=enable`],
  ['remove endpoint', () => `/endpoints/${ids().endpoint}?dialog=remove`],
  ['replay delivery', () => `/deliveries/${ids().failed}?dialog=replay`],
  ['recover deliveries', () => `/recoveries?dialog=create&endpointId=${ids().endpoint}`],
  ['invite staff', () => '/staff?dialog=create'],
  ['edit staff', () => `/staff?dialog=edit&staffId=${ids().invited}`],
  ['disable staff', () => `/staff?dialog=disable&staffId=${ids().invited}`],
  ['new OAuth client', () => '/clients?dialog=create'],
  ['replacing signing keys', () => '/clients?dialog=replace-keys'],
  ['rotate OAuth client', () => `/clients/${ids().client}?dialog=rotate`],
  ['end the old secret', () => `/clients/${ids().client}?dialog=end-secret`],
  ['revoke OAuth client', () => `/clients/${ids().client}?dialog=revoke`],
  ['trust an issuer', () => '/issuers?dialog=create'],
  ['try a token', () => '/issuers?dialog=try'],
  ['change an issuer', () => `/issuers/${ids().issuer}?dialog=edit`],
  ['add a consumer to an issuer', () => `/issuers/${ids().issuer}?dialog=add`],
  ['set up a provider', () => '/identity-providers?dialog=create'],
  ['change a provider', () => `/identity-providers/${ids().identityProvider}?dialog=edit`],
  ['remove a provider', () => `/identity-providers/${ids().identityProvider}?dialog=remove`],
  ['remove an issuer', () => `/issuers/${ids().issuer}?dialog=remove`],
];
