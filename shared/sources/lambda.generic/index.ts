import { genericSource } from "../generic-source.ts";

export default genericSource(
  "lambda",
  "Lines of Lambda log groups that no other source claims, such as Lambda Insights.",
);
