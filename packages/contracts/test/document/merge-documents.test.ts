import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeDocuments, type AppDocument, type GraphNode } from '../../src/index.ts';
import { adding, edge, node, smallDocument, withNode, withoutNode } from './documents.ts';

const titled = (title: string) => (item: GraphNode) => ({ ...item, title });
const configured =
  (more: GraphNode['config']) =>
  (item: GraphNode): GraphNode => ({ ...item, config: { ...item.config, ...more } });
const nodeOf = (document: AppDocument, id: string) =>
  document.graph.nodes.find((item) => item.id === id);
const idsOf = (document: AppDocument) => document.graph.nodes.map(({ id }) => id).toSorted();
const linesOf = (document: AppDocument) =>
  document.graph.edges.map(({ source, target }) => `${source}→${target}`).toSorted();

test('changes of different fields of one node come together', () => {
  const base = smallDocument();
  const yours = withNode(base, 'llm', titled('Writer'));
  const theirs = withNode(base, 'llm', (llm) => ({
    ...configured({
      model: { provider: 'p', name: 'big', completion_params: { temperature: 0.7 } },
    })(llm),
    position: { x: 5, y: 6 },
  }));

  const { document, conflicts } = mergeDocuments({ base, yours, theirs });

  assert.deepEqual(conflicts, []);
  const merged = nodeOf(document, 'llm');
  assert.deepEqual(
    [merged?.title, merged?.position, merged?.config['model']],
    [
      'Writer',
      { x: 5, y: 6 },
      { provider: 'p', name: 'big', completion_params: { temperature: 0.7 } },
    ],
  );
});

test('two prompts of one node are changed by two people without a conflict', () => {
  const base = smallDocument();
  const prompts = (system: string, user: string) =>
    configured({
      prompt_template: [
        { role: 'system', text: system },
        { role: 'user', text: user },
      ],
    });

  const { document, conflicts } = mergeDocuments({
    base,
    yours: withNode(base, 'llm', prompts('Be kind.', '{{#start.city#}}')),
    theirs: withNode(base, 'llm', prompts('Be brief.', 'City: {{#start.city#}}')),
  });

  assert.deepEqual(conflicts, []);
  assert.deepEqual(nodeOf(document, 'llm')?.config['prompt_template'], [
    { role: 'system', text: 'Be kind.' },
    { role: 'user', text: 'City: {{#start.city#}}' },
  ]);
});

test('a field that both changed is a conflict with all three values, and theirs stands until one chooses', () => {
  const base = smallDocument();
  const yours = withNode(base, 'llm', titled('Mine'));
  const theirs = withNode(base, 'llm', titled('Other'));

  const merged = mergeDocuments({ base, yours, theirs });
  const chosen = mergeDocuments({ base, yours, theirs, choose: () => 'yours' });

  assert.deepEqual(merged.conflicts, [
    {
      path: ['graph', 'nodes', 'llm', 'title'],
      base: 'LLM',
      yours: 'Mine',
      theirs: 'Other',
      nodeId: 'llm',
      title: 'Other',
    },
  ]);
  assert.equal(nodeOf(merged.document, 'llm')?.title, 'Other');
  assert.equal(nodeOf(chosen.document, 'llm')?.title, 'Mine');
});

test('the same change on both sides is no conflict', () => {
  const base = smallDocument();
  const both = withNode(base, 'llm', titled('Same'));

  assert.deepEqual(
    mergeDocuments({ base, yours: both, theirs: structuredClone(both) }).conflicts,
    [],
  );
});

test('nodes and edges that both added are all there, a line drawn twice once', () => {
  const base = smallDocument();
  const yours = adding(
    base,
    [node('a', 'code')],
    [edge('x', 'start', 'a'), edge('y', 'start', 'end')],
  );
  const theirs = adding(
    base,
    [node('b', 'code')],
    [edge('z', 'b', 'end'), edge('w', 'start', 'end')],
  );

  const { document, conflicts } = mergeDocuments({ base, yours, theirs });

  assert.deepEqual(conflicts, []);
  assert.deepEqual(idsOf(document), ['a', 'b', 'end', 'llm', 'start']);
  assert.deepEqual(linesOf(document), ['b→end', 'llm→end', 'start→a', 'start→end', 'start→llm']);
});

test('a node that one deleted and the other only moved is gone, with its edges', () => {
  const base = smallDocument();
  const yours = withoutNode(base, 'llm');
  const theirs = withNode(base, 'llm', (llm) => ({ ...llm, position: { x: 1, y: 1 } }));

  const { document, conflicts } = mergeDocuments({ base, yours, theirs });

  assert.deepEqual([conflicts, idsOf(document), linesOf(document)], [[], ['end', 'start'], []]);
});

test('a node that one deleted and the other changed is a conflict; whoever wins, its edges go its way', () => {
  const base = smallDocument();
  const yours = withNode(base, 'llm', titled('Kept'));
  const theirs = withoutNode(base, 'llm');

  const merged = mergeDocuments({ base, yours, theirs });
  const kept = mergeDocuments({ base, yours, theirs, choose: () => 'yours' });

  assert.deepEqual(
    merged.conflicts.map(({ path, title, theirs: gone }) => [path, title, gone]),
    [[['graph', 'nodes', 'llm'], 'Kept', undefined]],
  );
  assert.deepEqual([idsOf(merged.document), linesOf(merged.document)], [['end', 'start'], []]);
  assert.equal(nodeOf(kept.document, 'llm')?.title, 'Kept');
  assert.deepEqual(linesOf(kept.document), ['llm→end', 'start→llm']);
});

