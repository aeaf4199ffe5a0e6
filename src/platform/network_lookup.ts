import { lookup as lookupByName } from 'node:dns';
import { BlockList, isIPv6, type LookupFunction } from 'node:net';

/**
 * Looks up a name outside this machine: addresses of this machine alone, and link-local ones, are left out. The operator of a
 * name decides its target, and could point it to services meant only for this machine, such as the metadata service of a cloud.
 */
export function lookupExternal(lookup: LookupFunction = lookupByName): LookupFunction {
  return (name, options, done) =>
    lookup(name, { ...options, all: true }, (error, found) => {
      const all = Array.isArray(found) ? found : [];
      if (error !== null) return done(error, all);
      const kept = all.filter(({ address }) => !isNear(address));
      const [first] = kept;
      if (first === undefined) return done(leadsHere(name, all[0]?.address), []);
      return options.all === true ? done(null, kept) : done(null, first.address, first.family);
    });
}

function leadsHere(name: string, address = 'no address'): Error {
  return new Error(
    `${name} leads to ${address}, which is an address of this machine or its link; to allow it, name that address`,
  );
}

function isNear(address: string): boolean {
  return isIPv6(address) ? NEAR.check(address, 'ipv6') : NEAR.check(address, 'ipv4');
}

const NEAR = new BlockList();
for (const [from, bits] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
] as const)
  NEAR.addSubnet(from, bits, 'ipv4');
for (const [from, bits] of [
  ['::', 127],
  ['fe80::', 10],
] as const)
  NEAR.addSubnet(from, bits, 'ipv6');
