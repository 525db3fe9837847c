import type { Dashboard } from "./dashboards/dashboard.ts";
import eksControlPlane from "./dashboards/eks-control-plane.ts";
import kubernetesWorkloads from "./dashboards/kubernetes-workloads.ts";
import lambda from "./dashboards/lambda.ts";
import overview from "./dashboards/overview.ts";
import pipelineHealth from "./dashboards/pipeline-health.ts";

/** All dashboards, in the order in which one looks at them. */
export const DASHBOARDS: readonly Dashboard[] = [
  overview,
  eksControlPlane,
  kubernetesWorkloads,
  lambda,
  pipelineHealth,
];
