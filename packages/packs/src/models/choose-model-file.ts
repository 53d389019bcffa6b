/**
 * The model file to take when nobody named one: a GGUF file in the form that runs well on plain
 * processors, else an ONNX file. Null when there is none. Parts of split files are not chosen.
 */
export function chooseModelFile(paths: readonly string[]): string | null {
  const gguf = paths.filter(
    (path) => /\.gguf$/i.test(path) && !/-\d{5}-of-\d{5}\.gguf$/i.test(path),
  );
  for (const quantisation of ['q4_k_m', 'q4_0', 'q4_1', 'q4_k_s', 'q5_k_m', 'q8_0', 'f16']) {
    const fit = gguf.find((path) => path.toLowerCase().replaceAll('-', '_').includes(quantisation));
    if (fit !== undefined) return fit;
  }
  const [first] = gguf;
  if (first !== undefined) return first;
  const onnx = paths.filter((path) => /\.onnx$/i.test(path));
  for (const name of [
    'model_int8.onnx',
    'model_quantized.onnx',
    'model_uint8.onnx',
    'model.onnx',
  ]) {
    const fit = onnx.find((path) => path === name || path.endsWith(`/${name}`));
    if (fit !== undefined) return fit;
  }
  return onnx[0] ?? null;
}

/** The `tokenizer.json` of an ONNX file: beside it, above it, or the only one there is. */
export function tokenizerFor(model: string, paths: readonly string[]): string | null {
  const folders = model.split('/').slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth -= 1) {
    const path = [...folders.slice(0, depth), 'tokenizer.json'].join('/');
    if (paths.includes(path)) return path;
  }
  const all = paths.filter((path) => path.endsWith('/tokenizer.json'));
  return all.length === 1 ? (all[0] ?? null) : null;
}
