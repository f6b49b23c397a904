/** Integer programmes where there are no threads (Workers): HiGHS in the request itself, with bounded work. */
import loadHighs, { type Highs } from 'highs'
import { solveByHighs } from './highs.ts'
import type { ProgrammeSolver } from './integer-programme.ts'

/** A Worker's clock stands still while it computes, so its time limit never comes: nodes are bounded as well. */
const mostNodes = 2_000

/** In: HiGHS's compiled module. Out: a solver that blocks while it works; it is loaded with the first programme. */
export function solverInline(wasmModule: WebAssembly.Module): ProgrammeSolver {
  let loading: Promise<Highs> | undefined
  return async (programme, { seconds, signal }) => {
    loading ??= loadHighs({ wasmModule })
    const highs = await loading
    signal?.throwIfAborted()
    return solveByHighs(highs, programme, { seconds, nodes: mostNodes })
  }
}
