import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyMapping, importReport, readAppFile } from '../../src/index.ts';
import { corpusFiles, ownFile } from '../app-files.ts';
import { createInstallation, createKind } from '../installation.ts';

const models = readAppFile(ownFile('models-and-secrets.yml')).document;

describe('importReport', () => {
  it('names, for each node, what is missing here', () => {
    const report = importReport(models, createInstallation());

    assert.deepEqual(
      report.needs.map(({ type, what, nodeId, path }) => [nodeId, type, what, path]),
      [
        [
          'know',
          'model',
          'langgenius/jina/jina / jina-reranker-v2',
          'multiple_retrieval_config.reranking_model',
        ],
        ['know', 'dataset', '4d3a5cbd-9a31-4a6c-b7ef-c81e52fd2a59', 'dataset_ids'],
        [
          'know',
          'dataset',
          'q8Jm0n1Hc7aYt0pF7v2u5mUu9Ykz0f3b6o2q7s1xJvE4xqZ0mHk0rM0bq7sUO5Hh',
          'dataset_ids',
        ],
        ['ask', 'model', 'langgenius/openai/openai / gpt-4o', 'model'],
        ['ask2', 'model', 'langgenius/openai/openai / gpt-4o', 'model'],
        ['weather', 'plugin', 'someone/weather', ''],
        ['agent', 'model', 'deepseek / deepseek-chat', 'agent_parameters.model.value'],
        ['agent', 'plugin', 'langgenius/time', 'agent_parameters.tools.value[0]'],
        ['agent', 'plugin', 'langgenius/agent', 'agent_strategy_provider_name'],
        ['ask2', 'secret', 'EMPTY_KEY', ''],
      ],
    );
    assert.equal(report.runnable, 'no');
  });

  it('asks once for each missing thing, and says who waits for it', () => {
    const report = importReport(models, createInstallation());

    assert.deepEqual(
      report.slots.map(({ id, usedBy }) => [id, usedBy]),
      [
        ['model:rerank:langgenius/jina/jina:jina-reranker-v2', ['know']],
        ['dataset:4d3a5cbd-9a31-4a6c-b7ef-c81e52fd2a59', ['know']],
        ['dataset:q8Jm0n1Hc7aYt0pF7v2u5mUu9Ykz0f3b6o2q7s1xJvE4xqZ0mHk0rM0bq7sUO5Hh', ['know']],
        ['model:chat:langgenius/openai/openai:gpt-4o', ['ask', 'ask2']],
        ['model:chat:deepseek:deepseek-chat', ['agent']],
        ['secret:EMPTY_KEY', ['ask2']],
      ],
    );
  });

  it('says that an app runs after mapping when nothing has to be installed', () => {
    const report = importReport(
      models,
      createInstallation({ hasPlugin: () => true, hasTool: () => true }),
    );

    assert.equal(report.runnable, 'after-mapping');
  });

  it('says that an app runs when everything is here', () => {
    const all = {
      hasPlugin: () => true,
      hasTool: () => true,
      hasModel: () => true,
      hasDataset: () => true,
    };
    const filled = applyMapping(models, { environment: { EMPTY_KEY: 'k' } });

    assert.deepEqual(importReport(filled, createInstallation(all)).runnable, 'yes');
  });

  it('names node kinds that do not exist, and what a kind lacks', () => {
    const kinds = new Map([
      ['start', createKind({ type: 'start' })],
      ['agent', createKind({ type: 'agent', lacks: () => 'a portable agent' })],
    ]);
    const { document } = readAppFile(ownFile('portable-agents.yml'));

    const without = importReport(document, createInstallation({ kinds: new Map() }));
    const lacking = importReport(document, createInstallation({ kinds }));

    assert.deepEqual(
      without.needs.map(({ type, what }) => [type, what]),
      [
        ['node-kind', 'start'],
        ['node-kind', 'agent'],
      ],
    );
    assert.deepEqual(
      lacking.needs.map(({ type, what }) => [type, what]),
      [['requirement', 'a portable agent']],
    );
  });

  it('lists the packages of the file, and whether they are needed here', () => {
    const replacesPlugin = (id: string): boolean => id === 'langgenius/openai';
    const report = importReport(models, createInstallation({ replacesPlugin }));

    assert.deepEqual(
      report.packages.map(({ id, version, source, needed }) => [id, version, source, needed]),
      [
        ['langgenius/openai', '0.2.6', 'marketplace', false],
        ['someone/weather', '1.0.0', 'github', true],
        ['afeaad50-1111-2222-3333-444444444444/agent', '0.0.1', 'package', true],
      ],
    );
  });

  it('infers the packages of a file that lists none; tools and strategies have no stand-in', () => {
    const report = importReport(
      { ...models, dependencies: [] },
      createInstallation({ replacesPlugin: (id) => id.startsWith('langgenius/') }),
    );

    assert.deepEqual(
      report.packages.map(({ id, source, needed }) => [id, source, needed]),
      [
        ['someone/weather', 'inferred', true],
        ['langgenius/time', 'inferred', true],
        ['langgenius/agent', 'inferred', true],
        ['langgenius/jina', 'inferred', false],
        ['langgenius/openai', 'inferred', false],
        ['langgenius/deepseek', 'inferred', false],
      ],
    );
  });

  it('reports on a classic app’s model, knowledge bases and tools', () => {
    const chat = importReport(
      readAppFile(ownFile('classic-chat.yml')).document,
      createInstallation(),
    );
    const agent = importReport(
      readAppFile(ownFile('classic-agent.yml')).document,
      createInstallation(),
    );

    assert.deepEqual(
      [...chat.needs, ...agent.needs].map(({ type, path }) => [type, path]),
      [
        ['model', 'model_config.model'],
        ['dataset', 'model_config.dataset_configs.datasets.datasets[0]'],
        ['model', 'model_config.model'],
        ['plugin', 'model_config.agent_mode.tools[0]'],
      ],
    );
  });

  for (const { name, text } of corpusFiles())
    it(`finds every chat model of ${name}`, () => {
      const { document } = readAppFile(text);
      const asked = new Set<string>();
      const hasModel = (ref: { readonly provider: string; readonly name: string }): boolean => {
        asked.add(`${ref.provider}/${ref.name}`);
        return true;
      };

      importReport(document, createInstallation({ hasModel }));

      for (const node of document.graph.nodes)
        if (node.kind === 'llm') {
          const model = node.config['model'] as {
            readonly provider: string;
            readonly name: string;
          };
          assert.ok(asked.has(`${model.provider}/${model.name}`));
        }
    });
});

