import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurement } from '../row.ts';
import { installFromNpm, peerDirectory, runCommand } from './install.ts';
import { measurePeer } from './measure-peer.ts';

const id = 'benchStartToEnd1';

/** A webhook whose last node's output is the answer: n8n's start → end. */
const workflow = {
  id,
  name: 'Start to end',
  active: false,
  settings: {},
  nodes: [
    {
      id: 'start',
      name: 'Start',
      type: 'n8n-nodes-base.webhook',
      typeVersion: 2,
      position: [0, 0],
      webhookId: 'bench',
      parameters: { httpMethod: 'POST', path: 'bench', responseMode: 'lastNode', options: {} },
    },
    {
      id: 'end',
      name: 'End',
      type: 'n8n-nodes-base.noOp',
      typeVersion: 1,
      position: [200, 0],
      parameters: {},
    },
  ],
  connections: { Start: { main: [[{ node: 'End', type: 'main', index: 0 }]] } },
};

const release = { name: 'n8n', version: '2.39.10' };

export const n8n: Measurement = {
  name: 'n8n',
  async run() {
    const directory = peerDirectory('n8n');
    const program = await installFromNpm(release, directory, ['sqlite3']);
    const file = join(directory, 'workflow.json');
    writeFileSync(file, JSON.stringify([workflow]));
    const environment = {
      N8N_USER_FOLDER: directory,
      N8N_LISTEN_ADDRESS: '127.0.0.1',
      N8N_DIAGNOSTICS_ENABLED: 'false',
      N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
      N8N_TEMPLATES_ENABLED: 'false',
      N8N_LOG_LEVEL: 'error',
    };
    const env = { ...process.env, ...environment };
    await runCommand(program, ['import:workflow', `--input=${file}`], { env });
    await runCommand(program, ['publish:workflow', `--id=${id}`], { env });
    return measurePeer({
      name: `n8n ${release.version}`,
      program,
      environment: (port) => ({ ...environment, N8N_PORT: String(port) }),
      question: { path: '/webhook/bench', body: { text: 'hello' }, expected: '"text":"hello"' },
      isWorkflow: true,
    });
  },
};
