import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError, type LocalModel } from '@outpost/contracts';
import { readGgufHeader } from './gguf-header.ts';

export type ModelDescription = Omit<
  LocalModel,
  'name' | 'file' | 'tokenizerFile' | 'source' | 'sha256'
>;

/** Reads what kind of model a file is. Throws `model_file_invalid`. */
export async function describeModel(file: string): Promise<ModelDescription> {
  const { size } = await stat(file);
  if (file.toLowerCase().endsWith('.onnx')) {
    await checkOnnx(file);
    return { ...unknownModel, kind: 'embedding', format: 'onnx', sizeBytes: size };
  }
  const header = await readGgufHeader(file);
  return {
    ...unknownModel,
    kind: kindOf(header),
    format: 'gguf',
    sizeBytes: size,
    architecture: header.architecture,
    quantisation: header.quantisation,
    contextTokens: header.contextTokens,
    chatTemplate: header.chatTemplate !== null,
    tools:
      /\btools\b/.test(header.chatTemplate ?? '') && /tool_call/.test(header.chatTemplate ?? ''),
    licence: header.licence,
  };
}

const unknownModel = {
  architecture: null,
  quantisation: null,
  contextTokens: null,
  chatTemplate: false,
  tools: false,
  licence: null,
};

/** Encoders embed; `rank` pooling scores pairs; everything else talks. */
function kindOf({
  architecture,
  poolingType,
}: {
  readonly architecture: string;
  readonly poolingType: number | null;
}): LocalModel['kind'] {
  if (poolingType === 4) return 'rerank';
  if (poolingType !== null && poolingType > 0) return 'embedding';
  return /(^|-)bert$|^(bert|nomic-bert|jina-bert|gte|t5encoder|gemma-embedding)/.test(architecture)
    ? 'embedding'
    : 'chat';
}

/** An ONNX file is a protobuf message that begins with its version: field 1, a small number. */
async function checkOnnx(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    const head = Buffer.alloc(2);
    await handle.read(head, 0, 2, 0);
    const [tag = 0, version = 0] = head;
    if (tag !== 0x08 || version < 3 || version > 30)
      throw new AppError('model_file_invalid', {
        details: { file: basename(file), reason: 'it is not an ONNX model' },
      });
  } finally {
    await handle.close();
  }
}
