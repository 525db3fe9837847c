import type { Question } from "./question.ts";
import awsAuthChanges from "./questions/aws-auth-changes.ts";
import callsByUserAgent from "./questions/calls-by-user-agent.ts";
import clusterCreator from "./questions/cluster-creator.ts";
import cronjobController from "./questions/cronjob-controller.ts";
import daemonsetChanges from "./questions/daemonset-changes.ts";
import deniedRequests from "./questions/denied-requests.ts";
import ecsTaskStops from "./questions/ecs-task-stops.ts";
import errorsByService from "./questions/errors-by-service.ts";
import lambdaColdStarts from "./questions/lambda-cold-starts.ts";
import lambdaMostExpensive from "./questions/lambda-most-expensive.ts";
import lambdaOutOfMemory from "./questions/lambda-out-of-memory.ts";
import lambdaSlowest from "./questions/lambda-slowest.ts";
import lambdaTimeouts from "./questions/lambda-timeouts.ts";
import nodeErrors from "./questions/node-errors.ts";
import nodesNotReady from "./questions/nodes-not-ready.ts";
import podNode from "./questions/pod-node.ts";
import replicasetController from "./questions/replicaset-controller.ts";
import requestTrace from "./questions/request-trace.ts";
import requestsByUser from "./questions/requests-by-user.ts";
import resourceOperations from "./questions/resource-operations.ts";
import responseCodes from "./questions/response-codes.ts";
import serverErrors from "./questions/server-errors.ts";
import sshLogins from "./questions/ssh-logins.ts";

/** All questions: those of the Kubernetes control plane first, then those across platforms. */
export const QUESTIONS: readonly Question[] = [
  clusterCreator,
  requestsByUser,
  callsByUserAgent,
  awsAuthChanges,
  deniedRequests,
  podNode,
  serverErrors,
  cronjobController,
  replicasetController,
  resourceOperations,
  responseCodes,
  daemonsetChanges,
  errorsByService,
  lambdaSlowest,
  lambdaMostExpensive,
  lambdaColdStarts,
  lambdaTimeouts,
  lambdaOutOfMemory,
  ecsTaskStops,
  nodesNotReady,
  nodeErrors,
  sshLogins,
  requestTrace,
];
