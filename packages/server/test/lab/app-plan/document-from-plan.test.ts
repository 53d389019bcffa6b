import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AppDocument } from '@outpost/contracts';
import { checkDocument } from '@outpost/dsl';
import { checkGraph } from '@outpost/engine';
import fc from 'fast-check';
import { createNodeKinds } from '@outpost/nodes';
import { defaultPlan, modeFor } from '../../../src/lab/app-plan/default-plan.ts';
import { documentFromPlan, type PlanFacts } from '../../../src/lab/app-plan/document-from-plan.ts';
import { readPlan } from '../../../src/lab/app-plan/plan.ts';

const kinds = createNodeKinds();
const model = { provider: 'openai', name: 'gpt' };

function built(plan: object, mode: PlanFacts['mode'] = 'workflow') {
  const read = readPlan(plan);
  assert.ok(read, 'the plan can be read');
  return documentFromPlan(read, { mode, model, language: 'en' });
}

function errorsIn(document: AppDocument): readonly string[] {
  return checkDocument(document, { kinds, checkGraph }).flatMap(({ severity, message }) =>
    severity === 'error' ? [message.en] : [],
  );
}

/** `a → b` for each edge; branches as `a[handle] → b`. */
function edgesOf({ graph }: AppDocument): readonly string[] {
  return graph.edges.map(
    ({ source, handle, target }) =>
      `${source}${handle === 'source' ? '' : `[${handle}]`} → ${target}`,
  );
}

function configOf({ graph }: AppDocument, id: string) {
  return graph.nodes.find((node) => node.id === id)?.config as Record<string, never>;
}

