import { ApiKeyPage } from '@parley/shared/access/api-key';
import { AuditEntryPage } from '@parley/shared/administration/audit';
import { ConsumerPage } from '@parley/shared/access/consumer';
import { ContractVersionPage } from '@parley/shared/contracts/contract';
import { RequirementPage } from '@parley/shared/access/requirement';
import { DeliveryPage } from '@parley/shared/webhooks/delivery';
import { EndpointPage } from '@parley/shared/webhooks/endpoint';
import { EventPage, EventPublished } from '@parley/shared/webhooks/event';
import { StaffInvited } from '@parley/shared/administration/staff';
import { expect, vi } from 'vitest';
import { names } from '../demo/company.ts';
import { eventTypes } from '../demo/event-types.ts';
import { playPartner } from '../demo/partners.ts';
import { secretName, seedCompany } from '../demo/seed.ts';
import { type Parley, startParley } from './parley.ts';
import { startReceiver } from './receiver.ts';
import { read, type Rest } from './rest.ts';
import { createOwner, type Staff } from './staff.ts';

/** Ids of rows in the states that a page can show. */
export interface ShowcaseIds {
  consumer: string;
  apiKey: string;
  version: string;
  /** Its consumer and itself, as its address has them. */
  requirement: string;
  event: string;
  endpoint: string;
  disabledEndpoint: string;
  delivered: string;
  failed: string;
  auditEntry: string;
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
  const waiting = read(RequirementPage, await rest.get('/v1/requirements?status=submitted')).items[0]!;
  return {
    requirement: `${waiting.consumerId}/${waiting.id}`,
    consumer: first(read(ConsumerPage, await rest.get('/v1/consumers?search=Northwind'))).id,
    apiKey: first(read(ApiKeyPage, await rest.get('/v1/api-keys?status=active'))).id,
    version: first(read(ContractVersionPage, await rest.get('/v1/apis/parley/versions'))).id,
    event: first(read(EventPage, await rest.get('/v1/events?type=appointment.cancelled'))).id,
    endpoint: await endpointOf('active'),
    disabledEndpoint: await endpointOf('disabled'),
    delivered: (await deliveriesOf(rest, 'delivered'))[0]!.id,
    failed: (await deliveriesOf(rest, 'failed'))[0]!.id,
    auditEntry: first(read(AuditEntryPage, await rest.get('/v1/audit-entries'))).id,
    invited: staff.id,
    invitationUrl,
  };
};

/** Starts a Parley that has something to show on every page. */
export const startShowcase = async (): Promise<Showcase> => {
  const receiver = await startReceiver();
  const parley = await startParley({ retrySchedule: [0, 3600] });
  const staff = await createOwner(parley);
  const { secrets } = await seedCompany(staff.rest, async (endpoint) => playPartner(receiver, endpoint));
  await publishExamples(parley.rest(secrets.get(secretName(names.scheduling, 'live'))!));
  const assertFinished = async () => expect(await deliveriesOf(staff.rest, 'pending')).toEqual([]);
  await vi.waitFor(assertFinished, { timeout: 20_000 });
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
    ...tabs('a consumer', () => `/consumers/${ids().consumer}`, all),
    ['link for an integrator', () => `/consumers/${ids().consumer}?dialog=link`],
    ['request for changes', () => `/requirements/${ids().requirement}?dialog=request-changes`],
    ['requirement', () => `/requirements/${ids().requirement}`],
    ...tabs('a requirement', () => `/requirements/${ids().requirement}`, ['discussion', 'history']),
    ['API key', () => `/api-keys/${ids().apiKey}`],
    ...tabs('an API key', () => `/api-keys/${ids().apiKey}`, all),
    ['contract version', () => `/apis/parley/versions/${ids().version}`],
    ['history of a contract version', () => `/apis/parley/versions/${ids().version}/history`],
    ['history of an API', () => '/apis/parley/history'],
  ];
};
