declare module "*.proto" {
  const text: string;
  export = text;
}
