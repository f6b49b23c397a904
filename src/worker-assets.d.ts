// wrangler.toml bundles these as text.
declare module '*/ui/assets/app.css' {
  const text: string
  export default text
}
declare module '*/ui/assets/enhance.js' {
  const text: string
  export default text
}
declare module '*/ui/assets/icon.svg' {
  const text: string
  export default text
}
