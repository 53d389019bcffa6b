import type { CodeRequest, CodeRunner, TemplateRenderer } from '../ports/code-runner.ts';
import { textFromValue } from '../values/text.ts';
import type { Value } from '../values/value.ts';

/** A runner that never reads the code: the function given stands for it. */
export function createFakeCodeRunner(
  main: (request: CodeRequest) => Value = () => ({}),
): CodeRunner & { readonly requests: CodeRequest[] } {
  const requests: CodeRequest[] = [];
  return {
    requests,
    run(request, { signal }) {
      return new Promise((resolve) => {
        signal.throwIfAborted();
        requests.push(request);
        resolve(main(request));
      });
    },
  };
}

type TemplateRequest = Parameters<TemplateRenderer['render']>[0];

/** A renderer that knows `{{ name }}` and nothing else. */
export function createFakeTemplateRenderer(): TemplateRenderer & {
  readonly requests: TemplateRequest[];
} {
  const requests: TemplateRequest[] = [];
  return {
    requests,
    render(request, { signal }) {
      signal.throwIfAborted();
      requests.push(request);
      return request.template.replace(/\{\{\s*(\w+)\s*\}\}/g, (_whole, name: string) => {
        const value = request.inputs[name];
        return value === null ? 'None' : textFromValue(value ?? '');
      });
    },
  };
}
