import { BlockList, isIP } from 'node:net';

/** Who asks and how, seen through the proxies we were told to believe. */
export interface ClientFacts {
  readonly address: string;
  readonly scheme: 'http' | 'https';
}

export interface PeerFacts {
  readonly address: string;
  readonly encrypted: boolean;
}

type ReadHeader = (name: string) => string | null | undefined;

/** Reads `X-Forwarded-For` and `-Proto` only from trusted peers; anybody else's are ignored. */
export function createClientFacts(
  trustedProxies: readonly string[],
): (peer: PeerFacts, header: ReadHeader) => ClientFacts {
  const trusted = new BlockList();
  for (const entry of trustedProxies) addTrusted(trusted, entry);
  const isTrusted = (address: string): boolean => {
    const family = isIP(address);
    return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
  return (peer, header) => {
    const scheme = peer.encrypted ? 'https' : 'http';
    if (trustedProxies.length === 0 || !isTrusted(peer.address))
      return { address: peer.address, scheme };
    // From the right: the first hop that is not one of ours is the client. What stands left of it
    // was written by the client itself, so an unreadable hop must not be passed over.
    const hops = (header('x-forwarded-for') ?? '').split(',').map(addressInHop);
    const client = hops.findLast((hop) => !isTrusted(hop));
    const said = (header('x-forwarded-proto') ?? '').split(',')[0]?.trim();
    return {
      address: client !== undefined && isIP(client) !== 0 ? client : peer.address,
      scheme: said === 'https' || said === 'http' ? said : scheme,
    };
  };
}

/** `1.2.3.4`, `1.2.3.4:5678`, `::1`, `[::1]`, `[::1]:5678`: proxies write all of these. */
function addressInHop(hop: string): string {
  const text = hop.trim();
  const bare =
    /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  return bare.replace(/^::ffff:(?=\d+\.)/i, '');
}

function addTrusted(list: BlockList, entry: string): void {
  if (entry === 'loopback') {
    list.addSubnet('127.0.0.0', 8, 'ipv4');
    list.addAddress('::1', 'ipv6');
    return;
  }
  const [address = '', prefix] = entry.split('/');
  const family = isIP(address);
  if (family === 0) throw new Error(`trustedProxies: ${entry} is not an address.`);
  const name = family === 6 ? 'ipv6' : 'ipv4';
  if (prefix === undefined) list.addAddress(address, name);
  else list.addSubnet(address, Number(prefix), name);
}
