import { keyword, keywords, long, otel } from "./field.ts";

/** Who spoke: everything under `resource.attributes`. OpenTelemetry's names where it has one. */
export const RESOURCE_FIELDS = {
  "cloud.provider": otel(keyword("Always `aws`", "aws")),
  "cloud.platform": otel(keyword("Compute platform: aws_eks, aws_ecs, aws_ec2, aws_lambda", "aws_eks")),
  "cloud.account.id": otel(keyword("AWS account that owns the log group", "111122223333")),
  "cloud.region": otel(keyword("AWS region", "eu-west-1")),
  "cloud.availability_zone": otel(keyword("Availability zone", "eu-west-1a")),
  "cloud.resource_id": otel(
    keyword("ARN of the resource that wrote the line", "arn:aws:eks:eu-west-1:111122223333:cluster/dev"),
  ),
  "aws.log.group.names": otel(keywords("CloudWatch log group", ["/aws/eks/dev/cluster"])),
  "aws.log.stream.names": otel(keywords("CloudWatch log stream", ["kube-scheduler-0123456789abcdef0123456789abcdef"])),
  "aws.firehose.stream.name": keyword("Firehose stream that carried the record", "tributary-dev-eks"),
  "k8s.cluster.name": otel(keyword("Cluster", "dev")),
  "k8s.namespace.name": otel(keyword("Namespace of the pod that wrote the line", "default")),
  "k8s.pod.name": otel(keyword("Pod that wrote the line", "web-9f976f6f6-9fqpx")),
  "k8s.pod.uid": otel(keyword("UID of that pod", "e9f2963f-55f2-11e9-84c5-02e422b8a84a")),
  "k8s.pod.ip": otel(keyword("Address of that pod", "10.0.1.17")),
  "k8s.container.name": otel(keyword("Container name in the pod spec", "nginx")),
  "k8s.node.name": otel(keyword("Node", "ip-10-0-1-11.eu-west-1.compute.internal")),
  "k8s.deployment.name": otel(keyword("Deployment", "web")),
  "k8s.replicaset.name": otel(keyword("ReplicaSet", "web-9f976f6f6")),
  "k8s.daemonset.name": otel(keyword("DaemonSet", "aws-node")),
  "k8s.statefulset.name": otel(keyword("StatefulSet", "db")),
  "k8s.job.name": otel(keyword("Job", "hello-29923742")),
  "k8s.cronjob.name": otel(keyword("CronJob", "hello")),
  "k8s.service.name": otel(keyword("Service that the pod belongs to", "web")),
  "k8s.component": keyword("Kubernetes component that wrote the line", "kube-scheduler"),
  "container.id": otel(keyword("Container id", "e54cccfac2b87417f71877907f67879068420042828067ae0867e60a63529d35")),
  "container.name": otel(keyword("Container name given by the runtime or the task definition", "web")),
  "container.image.name": otel(keyword("Image without tag", "nginx")),
  "container.image.tags": otel(keywords("Image tags", ["1.29"])),
  "container.image.repo_digests": otel(
    keywords("Image digests", ["nginx@sha256:7ac0fd3569af866e9a6a22eb592744200d2dbe098cf066162453f8d0b06c531f"]),
  ),
  "container.runtime.name": otel(keyword("Container runtime", "containerd")),
  "aws.ecs.cluster.name": keyword("ECS cluster", "mycluster"),
  "aws.ecs.cluster.arn": otel(keyword("ECS cluster ARN", "arn:aws:ecs:eu-west-1:111122223333:cluster/mycluster")),
  "aws.ecs.task.arn": otel(
    keyword("Task ARN", "arn:aws:ecs:eu-west-1:111122223333:task/mycluster/3de392df6bfa470b97edaa6f482cd7a6"),
  ),
  "aws.ecs.task.id": otel(keyword("Task id", "3de392df6bfa470b97edaa6f482cd7a6")),
  "aws.ecs.task.family": otel(keyword("Task definition family", "demo")),
  "aws.ecs.task.revision": otel(keyword("Task definition revision", "7")),
  "aws.ecs.launchtype": otel(keyword("ec2 or fargate", "fargate")),
  "aws.ecs.container.arn": otel(
    keyword(
      "ARN of the container instance",
      "arn:aws:ecs:eu-west-1:111122223333:container-instance/mycluster/0d7650e6dec34c1a9200f72098071e8f",
    ),
  ),
  "aws.ecs.container_instance.id": keyword(
    "Container instance that the task runs on",
    "0d7650e6dec34c1a9200f72098071e8f",
  ),
  "host.id": otel(keyword("EC2 instance id", "i-06bc83dbc2ac2fdf8")),
  "host.name": otel(keyword("Host name", "ip-172-31-33-197")),
  "host.type": otel(keyword("EC2 instance type", "m7g.large")),
  "host.image.id": otel(keyword("AMI", "ami-0abcdef1234567890")),
  "host.ip": otel(keywords("Addresses of the host", ["172.31.33.197"])),
  "aws.vpc.id": keyword("VPC of the host", "vpc-01122334455667788"),
  "faas.name": otel(keyword("Lambda function", "checkout")),
  "faas.version": otel(keyword("Function version", "$LATEST")),
  "faas.instance": otel(keyword("Execution environment id", "20bddfd5a2dc4c6b97ac02800eae90d0")),
  "faas.max_memory": otel(long("Configured memory in bytes", 134217728)),
  "service.name": otel(keyword("Service", "checkout")),
  "service.version": otel(keyword("Service version", "1.4.2")),
  "deployment.environment.name": otel(keyword("Stage or environment", "production")),
} as const;

/** A declared name under `resource.attributes`. */
export type ResourceName = keyof typeof RESOURCE_FIELDS;