describe('applyMapping', () => {
  it('rewrites a model, a knowledge base and a secret everywhere, and nothing else', () => {
    const from = { provider: 'langgenius/openai/openai', name: 'gpt-4o' };
    const to = { provider: 'ollama', name: 'qwen3:8b' };

    const mapped = applyMapping(models, {
      models: [
        { from, to },
        { from: { provider: 'deepseek', name: 'deepseek-chat' }, to },
        {
          from: { provider: 'langgenius/jina/jina', name: 'jina-reranker-v2' },
          to: { provider: 'local', name: 'bge' },
        },
      ],
      datasets: {
        '4d3a5cbd-9a31-4a6c-b7ef-c81e52fd2a59': 'here',
        q8Jm0n1Hc7aYt0pF7v2u5mUu9Ykz0f3b6o2q7s1xJvE4xqZ0mHk0rM0bq7sUO5Hh: null,
      },
      environment: { EMPTY_KEY: 'filled' },
    });

    const has = { hasPlugin: () => true, hasTool: () => true };
    const asked = new Set<string>();
    const report = importReport(
      mapped,
      createInstallation({
        ...has,
        hasModel: ({ provider, name }, kind) => asked.add(`${kind} ${provider} ${name}`) !== null,
        hasDataset: (id) => id === 'here',
      }),
    );
    assert.deepEqual([...asked], ['rerank local bge', 'chat ollama qwen3:8b']);
    assert.deepEqual(report.needs, []);
    assert.deepEqual(applyMapping(models, {}), models);
  });

  it('rewrites a classic app’s knowledge base, and switches off one that is dropped', () => {
    const { document } = readAppFile(ownFile('classic-chat.yml'));
    const id = '4d3a5cbd-9a31-4a6c-b7ef-c81e52fd2a59';

    const kept = importReport(
      applyMapping(document, { datasets: { [id]: 'here' } }),
      createInstallation(),
    );
    const dropped = importReport(
      applyMapping(document, { datasets: { [id]: null } }),
      createInstallation(),
    );

    assert.deepEqual(
      kept.needs.filter((need) => need.type === 'dataset').map((need) => need.what),
      ['here'],
    );
    assert.deepEqual(
      dropped.needs.filter((need) => need.type === 'dataset'),
      [],
    );
  });
});
