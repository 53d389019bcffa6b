import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly content: Buffer;
  /** Unix mode with file type; a plain file by default. */
  readonly mode?: number;
  readonly stored?: boolean;
  readonly encrypted?: boolean;
  /** What the list of files claims instead of the true size. */
  readonly claimedBytes?: number;
}

/** Writes a zip file as tools do, or with the faults asked for. */
export function makeZip(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = [];
  const rows: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const data = part.stored ? part.content : deflateRawSync(part.content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(part.encrypted ? 1 : 0, 2);
    common.writeUInt16LE(part.stored ? 0 : 8, 4);
    common.writeUInt32LE(crc32(part.content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(part.claimedBytes ?? part.content.length, 18);
    common.writeUInt16LE(name.length, 22);
    bodies.push(Buffer.from('504b0304', 'hex'), common, name, data);
    const row = Buffer.alloc(46);
    row.writeUInt32LE(0x02014b50, 0);
    row.writeUInt16LE(0x031e, 4);
    common.copy(row, 6);
    row.writeUInt32LE(((part.mode ?? 0o100644) << 16) >>> 0, 38);
    row.writeUInt32LE(offset, 42);
    rows.push(row, name);
    offset += 30 + name.length + data.length;
  }
  const list = Buffer.concat(rows);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, list, end]);
}
