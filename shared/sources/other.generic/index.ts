import { defineSource } from "../source.ts";

export default defineSource({
  name: "other.generic",
  platform: "other",
  description: "Whatever no other source claims.",
  detect: () => 0.01,
  fields: {},
  normalize: () => {},
});