test('an edge drawn to a node that the other deleted is a conflict about that node', () => {
  const base = smallDocument();
  const yours = adding(base, [node('new', 'code')], [edge('n', 'new', 'llm')]);
  const theirs = withoutNode(base, 'llm');

  const { document, conflicts } = mergeDocuments({ base, yours, theirs });

  assert.deepEqual(
    conflicts.map(({ nodeId }) => nodeId),
    ['llm'],
  );
  assert.deepEqual([idsOf(document), linesOf(document)], [['end', 'new', 'start'], []]);
});

test('a container that one deleted and the other changed inside is one conflict, decided as a whole', () => {
  const inside = [
    node('box', 'iteration'),
    node('in-start', 'iteration-start', {}, { parentId: 'box' }),
    node('in-code', 'code', {}, { parentId: 'box' }),
  ];
  const base = adding(smallDocument(), inside, [edge('i', 'in-start', 'in-code')]);
  const yours = withoutNode(base, 'box');
  const theirs = withNode(base, 'in-code', configured({ code: 'x' }));

  const merged = mergeDocuments({ base, yours, theirs });
  const deleted = mergeDocuments({ base, yours, theirs, choose: () => 'yours' });

  assert.deepEqual(
    merged.conflicts.map(({ path }) => path),
    [['graph', 'nodes', 'box']],
  );
  assert.deepEqual(idsOf(merged.document), ['box', 'end', 'in-code', 'in-start', 'llm', 'start']);
  assert.ok(linesOf(merged.document).includes('in-start→in-code'));
  assert.deepEqual(idsOf(deleted.document), ['end', 'llm', 'start']);
});

test('a node put into a container that the other deleted does not hang in the air', () => {
  const base = adding(smallDocument(), [node('box', 'iteration')]);
  const yours = adding(base, [node('child', 'code', {}, { parentId: 'box' })]);
  const theirs = withoutNode(base, 'box');

  const { document } = mergeDocuments({ base, yours, theirs });

  assert.deepEqual(idsOf(document), ['end', 'llm', 'start']);
});

test('variables, features and items of lists are merged one by one', () => {
  const base = smallDocument();
  const [mood] = base.conversationVariables;
  assert.ok(mood);
  const yours = {
    ...withNode(
      base,
      'start',
      configured({ variables: [{ variable: 'city', type: 'paragraph' }] }),
    ),
    features: { ...base.features, opening_statement: 'Hello' },
    conversationVariables: [{ ...mood, value: 'fine' }],
  };
  const theirs = {
    ...withNode(
      base,
      'start',
      configured({
        variables: [
          { variable: 'street', type: 'text-input' },
          { variable: 'city', type: 'text-input' },
        ],
      }),
    ),
    features: { ...base.features, file_upload: { enabled: true } },
    conversationVariables: [mood, { ...mood, id: 'v2', name: 'level' }],
  };

  const { document, conflicts } = mergeDocuments({ base, yours, theirs });

  assert.deepEqual(conflicts, []);
  assert.deepEqual(document.features, {
    opening_statement: 'Hello',
    file_upload: { enabled: true },
  });
  assert.deepEqual(
    document.conversationVariables.map(({ name, value }) => [name, value]),
    [
      ['mood', 'fine'],
      ['level', 'good'],
    ],
  );
  assert.deepEqual(nodeOf(document, 'start')?.config['variables'], [
    { variable: 'street', type: 'text-input' },
    { variable: 'city', type: 'paragraph' },
  ]);
});

test('a list that both put in another order is a conflict, its items are merged all the same', () => {
  const cases = (...ids: string[]) => configured({ cases: ids.map((id) => ({ id })) });
  const base = withNode(smallDocument(), 'end', cases('a', 'b', 'c'));
  const yours = withNode(base, 'end', cases('b', 'a', 'c'));
  const theirs = withNode(base, 'end', cases('c', 'a', 'b', 'd'));

  const { document, conflicts } = mergeDocuments({ base, yours, theirs });

  assert.deepEqual(
    conflicts.map(({ path }) => path),
    [['graph', 'nodes', 'end', 'config', 'cases']],
  );
  assert.deepEqual(nodeOf(document, 'end')?.config['cases'], [
    { id: 'c' },
    { id: 'a' },
    { id: 'b' },
    { id: 'd' },
  ]);
});

test('where one scrolls and what one selects is never a conflict', () => {
  const base = smallDocument();
  const looking = (selected: boolean, x: number) => {
    const document = withNode(base, 'llm', (llm) => ({ ...llm, extra: { selected } }));
    return { ...document, graph: { ...document.graph, viewport: { x, y: 0, zoom: 1 } } };
  };

  const { document, conflicts } = mergeDocuments({
    base,
    yours: looking(true, 3),
    theirs: looking(false, 8),
  });

  assert.deepEqual(conflicts, []);
  assert.equal(document.graph.viewport.x, 3);
});

test('the profile is never taken from a draft', () => {
  const base = smallDocument();
  const renamed = { ...base, profile: { ...base.profile, name: 'Renamed by settings' } };

  const { document, conflicts } = mergeDocuments({
    base,
    yours: { ...base, profile: { ...base.profile, name: 'Old tab' } },
    theirs: renamed,
  });

  assert.deepEqual([conflicts, document.profile.name], [[], 'Renamed by settings']);
});
