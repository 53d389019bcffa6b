import type { Measurement } from '../row.ts';
import { installFromNpm, peerDirectory } from './install.ts';
import { measurePeer } from './measure-peer.ts';

const release = { name: 'flowise', version: '3.1.4' };

/** Without a person who signs in there is no flow to run: start-up and memory only. */
export const flowise: Measurement = {
  name: 'flowise',
  async run() {
    const directory = peerDirectory('flowise');
    const program = await installFromNpm(release, directory, ['sqlite3']);
    return measurePeer({
      name: `Flowise ${release.version}`,
      program,
      environment: (port) => ({
        PORT: String(port),
        HOST: '127.0.0.1',
        DATABASE_PATH: directory,
        APIKEY_PATH: directory,
        SECRETKEY_PATH: directory,
        LOG_PATH: directory,
        BLOB_STORAGE_PATH: directory,
        DISABLE_FLOWISE_TELEMETRY: 'true',
      }),
      question: { path: '/api/v1/ping', expected: 'pong' },
      isWorkflow: false,
    });
  },
};
