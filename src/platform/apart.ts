/** Computes by `compute` of a module, in a thread: what goes in and comes out must be plain data. Rejects with the signal's reason. */
export type Apart = <Input, Output>(
  module: URL,
  input: Input,
  signal: AbortSignal | undefined,
) => Promise<Output>

/** What computing apart needs of a context. */
export interface ApartContext {
  apart?: Apart | undefined
  signal?: AbortSignal | undefined
}

/**
 * Computes what takes long where that blocks nobody, if the runtime can; else here.
 * In: where the module is that exports it as `compute` (asked only where there are threads), and the same function.
 */
export function computeApart<Input, Output>(
  { apart, signal }: ApartContext,
  module: () => URL,
  compute: (input: Input) => Promise<Output>,
  input: Input,
): Promise<Output> {
  return apart === undefined ? compute(input) : apart<Input, Output>(module(), input, signal)
}
