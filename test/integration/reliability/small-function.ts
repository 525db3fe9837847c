import { text } from "node:stream/consumers";
import { functionsUnderFault, type Surroundings } from "../../../tools/faults/functions.ts";

// Invoked by small-process.ts, in a process of its own.
const surroundings = JSON.parse(process.env["SURROUNDINGS"] ?? "") as Omit<Surroundings, "random">;
const { index } = functionsUnderFault({ ...surroundings, random: Math.random });
await index(JSON.parse(await text(process.stdin)) as unknown);
