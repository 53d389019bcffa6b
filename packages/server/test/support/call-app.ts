/** App files whose nodes call a server, so that a test sees which of them really ran. JSON is YAML. */
interface NodeData {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** A node that asks the server for a path and gives the path as `body`. */
export function call(host: string, path: string): NodeData {
  return {
    type: 'http-request',
    method: 'get',
    url: `http://${host}/${path}`,
    params: '',
    headers: '',
    authorization: { type: 'no-auth', config: null },
    body: { type: 'none', data: [] },
  };
}

export function end(outputs: Readonly<Record<string, readonly string[]>>): NodeData {
  return {
    type: 'end',
    outputs: Object.entries(outputs).map(([variable, value_selector]) => ({
      variable,
      value_selector,
    })),
  };
}

const text = { label: 'Text', type: 'text-input', max_length: 200, required: false };

export function start(...variables: readonly string[]): NodeData {
  return { type: 'start', variables: variables.map((variable) => ({ ...text, variable })) };
}

/** Nodes by id; edges as `a > b` or `a.handle > b`. */
export function appFile(
  nodes: Readonly<Record<string, NodeData>>,
  edges: readonly string[],
  {
    mode = 'workflow',
    ...workflow
  }: { readonly mode?: string; readonly [key: string]: unknown } = {},
): string {
  return JSON.stringify({
    kind: 'app',
    version: '0.3.0',
    app: { name: 'Calls', mode },
    workflow: {
      ...workflow,
      graph: {
        nodes: Object.entries(nodes).map(([id, { parentId, ...data }]) => ({
          id,
          ...(parentId === undefined ? {} : { parentId }),
          data: { title: id.toUpperCase(), ...data },
          position: { x: 0, y: 0 },
        })),
        edges: edges.flatMap((line) => {
          const ids = line.split('>').map((name) => name.trim());
          return ids.slice(1).map((target, index) => {
            const [source = '', sourceHandle = 'source'] = (ids[index] ?? '').split('.');
            const place = { source, target: target.split('.')[0], sourceHandle };
            return { id: `${source}-${sourceHandle}-${target}`, ...place };
          });
        }),
      },
    },
  });
}
