/** Integer programmes where there are no threads (Workers): HiGHS in the request itself, with bounded work. */
import loadHighs, { type Highs } from 'highs'
import { solveByHighs } from './highs.ts'
import type { ProgrammeSolver } from './integer-programme.ts'

/** A Worker's clock stands still while it computes, so its time limit never comes: nodes are bounded as well. */
const maxNodes = 2_000

/** In: HiGHS's compiled module. Out: a solver that blocks while it works; it is loaded with the first programme. */
export function solverInline(wasmModule: WebAssembly.Module): ProgrammeSolver {
  let loading: Promise<Highs> | undefined
  return async (programme, { seconds, signal }) => {
    loading ??= load(wasmModule)
    const highs = await loading
    signal?.throwIfAborted()
    return solveByHighs(highs, programme, { seconds, nodes: maxNodes })
  }
}

/**
 * With Node's compatibility on, HiGHS's loader takes a Worker for Node and looks for a file system. It looks once, when
 * it is called, and takes what calls itself a renderer for none.
 */
function load(wasmModule: WebAssembly.Module): Promise<Highs> {
  const { process } = globalThis
  // Version 1.15 declares an option for the compiled module, but asks this hook of Emscripten only.
  const options = {
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
      done(new WebAssembly.Instance(wasmModule, imports))
    },
  }
  Reflect.set(process, 'type', 'renderer')
  try {
    return loadHighs({ ...options, wasmModule })
  } finally {
    Reflect.deleteProperty(process, 'type')
  }
}
