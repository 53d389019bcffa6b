import type { GraphProblem } from '@outpost/contracts';

type Words = Readonly<Record<string, string>>;

/** Builds a problem from one of the sentences below. */
export function graphProblem(
  name: keyof typeof sentences,
  {
    words = {},
    ...place
  }: { readonly nodeId?: string; readonly edgeId?: string; readonly words?: Words },
): GraphProblem {
  const { en, zh } = sentences[name];
  return {
    severity: warnings.has(name) ? 'warning' : 'error',
    nodeId: place.nodeId ?? null,
    edgeId: place.edgeId ?? null,
    path: '',
    message: fill(en, words),
    messageZh: fill(zh, words),
  };
}

function fill(sentence: string, words: Words): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole);
}

// No full stop at the end: `graph_invalid` puts these inside its own sentence.
const sentences = {
  nodeWithoutId: { en: 'a node “{node}” has no id', zh: '节点“{node}”没有 id' },
  nodeTwice: { en: 'two nodes have the id “{node}”', zh: '有两个节点使用了同一个 id“{node}”' },
  kindUnknown: {
    en: 'node “{node}” is of the kind “{kind}”, which this installation does not know',
    zh: '节点“{node}”的类型“{kind}”在当前安装中不存在',
  },
  kindNotForMode: {
    en: 'node “{node}” ({kind}) is not made for apps of the mode {mode}',
    zh: '节点“{node}”（{kind}）不适用于 {mode} 模式的应用',
  },
  parentUnknown: {
    en: 'node “{node}” lies inside “{parent}”, which is not in the graph',
    zh: '节点“{node}”所属的容器“{parent}”不在流程中',
  },
  parentNoContainer: {
    en: 'node “{node}” lies inside “{parent}”, which cannot hold other nodes',
    zh: '节点“{node}”位于“{parent}”之内，但后者不能包含其他节点',
  },
  parentCycle: {
    en: 'node “{node}” lies inside itself',
    zh: '节点“{node}”被包含在它自身之中',
  },
  edgeTwice: { en: 'two edges have the id “{edge}”', zh: '有两条连线使用了同一个 id“{edge}”' },
  edgeEndUnknown: {
    en: 'edge “{edge}” is tied to the node “{node}”, which is not in the graph',
    zh: '连线“{edge}”指向的节点“{node}”不在流程中',
  },
  edgeCrosses: {
    en: 'edge “{edge}” leads from “{source}” to “{target}” through the wall of a container',
    zh: '连线“{edge}”从“{source}”到“{target}”，穿越了容器的边界',
  },
  cycle: {
    en: 'the edges lead from node “{node}” back to itself',
    zh: '连线从节点“{node}”出发又回到了它自身',
  },
  containerWithoutStart: {
    en: 'container “{node}” has no start node inside',
    zh: '容器“{node}”内没有开始节点',
  },
  containerStartWrong: {
    en: 'container “{node}” begins with “{start}”, which is not a start node inside it',
    zh: '容器“{node}”的起点“{start}”不是其内部的开始节点',
  },
  handleUnknown: {
    en: 'node “{node}” has no way out called “{handle}”, so the edge “{edge}” is never taken',
    zh: '节点“{node}”没有名为“{handle}”的出口，连线“{edge}”永远不会执行',
  },
  neverReached: {
    en: 'nothing leads to node “{node}”, so it never runs',
    zh: '没有连线通向节点“{node}”，它不会执行',
  },
  rootDisabled: {
    en: 'node “{node}” begins the flow and is run although it is switched off',
    zh: '节点“{node}”是流程起点，停用无效，仍会执行',
  },
  noRoot: { en: 'there is no node to start with', zh: '流程没有开始节点' },
  rootUnknown: {
    en: 'a run cannot start with node “{node}”',
    zh: '运行不能从节点“{node}”开始',
  },
} as const;

// Such graphs run all the same, so this is told to authors and never refuses a run.
const warnings: ReadonlySet<keyof typeof sentences> = new Set([
  'kindNotForMode',
  'handleUnknown',
  'neverReached',
  'rootDisabled',
]);
