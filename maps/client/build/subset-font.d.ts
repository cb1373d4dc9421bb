/** The one function of subset-font that we call; its package brings no types. */
declare module "subset-font" {
  function subsetFont(
    font: Buffer,
    text: string,
    options: { readonly targetFormat: "woff2"; readonly preserveNameIds: readonly number[] },
  ): Promise<Buffer>;
  export default subsetFont;
}
