import { genericSource } from "../generic-source.ts";

export default genericSource("other", "Whatever no other source claims.");
