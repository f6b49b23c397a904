// wrangler compiles WebAssembly when it bundles.
declare module '*/highs.wasm' {
  const compiled: WebAssembly.Module
  export default compiled
}
