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

/**
 * Runs code that nobody trusts. Throws `code_failed`, `code_module_missing`, `code_module_unsupported`, `code_timed_out`,
 * `code_out_of_memory`, `code_output_too_large`, `code_input_too_large`, `code_queue_full`,
 * `code_queue_timed_out`, `sandbox_unavailable`.
 */
export interface CodeRunner {
  /** What `main` returned, as JSON data. `onOutput` gets what the code printed, at most 64 Ki characters. */
  run(
    request: CodeRequest,
    options: {
      readonly signal: AbortSignal;
      readonly onOutput?: ((text: string) => void) | undefined;
    },
  ): Promise<Value>;
}

/** Renders Jinja2. Plain `{{ name }}` is answered without an interpreter. */
export interface TemplateRenderer {
  /** Throws `code_failed` with Jinja's own words and line. */
  render(
    request: { readonly template: string; readonly inputs: Values; readonly tenant: string },
    options: { readonly signal: AbortSignal },
  ): string | Promise<string>;
}
