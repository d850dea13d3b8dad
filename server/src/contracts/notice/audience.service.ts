import type { EntityManager } from '@mikro-orm/sql';
import type {
  AudienceMember,
  ContractAudienceView,
  GetContractAudience,
} from '@parley/shared/contracts/contract-audience';
import { holds } from '@parley/shared/scope';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import { scopesOf } from '../../platform/request/principal.ts';
import { loadApi } from '../api/api.service.ts';
import { versionCallsOf } from '../impact/deprecation.service.ts';
import { reachedBy } from '../impact/reach.service.ts';
import { type ContractAct, loadVersion } from '../version/version.service.ts';
import type { ContractVersion } from '../version/version.entity.ts';
import { noticeDays } from './notice.service.ts';
import { addressesOf, channelsOf, publishedOf, type WayParts, waysTo } from './ways.service.ts';

/** Consumers named of each kind; the counts say how many there are. */
const namedMax = 200;
const addressesMax = 2000;

type Asking = ContractAct & WayParts;

/** Whom publishing tells: the ways that the notices go by. Published again, nobody is told. */
const ofPublishing = async (
  em: EntityManager,
  asking: Asking,
  slug: string,
  version: ContractVersion,
): Promise<AudienceMember[]> => {
  if (version.publishedAt) return [];
  const query = { slug, to: version.id, days: noticeDays, includeTest: true };
  const { found } = await reachedBy(em, asking, query);
  const ways = await waysTo(em, asking, publishedOf(asking.parts, slug, version), found);
  return [...ways.values()]
    .map((way) => {
      const { told, name, contactEmail, technicalEmail } = way;
      const count = (severity: string) => told.changes.filter((one) => one.severity === severity).length;
      return {
        consumerId: told.consumerId,
        name,
        contactEmail,
        technicalEmail,
        channels: channelsOf(way),
        breaking: count('breaking'),
        risky: count('risky'),
        calls: 0,
        lastSeenAt: null,
      };
    })
    .toSorted((a, b) => b.breaking - a.breaking || b.risky - a.risky);
};

/** Who called the version: Parley sends nothing when a version is deprecated or retired. */
const ofCallers = async (
  em: EntityManager,
  asking: Asking,
  slug: string,
  version: ContractVersion,
): Promise<AudienceMember[]> => {
  const callers = await versionCallsOf(em, asking, slug, version);
  const rows = await em.find(Consumer, { id: { $in: callers.map(({ consumerId }) => consumerId) } });
  const consumers = new Map(rows.map((row) => [row.id, row]));
  return callers.map(({ consumerId, name, calls, lastSeenAt }) => ({
    consumerId,
    name,
    contactEmail: consumers.get(consumerId)?.contactEmail ?? null,
    technicalEmail: consumers.get(consumerId)?.technicalEmail ?? null,
    channels: [],
    breaking: 0,
    risky: 0,
    calls,
    lastSeenAt,
  }));
};

const withoutContacts = (member: AudienceMember): AudienceMember => ({
  ...member,
  contactEmail: null,
  technicalEmail: null,
});

/**
 * Who has to know of a step of a version before it is taken: whom Parley tells, by the same data as the act itself; whom
 * people have to tell; whom nobody can. Addresses are for who may read consumers.
 */
export const audienceOf = async (
  em: EntityManager,
  asking: Asking,
  { slug, id, act }: GetContractAudience,
): Promise<ContractAudienceView> => {
  const version = await loadVersion(em, await loadApi(em, slug), id);
  const members = await (act === 'publish' ? ofPublishing : ofCallers)(em, asking, slug, version);
  const mayRead = holds(scopesOf(asking.caller.principal), 'consumers:read');
  const shown = mayRead ? members : members.map(withoutContacts);
  const told = shown.filter(({ channels }) => channels.length > 0);
  const rest = shown.filter(({ channels }) => channels.length === 0);
  const byHand = rest.filter((one) => addressesOf(one).length > 0);
  const withoutContact = rest.filter((one) => addressesOf(one).length === 0);
  const addresses = [...new Set(byHand.flatMap(addressesOf))];
  return {
    act,
    told: told.slice(0, namedMax),
    toldCount: told.length,
    byHand: byHand.slice(0, namedMax),
    byHandCount: byHand.length,
    withoutContact: withoutContact.slice(0, namedMax),
    withoutContactCount: withoutContact.length,
    addresses: addresses.slice(0, addressesMax),
    addressCount: addresses.length,
    hasMail: asking.parts.mailer.isConfigured,
  };
};
