import { genericSource } from "../generic-source.ts";

export default genericSource(
  "ec2",
  "Lines of EC2 instances that no other source claims: an application's files, cloud-init, access logs.",
);
