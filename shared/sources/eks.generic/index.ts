import { genericSource } from "../generic-source.ts";

export default genericSource("eks", "Lines of EKS log groups that no other source claims.");
