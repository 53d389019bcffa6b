/** Base64 (RFC 4648) without Node's Buffer, in slices that keep `String.fromCharCode` within its arguments. */
export function base64FromBytes(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += sliceBytes)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + sliceBytes)));
  return btoa(pieces.join(''));
}

export function bytesFromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

const sliceBytes = 8192;
