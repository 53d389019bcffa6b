/** Scales a vector to length one, in place; a vector of zeros stays as it is. */
export function normalise(vector: Float32Array): Float32Array {
  let square = 0;
  for (const value of vector) square += value * value;
  const length = Math.sqrt(square);
  if (length > 0)
    for (let index = 0; index < vector.length; index += 1)
      vector[index] = (vector[index] ?? 0) / length;
  return vector;
}
