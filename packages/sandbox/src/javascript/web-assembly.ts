/** A compiled module; only handed on. */
export interface WasmModule {
  readonly brand?: 'WasmModule';
}

/** Node has WebAssembly, its types have not: the part that is used here. */
export const webAssembly = (
  globalThis as unknown as {
    readonly WebAssembly: {
      readonly Memory: new (descriptor: {
        readonly initial: number;
        readonly maximum: number;
      }) => object;
      readonly compile: (bytes: Uint8Array) => Promise<WasmModule>;
    };
  }
).WebAssembly;
