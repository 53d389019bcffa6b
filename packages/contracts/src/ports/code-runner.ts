import type { Value, Values } from '../values/value.ts';

export interface CodeRequest {
  readonly language: 'python3' | 'javascript';
  /** Must define `main`: called with keyword arguments in Python, with one object in JavaScript. */
  readonly code: string;
  readonly inputs: Values;
  /** Runs of one tenant may share a warm interpreter; runs of two never do. */
  readonly tenant: string;
  readonly limits?: Partial<CodeLimits>;
}

export interface CodeLimits {
  readonly timeoutMs: number;
  readonly memoryBytes: number;
  readonly outputBytes: number;
}

/** Runs code that nobody trusts. Throws `code_failed`, `code_timed_out`, `code_out_of_memory`, `code_output_too_large`. */
export interface CodeRunner {
  /** What `main` returned, as JSON data. */
  run(request: CodeRequest, options: { readonly signal: AbortSignal }): Promise<Value>;
}

/** Renders Jinja2. Plain `{{ name }}` is answered without an interpreter. */
export interface TemplateRenderer {
  /** Throws `code_failed` with Jinja's own words and line. */
  render(
    request: { readonly template: string; readonly inputs: Values; readonly tenant: string },
    options: { readonly signal: AbortSignal },
  ): string | Promise<string>;
}
