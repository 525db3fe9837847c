import { all, dataset, is } from "../condition.ts";
import { defineQuestion } from "../question.ts";

export default defineQuestion({
  name: "cluster-creator",
  title: { en: "Who created the cluster", ja: "クラスターを作成したのは誰か" },
  why: "Until aws-auth or an access entry says otherwise, EKS lets in only the IAM identity that created the cluster, as kubernetes-admin. Whoever asks for access later needs to know which one that was.",
  platforms: ["eks"],
  params: {
    user: { kind: "text", description: "Kubernetes user that the identity is mapped to", default: "kubernetes-admin" },
    granted: {
      kind: "flag",
      description: "Only lines that let somebody in, not those that load a mapping",
      default: false,
    },
  },
  where: ({ user, granted }) =>
    all(
      dataset("eks.authenticator"),
      is("attributes.user.name", user),
      ...(granted ? [is("attributes.k8s.auth.result", "granted")] : []),
    ),
  answer: {
    kind: "records",
    columns: {
      time: "@timestamp",
      user: "attributes.user.name",
      arn: "attributes.aws.iam.arn",
      canonical_arn: "attributes.aws.iam.canonical_arn",
      result: "attributes.k8s.auth.result",
      client: "attributes.client.address",
      message: "body",
    },
  },
});