describe('a plan becomes an app', () => {
  test('steps in a row, named values as references, an output by name', () => {
    const { document, problems } = built({
      name: 'Summary',
      icon: '📝 memo',
      inputs: [{ name: 'Article text', label: 'Article', type: 'paragraph' }],
      steps: [
        { id: 'sum', do: 'ask_model', prompt: 'Sum up: {{article_text}}', system: 'Be brief.' },
        { id: 'title', do: 'ask_model', prompt: 'A title for {{sum}}, from {{ Article text }}' },
        { id: 'out', do: 'output', values: { summary: '{{sum}}', title: '{{title.text}}' } },
      ],
    });

    assert.deepEqual(problems, []);
    assert.deepEqual(errorsIn(document), []);
    assert.deepEqual(edgesOf(document), ['start → sum', 'sum → title', 'title → out']);
    assert.deepEqual(configOf(document, 'sum')['prompt_template'], [
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'Sum up: {{#start.article_text#}}' },
    ]);
    assert.match(
      JSON.stringify(configOf(document, 'title')),
      /A title for \{\{#sum.text#\}\}, from \{\{#start.article_text#\}\}/,
    );
    assert.deepEqual(configOf(document, 'out')['outputs'], [
      { variable: 'summary', value_selector: ['sum', 'text'], value_type: 'string' },
      { variable: 'title', value_selector: ['title', 'text'], value_type: 'string' },
    ]);
    assert.equal(document.profile.icon, '📝');
  });

  /*
   *            ┌ complaint ► apology ┐
   *   start ► sort                   ├► draft ► result
   *            └ question ► reply ───┘
   */
  test('branches that are joined again', () => {
    const { document, problems } = built({
      inputs: [{ name: 'mail' }],
      steps: [
        {
          id: 'sort',
          do: 'classify',
          text: '{{mail}}',
          classes: ['complaint', 'question'],
          next: { complaint: 'apology', Question: 'reply' },
        },
        { id: 'apology', do: 'ask_model', prompt: 'Apologise: {{mail}}' },
        { id: 'reply', do: 'ask_model', prompt: 'Answer: {{mail}}' },
        {
          id: 'draft',
          do: 'first_of',
          after: ['apology', 'reply'],
          first: ['{{apology}}', '{{reply}}'],
        },
        { id: 'result', do: 'output', values: { draft: '{{draft}}' } },
      ],
    });

    assert.deepEqual([problems, errorsIn(document)], [[], []]);
    assert.deepEqual(
      edgesOf(document).toSorted(),
      [
        'apology → draft',
        'draft → result',
        'reply → draft',
        'sort[1] → apology',
        'sort[2] → reply',
        'start → sort',
      ].toSorted(),
    );
    assert.deepEqual(configOf(document, 'draft')['variables'], [
      ['apology', 'text'],
      ['reply', 'text'],
    ]);
  });

  test('loose ends get an output of their own, joined when there are several', () => {
    const { document, problems } = built({
      inputs: [{ name: 'mail' }],
      steps: [
        {
          id: 'sort',
          do: 'classify',
          text: '{{mail}}',
          classes: ['a', 'b', 'c'],
          next: { a: 'one', b: 'two' },
        },
        { id: 'one', do: 'ask_model', prompt: '1 {{mail}}' },
        { id: 'two', do: 'ask_model', prompt: '2 {{mail}}' },
      ],
    });

    assert.deepEqual([problems, errorsIn(document)], [[], []]);
    assert.deepEqual(configOf(document, 'first_result')['variables'], [
      ['one', 'text'],
      ['two', 'text'],
    ]);
    assert.ok(edgesOf(document).includes('sort[3] → first_result'));
    assert.ok(edgesOf(document).includes('first_result → output_end'));
  });

  test('a chat knows the question, remembers, and answers on every way', () => {
    const { document, problems } = built(
      {
        opening: 'Hello!',
        suggestions: ['What can you do?'],
        inputs: [{ name: 'query' }],
        steps: [
          {
            id: 'check',
            do: 'if',
            all: [{ left: '{{query}}', operator: 'contains', right: 'refund' }],
            next: { yes: 'refund' },
          },
          { id: 'refund', do: 'ask_model', prompt: 'Explain refunds. They asked: {{query}}' },
        ],
      },
      'advanced-chat',
    );

    assert.deepEqual([problems, errorsIn(document)], [[], []]);
    assert.deepEqual(configOf(document, 'start')['variables'], []);
    assert.deepEqual(configOf(document, 'check')['cases'], [
      {
        case_id: 'true',
        logical_operator: 'and',
        conditions: [
          {
            id: 'check_1',
            variable_selector: ['sys', 'query'],
            comparison_operator: 'contains',
            value: 'refund',
          },
        ],
      },
    ]);
    const answers = document.graph.nodes.filter(({ kind }) => kind === 'answer');
    assert.deepEqual(
      answers.map(({ config }) => String(config['answer'])).toSorted(),
      ['Sorry, I cannot help with this.', '{{#refund.text#}}'].toSorted(),
    );
    assert.deepEqual(
      [document.features['opening_statement'], document.features['suggested_questions']],
      ['Hello!', ['What can you do?']],
    );
  });

  test('extracted fields, code, requests, templates and files are wired up', () => {
    const { document, problems } = built({
      inputs: [{ name: 'contract', type: 'file' }],
      steps: [
        { id: 'read', do: 'read_file', text: '{{contract}}' },
        {
          id: 'facts',
          do: 'extract',
          text: '{{read}}',
          fields: [
            { name: 'Due date', type: 'string' },
            { name: 'sum', type: 'float' },
          ],
        },
        {
          id: 'calc',
          do: 'code',
          language: 'python',
          code: 'def main(total):\n    return {"vat": total}',
          values: { total: '{{facts.sum}}' },
          results: ['vat'],
        },
        {
          id: 'rate',
          do: 'http',
          method: 'POST',
          url: 'https://rates.test/{{facts.due_date}}',
          body: '{"v": "{{calc.vat}}"}',
        },
        {
          id: 'text',
          do: 'template',
          text: 'Due {{facts.due_date}}: {{calc}} ({{rate.status_code}})',
        },
      ],
    });

    assert.deepEqual([problems, errorsIn(document)], [[], []]);
    assert.deepEqual(configOf(document, 'facts')['query'], ['read', 'text']);
    assert.deepEqual(configOf(document, 'calc')['variables'], [
      { variable: 'total', value_selector: ['facts', 'sum'], value_type: 'string' },
    ]);
    assert.equal(configOf(document, 'rate')['url'], 'https://rates.test/{{#facts.due_date#}}');
    assert.equal(
      configOf(document, 'text')['template'],
      'Due {{ facts_due_date }}: {{ calc_vat }} ({{ rate_status_code }})',
    );
    assert.deepEqual(configOf(document, 'output_end')['outputs'], [
      { variable: 'result', value_selector: ['text', 'output'], value_type: 'string' },
    ]);
    assert.equal((document.features['file_upload'] as { enabled: boolean }).enabled, true);
  });

  test('what a plan cannot mean is left out and told, and the rest still runs', () => {
    const { document, problems } = built({
      inputs: [{ name: 'text' }],
      steps: [
        { id: 'start', do: 'start' },
        { id: 'a', do: 'ask_model', prompt: 'Use {{nothing}} and {{text}}', after: ['c'] },
        { id: 'b', do: 'teleport' },
        { id: 'c', do: 'ask_model', prompt: '{{a}}', next: { x: 'nowhere' }, after: ['a'] },
      ],
    });

    assert.deepEqual(errorsIn(document), []);
    assert.deepEqual(problems, [
      'Step "b": "teleport" is not something that a step can do.',
      'Step "c" leads to "nowhere", which does not exist.',
      'Step "c" cannot come behind "a": that would be a circle.',
      'Step "a" names {{nothing}}, which does not exist.',
    ]);
  });

  test('steps that name nothing are given what came before them', () => {
    const { document } = built({
      inputs: [{ name: 'text' }],
      steps: [
        { id: 'a', do: 'llm', prompt: 'Translate into French.' },
        { id: 'b', do: 'llm', prompt: 'Make it rhyme.' },
      ],
    });

    assert.match(JSON.stringify(configOf(document, 'a')), /French\.\\n\\n\{\{#start\.text#\}\}/);
    assert.match(JSON.stringify(configOf(document, 'b')), /rhyme\.\\n\\n\{\{#a\.text#\}\}/);
  });

  test('names in Chinese become names that references can hold', () => {
    const { document, problems } = built({
      inputs: [{ name: '文章', label: '文章' }],
      steps: [{ id: '总结', do: 'ask_model', title: '总结', prompt: '总结：{{文章}}' }],
    });

    assert.deepEqual([problems, errorsIn(document)], [[], []]);
    const [, step] = document.graph.nodes;
    assert.equal(step?.title, '总结');
    assert.match(JSON.stringify(step?.config), /总结：\{\{#start\.value_\w+#\}\}/);
  });

  test('no two nodes lie on top of each other, and all go from left to right', () => {
    const { document } = built({
      inputs: [{ name: 'x' }],
      steps: [
        {
          id: 'sort',
          do: 'classify',
          text: '{{x}}',
          classes: ['a', 'b', 'c', 'd'],
          next: { a: 'n1', b: 'n2', c: 'n3', d: 'n4' },
        },
        ...['n1', 'n2', 'n3', 'n4'].map((id) => ({ id, do: 'ask_model', prompt: '{{x}}' })),
        {
          id: 'join',
          do: 'first_of',
          after: ['n1', 'n2', 'n3', 'n4'],
          first: ['{{n1}}', '{{n2}}'],
        },
      ],
    });

    const places = document.graph.nodes.map(({ position }) => `${position.x} ${position.y}`);
    assert.equal(new Set(places).size, places.length);
    const x = new Map(document.graph.nodes.map(({ id, position }) => [id, position.x]));
    for (const { source, target } of document.graph.edges)
      assert.ok((x.get(source) ?? 0) < (x.get(target) ?? 0), `${source} is left of ${target}`);
  });

  test('whatever JSON a model writes, it is refused or gives an app without errors', () => {
    const odd: readonly unknown[] = [
      null,
      [],
      'plan',
      { steps: 'none' },
      { steps: [] },
      { steps: [null, 3, 'ask'] },
      { steps: [{ do: 'output' }] },
      { steps: [{ prompt: 'x' }], inputs: 'text' },
      { plan: { steps: [{ type: 'llm', prompt: 42 }] } },
      { steps: [{ id: 'a', do: 'if', all: [{}], next: { yes: 'a', no: 'a' } }] },
      { steps: [{ id: 'a', do: 'classify', classes: 'x, y', next: 7 }], inputs: [{ name: '!!!' }] },
      {
        steps: [
          { id: 'sys', do: 'ask', prompt: '{{sys}}' },
          { id: 'sys', do: 'ask', prompt: '{{}}' },
        ],
      },
      { steps: Array.from({ length: 30 }, () => ({ do: 'ask_model', prompt: 'p' })) },
      {
        steps: [
          { id: 'f', do: 'first_of' },
          { id: 't', do: 'template' },
          { id: 'c', do: 'code', code: 'main' },
        ],
      },
    ];
    for (const json of odd) {
      const plan = readPlan(json);
      for (const mode of plan ? (['workflow', 'advanced-chat'] as const) : []) {
        const { document } = documentFromPlan(plan as never, { mode, model, language: 'zh' });
        assert.deepEqual(errorsIn(document), [], JSON.stringify(json));
      }
    }
  });
});

test('whatever steps a plan puts in whatever order, the app has no error and no circle', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'start', '城市');
  const step = fc.record(
    {
      id,
      do: fc.constantFrom(
        'ask_model',
        'classify',
        'if',
        'first_of',
        'template',
        'output',
        'answer',
        'extract',
        '?',
      ),
      prompt: fc.constantFrom('', 'Do {{a}} and {{input}}', '{{b.text}}'),
      text: fc.constantFrom('', '{{query}}', '{{c}}', 'plain'),
      classes: fc.constantFrom([], ['x'], ['x', 'y']),
      fields: fc.constantFrom([], [{ name: 'f' }]),
      all: fc.constantFrom([], [{ left: '{{a}}', operator: 'is', right: 'b' }]),
      next: fc.dictionary(fc.constantFrom('x', 'y', 'yes', 'no'), id, { maxKeys: 2 }),
      after: fc.array(id, { maxLength: 2 }),
    },
    { requiredKeys: ['id', 'do'] },
  );
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 7 }),
      fc.constantFrom('workflow' as const, 'advanced-chat' as const),
      (steps, mode) => {
        const plan = readPlan({ inputs: [{ name: 'input' }], steps });
        if (!plan) return;
        const { document } = documentFromPlan(plan, { mode, model, language: 'en' });
        assert.deepEqual(errorsIn(document), []);
        const ids = new Set(document.graph.nodes.map((node) => node.id));
        assert.ok(
          document.graph.edges.every(({ source, target }) => ids.has(source) && ids.has(target)),
        );
      },
    ),
    { numRuns: 100 },
  );
});

test('the default plan is an app that runs, for both kinds and languages', () => {
  for (const mode of ['workflow', 'advanced-chat'] as const)
    for (const language of ['en', 'zh'] as const) {
      const plan = defaultPlan('Write haiku about the given text. Be kind.', mode, language);
      const { document, problems } = documentFromPlan(plan, { mode, model, language });
      assert.deepEqual([problems, errorsIn(document)], [[], []]);
      assert.match(JSON.stringify(document.graph), /Write haiku/);
    }
});

test('a description of somebody to talk to asks for a chat', () => {
  assert.equal(modeFor('A support bot for our bank'), 'advanced-chat');
  assert.equal(modeFor('做一个客服助手'), 'advanced-chat');
  assert.equal(modeFor('Translate contracts and list their risks'), 'workflow');
});
