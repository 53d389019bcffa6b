import { isIP, BlockList } from 'node:net';
import { ipv6Groups } from '../http/ipv6-groups.ts';

/**
 * Which addresses workflow nodes may reach. Inner networks are the point of this product, so
 * private ranges are open; the machine itself, link-local and cloud metadata are not, unless an
 * administrator allows the host by name.
 */
export interface AddressPolicy {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: string };

const refused = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.192', 32],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  refused.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['fe80::', 10],
  ['fd00:ec2::', 32],
  ['ff00::', 8],
] as const)
  refused.addSubnet(network, prefix, 'ipv6');

/** Where an IPv6 address of these networks carries an IPv4 address: a gateway would unwrap it. */
const carriers = [
  { network: '::', prefix: 96, group: 6 },
  { network: '::ffff:0:0', prefix: 96, group: 6 },
  { network: '::ffff:0:0:0', prefix: 96, group: 6 },
  // NAT64 (RFC 6052, RFC 8215) and 6to4 (RFC 3056).
  { network: '64:ff9b::', prefix: 96, group: 6 },
  { network: '64:ff9b:1::', prefix: 48, group: 6 },
  { network: '2002::', prefix: 16, group: 1 },
].map(({ network, prefix, group }) => {
  const list = new BlockList();
  list.addSubnet(network, prefix, 'ipv6');
  return { list, group };
});
/** Teredo (RFC 4380) hides its IPv4 address in more than one way; nothing inside uses it. */
refused.addSubnet('2001::', 32, 'ipv6');

/** Judges a host by name, before it is looked up. */
export function judgeHost(url: URL, policy: AddressPolicy): Verdict & { readonly listed: boolean } {
  const named = (pattern: string): boolean => isHostMatch(url, pattern);
  if (policy.deny.some(named))
    return { allowed: false, reason: 'an administrator denied it', listed: true };
  if (policy.allow.some(named)) return { allowed: true, listed: true };
  const host = bareHost(url);
  if (isIP(host)) return { ...judgeAddress(host), listed: false };
  return { allowed: true, listed: false };
}

/** Judges what a name was looked up to: a name may point anywhere, so this is asked at connect time. */
export function judgeAddress(address: string): Verdict {
  const plain = address.replace(/%.*$/, '');
  const isSixed = isIP(plain) === 6;
  const carried = isSixed ? carriedAddress(plain) : null;
  if (
    isIP(plain) === 0 ||
    refused.check(plain, isSixed ? 'ipv6' : 'ipv4') ||
    (carried !== null && refused.check(carried, 'ipv4'))
  )
    return { allowed: false, reason: 'it belongs to this machine or to a reserved range' };
  return { allowed: true };
}

/** The IPv4 address inside of an IPv6 address; null when it carries none. */
function carriedAddress(address: string): string | null {
  const carrier = carriers.find(({ list }) => list.check(address, 'ipv6'));
  if (!carrier) return null;
  const groups = ipv6Groups(address);
  const bits = [groups[carrier.group] ?? 0, groups[carrier.group + 1] ?? 0];
  return bits.flatMap((group) => [group >> 8, group & 255]).join('.');
}

function isHostMatch(url: URL, pattern: string): boolean {
  const host = bareHost(url);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const [, name = '', wantedPort] =
    /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(pattern.toLowerCase()) ?? [];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const wanted = name.replace(/^\[|\]$/g, '');
  return (
    wanted === '*' || wanted === host || (wanted.startsWith('*.') && host.endsWith(wanted.slice(1)))
  );
}

/** The URL parser has made decimal, octal and hexadecimal addresses plain; a dot at the end names the same host. */
function bareHost(url: URL): string {
  return url.hostname.toLowerCase().replace(/^\[|\]$|\.$/g, '');
}
