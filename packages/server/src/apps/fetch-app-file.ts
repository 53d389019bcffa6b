import { AppError, type Egress } from '@outpost/contracts';

const bytesMax = 10 * 1024 * 1024;

/**
 * An app file from an address that somebody typed, through the gate's guard: what workflow nodes
 * may not call cannot be reached this way either. Throws the gate's errors, and `app_file_not_there`
 * for an answer that is no file.
 */
export async function fetchAppFile(
  egress: Egress,
  url: string,
  signal: AbortSignal,
): Promise<string> {
  const answer = await egress.send({
    purpose: 'file',
    url,
    method: 'GET',
    headers: [['accept', 'application/yaml, text/yaml, text/plain, */*;q=0.1']],
    body: null,
    timeouts: { connectMs: 10_000, readMs: 30_000, writeMs: 10_000 },
    responseBytesMax: bytesMax,
    redirectsMax: 5,
    verifyTls: true,
    signal,
  });
  if (answer.status !== 200)
    throw new AppError('app_file_not_there', { details: { url, status: answer.status } });
  return new TextDecoder().decode(answer.body);
}
