// Node has WebAssembly, its types have not; this is the part that is used here.
declare namespace WebAssembly {
  class Module {
    private readonly brand;
  }
  class Memory {
    constructor(descriptor: { readonly initial: number; readonly maximum?: number });
    readonly buffer: ArrayBuffer;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
}
