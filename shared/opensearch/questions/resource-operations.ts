import { all, dataset, given, is } from "../condition.ts";
import { defineQuestion } from "../question.ts";
import { REQUEST_COLUMNS } from "../request-columns.ts";

export default defineQuestion({
  name: "resource-operations",
  title: { en: "Operations on one resource", ja: "特定リソースへの操作" },
  why: "Who deleted this pod, or changed that Deployment? All requests for exactly this object, those that failed too; its subresources are other objects.",
  platforms: ["eks"],
  params: {
    verb: { kind: "text", description: "Kubernetes verb; empty for any", default: "delete" },
    resource: { kind: "text", description: "Resource, plural as in the API", default: "pods" },
    name: { kind: "text", description: "Name of the object", default: "my-app" },
    namespace: { kind: "text", description: "Namespace; empty for resources of the cluster", default: "default" },
    api: { kind: "text", description: "API, such as apis/apps/v1 for deployments", default: "api/v1" },
  },
  where: ({ verb, resource, name, namespace, api }) => {
    const place = namespace === "" ? [] : ["namespaces", namespace];
    return all(
      dataset("eks.audit"),
      is("attributes.url.path", ["", api, ...place, resource, name].join("/")),
      given(verb, is("attributes.k8s.audit.verb", verb)),
    );
  },
  answer: {
    kind: "records",
    columns: {
      ...REQUEST_COLUMNS,
      reason: "attributes.k8s.audit.response.message",
      client: "attributes.client.address",
      agent: "attributes.user_agent.original",
    },
  },
});
