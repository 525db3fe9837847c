import { all, dataset, is } from "../condition.ts";
import { defineQuestion } from "../question.ts";
import { REQUEST_COLUMNS } from "../request-columns.ts";

export default defineQuestion({
  name: "aws-auth-changes",
  title: { en: "Changes to the aws-auth ConfigMap", ja: "aws-auth ConfigMap の変更" },
  why: "aws-auth maps IAM identities to Kubernetes users and groups: whoever changes it gives or takes access to the cluster.",
  platforms: ["eks"],
  params: {
    update: { kind: "flag", description: "Also updates, beside create, delete and patch", default: false },
  },
  where: ({ update }) =>
    all(
      dataset("eks.audit"),
      is("attributes.k8s.object.resource", "configmaps"),
      is("attributes.k8s.object.namespace", "kube-system"),
      is("attributes.k8s.object.name", "aws-auth"),
      is("attributes.k8s.audit.verb", ["create", "delete", "patch", ...(update ? ["update"] : [])]),
    ),
  answer: {
    kind: "records",
    columns: {
      ...REQUEST_COLUMNS,
      arn: "attributes.aws.iam.arn",
      client: "attributes.client.address",
      agent: "attributes.user_agent.original",
    },
  },
});
